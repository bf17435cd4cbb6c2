package dev.tidemark.control;

import dev.tidemark.identity.Identity;

/** The order of versions (DESIGN §4), one pure function. */
public final class VersionOrder {
    private VersionOrder() {}

    public static Verdict decide(Identity own, HotState state, boolean explicit) {
        throw new UnsupportedOperationException(own + " " + state + explicit);
    }
}
