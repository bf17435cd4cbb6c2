package dev.tidemark.diff;

import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcome of a comparison.
 *
 * @param changes in no particular order of execution; the planner orders them
 * @param problems a rename that nobody said (TDM-203) or that collides (TDM-219), a name renamed away and declared again (TDM-205), objects of another app
 *     (TDM-206), missing or misfitting externals (TDM-207), names that are taken (TDM-208), views whose columns are not those of their records (TDM-209);
 *     any of them blocks
 * @param unmanaged live objects in the managed schemas that nobody declares or manages: reported, never touched
 */
public record Diff(List<Change> changes, List<Problem> problems, List<ObjectName> unmanaged) {
    public Diff {
        changes = List.copyOf(changes);
        problems = List.copyOf(problems);
        unmanaged = List.copyOf(unmanaged);
    }

    /** The same with what somebody else found. */
    public Diff with(List<? extends Change> moreChanges, List<Problem> moreProblems) {
        List<Change> allChanges = new ArrayList<>(changes);
        allChanges.addAll(moreChanges);
        List<Problem> allProblems = new ArrayList<>(problems);
        allProblems.addAll(moreProblems);
        return new Diff(allChanges, allProblems, unmanaged);
    }
}
