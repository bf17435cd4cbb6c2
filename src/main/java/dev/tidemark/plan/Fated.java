package dev.tidemark.plan;

import dev.tidemark.Plan.Fate;
import dev.tidemark.Problem;
import java.util.List;

/**
 * A change with the policy's word on it.
 *
 * @param ops what runs of it
 * @param problems what blocks it
 * @param notes why it is not applied, where it is not
 */
record Fated(Draft draft, Fate fate, List<Op> ops, List<Problem> problems, List<String> notes) {
    Fated {
        ops = List.copyOf(ops);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    boolean applied() {
        return fate == Fate.APPLY;
    }
}
