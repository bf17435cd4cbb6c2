package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a comparison has found so far; names are those after the renames. */
final class Findings {
    /** How the names of the planner's temporary constraints and indexes begin. */
    private static final String TOOL = "tidemark_";

    private final Set<ObjectName> managed;
    private final Set<ObjectName> foreign;
    private final List<Change> changes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final NavigableSet<ObjectName> unmanaged = new TreeSet<>();

    Findings(Set<ObjectName> managed, Set<ObjectName> foreign) {
        this.managed = managed;
        this.foreign = foreign;
    }

    void add(Change change) {
        changes.add(change);
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    boolean isManaged(ObjectName name) {
        return (managed.contains(name) || isOurTool(name)) && !foreign.contains(name);
    }

    /** A constraint or index that an earlier run needed for a moment, and did not live to drop. */
    private static boolean isOurTool(ObjectName name) {
        return (name.kind() == ObjectKind.CONSTRAINT || name.kind() == ObjectKind.INDEX)
                && name.member().startsWith(TOOL);
    }

    /** Something live that is not declared: it goes if it is managed, is left to the app that manages it, or is reported. */
    void undeclared(ObjectName name, Change drop) {
        if (isManaged(name)) {
            changes.add(drop);
        } else if (!foreign.contains(name)) {
            unmanaged.add(name);
        }
    }

    void comment(ObjectName object, @Nullable String from, @Nullable String to) {
        if (!Objects.equals(from, to)) {
            changes.add(new Change.ChangeComment(object, from, to));
        }
    }

    List<Change> changes() {
        return changes;
    }

    Diff diff() {
        return new Diff(changes, problems, List.copyOf(unmanaged));
    }
}
