package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What a comparison has found so far; names are those after the renames. */
final class Findings {
    /** How the names of the planner's temporary constraints and indexes begin. */
    private static final String TOOL = "tidemark_";

    private final Set<ObjectName> managed;
    private final Set<ObjectName> foreign;
    private final Set<QName> relations;
    private final List<Change> changes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final NavigableSet<ObjectName> unmanaged = new TreeSet<>();

    /** Nothing yet; {@code live} as far as its names are taken. */
    Findings(Catalog live, Set<ObjectName> managed, Set<ObjectName> foreign) {
        this(relations(live), managed, foreign);
    }

    private Findings(Set<QName> relations, Set<ObjectName> managed, Set<ObjectName> foreign) {
        this.relations = relations;
        this.managed = managed;
        this.foreign = foreign;
    }

    /** For a comparison inside another one. */
    static Findings none() {
        return new Findings(Set.of(), Set.of(), Set.of());
    }

    private static Set<QName> relations(Catalog live) {
        Set<QName> names = new HashSet<>(live.tables().keySet());
        names.addAll(live.views().keySet());
        names.addAll(live.sequences().keySet());
        for (Table table : live.tables().values()) {
            String schema = table.name().schema();
            table.indexes().forEach(i -> names.add(new QName(schema, i.name())));
            table.columns().stream()
                    .map(Column::identity)
                    .filter(Objects::nonNull)
                    .forEach(i -> names.add(new QName(schema, i.sequence())));
        }
        return names;
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

    /** The NOT NULL constraint of a column that has one on both sides, unless its new name is taken by one that keeps it. */
    void renameNotNull(Table table, Table declared, Column from, Column to, BiPredicate<Column, Column> mayBeRenamed) {
        String name = to.notNullName();
        boolean taken = table.columns().stream()
                .filter(c -> Objects.equals(name, c.notNullName()))
                .anyMatch(c -> declared.column(c.name())
                        .filter(d -> d.notNullName() != null && !mayBeRenamed.test(c, d))
                        .isPresent());
        if (!taken) {
            changes.add(new Change.RenameNotNull(table, from, to));
        }
    }

    /** The sequence of an identity column, unless its new name is taken. */
    void renameSequence(Table table, String from, String to) {
        QName name = new QName(table.name().schema(), to);
        if (!from.equals(to) && !relations.contains(name)) {
            changes.add(new Change.RenameSequence(table, new QName(name.schema(), from), name));
        }
    }

    List<Change> changes() {
        return changes;
    }

    Diff diff() {
        return new Diff(changes, problems, List.copyOf(unmanaged));
    }
}
