package dev.tidemark.cli;

import dev.tidemark.Plan;
import java.util.ArrayList;
import java.util.List;

/** How many objects and changes are added, changed and dropped, and how many data steps run; a new or dropped object counts once, whatever belongs to it. */
record Tally(int added, int changed, int dropped, int run) {
    static Tally of(Plan plan) {
        Tally sum = new Tally(0, 0, 0, 0);
        for (Plan.Entry entry : plan.entries()) {
            sum = switch (entry.action()) {
                case CREATE -> sum.plus(Plan.Action.CREATE);
                case DROP -> sum.plus(Plan.Action.DROP);
                case ALTER, RUN -> sum.plus(of(entry));
                case IN_SYNC, ERROR -> sum;
            };
        }
        return sum;
    }

    static Tally of(Plan.Entry entry) {
        Tally sum = new Tally(0, 0, 0, 0);
        for (Plan.Change change : entry.changes()) {
            sum = sum.plus(change.action());
        }
        return sum;
    }

    private Tally plus(Plan.Action action) {
        return switch (action) {
            case CREATE -> new Tally(added + 1, changed, dropped, run);
            case ALTER -> new Tally(added, changed + 1, dropped, run);
            case DROP -> new Tally(added, changed, dropped + 1, run);
            case RUN -> new Tally(added, changed, dropped, run + 1);
            case IN_SYNC, ERROR -> this;
        };
    }

    private Tally plus(Tally other) {
        return new Tally(added + other.added, changed + other.changed, dropped + other.dropped, run + other.run);
    }

    /** {@code 1 to add, 2 to drop}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (added > 0) {
            parts.add(added + " to add");
        }
        if (changed > 0) {
            parts.add(changed + " to change");
        }
        if (dropped > 0) {
            parts.add(dropped + " to drop");
        }
        if (run > 0) {
            parts.add(run + " data step" + (run == 1 ? "" : "s") + " to run");
        }
        return parts.isEmpty() ? "nothing to do" : String.join(", ", parts);
    }
}
