package dev.tidemark;

import java.util.Objects;

/**
 * One hazard of one change, in words.
 *
 * @param hazard which
 * @param why what happens to whom, with numbers where they are known
 * @param wayOut what to do instead, or an empty string
 */
public record HazardNote(Hazard hazard, String why, String wayOut) {
    public HazardNote {
        Objects.requireNonNull(hazard);
        Objects.requireNonNull(why);
        Objects.requireNonNull(wayOut);
    }
}
