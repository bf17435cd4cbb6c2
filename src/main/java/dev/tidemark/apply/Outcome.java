package dev.tidemark.apply;

import dev.tidemark.Problem;
import org.jspecify.annotations.Nullable;

/**
 * How the run of a plan's batches ended.
 *
 * @param statements how many were committed
 * @param problem what stopped it, if anything did
 * @param timedOut whether the budget ended first
 */
record Outcome(int statements, @Nullable Problem problem, boolean timedOut) {
    /** Whether every batch ran. */
    boolean isDone() {
        return problem == null && !timedOut;
    }

    static Outcome done(int statements) {
        return new Outcome(statements, null, false);
    }

    static Outcome failed(int statements, Problem problem) {
        return new Outcome(statements, problem, false);
    }

    static Outcome outOfTime(int statements) {
        return new Outcome(statements, null, true);
    }
}
