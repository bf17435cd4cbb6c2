package dev.tidemark.plan.model;

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
public record Fated(Draft draft, Fate fate, List<Op> ops, List<Problem> problems, List<String> notes) {
    public Fated {
        ops = List.copyOf(ops);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    public boolean applied() {
        return fate == Fate.APPLY;
    }
}
