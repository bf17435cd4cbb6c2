package dev.tidemark;

import java.util.Objects;

/**
 * How far one run may go.
 *
 * @param mode what it may do to the database
 * @param breaking whether it may apply what breaks versions that still serve
 * @param explicit whether somebody asked for it: it makes its version current, whatever is recorded
 */
public record Permission(Mode mode, boolean breaking, boolean explicit) {
    public Permission {
        Objects.requireNonNull(mode);
    }

    /** Of a run that somebody asked for: a deploy, a request, a command. */
    public static Permission explicit(Mode mode, boolean breaking) {
        return new Permission(mode, breaking, true);
    }

    /** Of a run that nobody looks at: a cold start, a schedule. It goes back to no older version. */
    public static Permission unattended(Mode mode, boolean breaking) {
        return new Permission(mode, breaking, false);
    }
}
