package dev.tidemark.lambda;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/** The only class that knows org.crac; it is loaded under SnapStart alone. Whoever registers one keeps it: the context holds it weakly. */
final class SnapStartHook implements Resource {
    private final Runnable before;
    private final Runnable after;

    private SnapStartHook(Runnable before, Runnable after) {
        this.before = before;
        this.after = after;
    }

    /** One runs before the snapshot is taken, the other after a restore; neither must throw. */
    static Object around(Runnable before, Runnable after) {
        return register(before, after);
    }

    /** Runs before the snapshot is taken; must not throw. */
    static Object beforeCheckpoint(Runnable before) {
        return register(before, () -> {});
    }

    private static Object register(Runnable before, Runnable after) {
        SnapStartHook hook = new SnapStartHook(before, after);
        Core.getGlobalContext().register(hook);
        return hook;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        before.run();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        after.run();
    }
}
