package dev.tidemark.cli;

import org.jspecify.annotations.Nullable;

/**
 * A value and where it came from.
 *
 * @param value the value
 * @param from such as {@code --url}, {@code DATABASE_URL}, {@code PGHOST}, {@code default}
 * @param over what also gives one and was passed over, if anything does
 */
record Given(String value, String from, @Nullable String over) {
    /** {@code host from --url}, {@code port by default}. */
    String told(String what) {
        String source = from.equals("default") ? " by default" : " from " + from;
        return what + source + (over == null ? "" : ", which wins over " + over);
    }

    @Override
    public String toString() {
        return told("a value");
    }
}
