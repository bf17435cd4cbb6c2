package dev.tidemark;

import java.util.Objects;

/**
 * One hazard of one change, in words.
 *
 * @param hazard which
 * @param why what happens to whom, with numbers where they are known
 * @param wayOut what to do instead, or an empty string
 * @param requiresApproval whether somebody has to allow it here: not where the rows show that there is nothing to lose
 */
public record HazardNote(Hazard hazard, String why, String wayOut, boolean requiresApproval) {
    public HazardNote {
        Objects.requireNonNull(hazard);
        Objects.requireNonNull(why);
        Objects.requireNonNull(wayOut);
    }

    /** One that needs approval where hazards of its kind do. */
    public HazardNote(Hazard hazard, String why, String wayOut) {
        this(hazard, why, wayOut, hazard.requiresApproval());
    }

    /** The same, for nobody to allow. */
    public HazardNote withoutApproval() {
        return new HazardNote(hazard, why, wayOut, false);
    }
}
