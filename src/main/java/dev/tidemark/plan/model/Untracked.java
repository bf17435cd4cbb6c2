package dev.tidemark.plan.model;

import dev.tidemark.Hazard;
import dev.tidemark.ObjectKind;

/** Functions whose bodies nobody follows. */
public final class Untracked {
    private Untracked() {}

    /** The hazard, where there are functions at all. */
    public static void note(Context ctx, Draft.Builder draft) {
        long functions = ctx.live().others().stream()
                .filter(o -> o.name().kind() == ObjectKind.FUNCTION)
                .count();
        if (functions > 0) {
            draft.hazard(
                    Hazard.UNTRACKED_DEPENDENCY,
                    "the bodies of " + Words.count(functions, "function") + " are not followed; they may name it",
                    "search them for the name");
        }
    }
}
