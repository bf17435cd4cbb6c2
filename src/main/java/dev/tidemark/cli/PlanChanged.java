package dev.tidemark.cli;

/** The plan that is about to run is not the one that was shown; nothing of it ran. */
final class PlanChanged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlanChanged() {
        super("the plan has changed since it was shown", null, false, false);
    }
}
