package dev.tidemark.identity;

import org.jspecify.annotations.Nullable;

/**
 * A number that only grows, and within what it does.
 *
 * @param lineage whose numbers these are; null where there is no number
 * @param number at least 0, or {@link #NONE}
 */
public record Generation(@Nullable String lineage, long number) {
    /** The number of a run that knows none. */
    public static final long NONE = -1;

    public Generation {
        if (number < 0) {
            number = NONE;
            lineage = null;
        } else if (lineage == null || lineage.isEmpty()) {
            throw new IllegalArgumentException("a generation without a lineage");
        }
    }

    /** Comparable with nothing. */
    public static Generation none() {
        return new Generation(null, NONE);
    }

    /** Whether there is a number. */
    public boolean known() {
        return number >= 0;
    }

    /** Whether which of the two is newer can be read off them: both are numbers of one lineage. */
    public boolean comparableTo(Generation other) {
        return lineage != null && lineage.equals(other.lineage);
    }
}
