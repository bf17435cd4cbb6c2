package dev.tidemark.diff;

import static dev.tidemark.diff.Differ.without;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The constraints of a table: matched by name, then by what they say; the index that enforces one is part of it. */
record ConstraintDiff(Table from, Table to, Set<String> droppedColumns, Inherited inherited, Findings findings) {
    void compare() {
        List<Constraint> spare = new ArrayList<>(without(from.constraints(), to.constraints(), Constraint::name));
        for (Constraint wanted : to.constraints()) {
            Optional<Constraint> there = from.constraint(wanted.name());
            if (there.isPresent()) {
                compare(there.get(), wanted);
            } else {
                add(wanted, spare);
            }
        }
        for (Constraint constraint : spare) {
            boolean renamed = constraint.kind() == Constraint.Kind.CHECK
                    && inherited.constraintIsRenamedAbove(to.name(), constraint.name());
            if ((constraint.local() || isLeft(constraint)) && !renamed && !goesWithItsColumns(constraint)) {
                findings.undeclared(name(constraint), new Change.DropConstraint(from, constraint));
            }
        }
    }

    private void compare(Constraint there, Constraint wanted) {
        boolean becomesLocal = !there.local() && wanted.local();
        if (becomesLocal
                && (isAttached(from, there)
                        || there.kind() == Constraint.Kind.CHECK
                        || inherited.constraintGoesAbove(to.name(), there.name()))) {
            findings.add(new Change.AddConstraint(from, wanted));
        } else if (same(there, wanted) && attachesAlone(wanted)) {
            findings.add(new Change.AddConstraint(from, wanted));
        } else if (same(there, wanted) && isMadeAnew(there, wanted)) {
            findings.add(new Change.ReplaceConstraint(from, there, wanted));
        } else if (same(there, wanted) && comesDown(there, wanted)) {
            findings.undeclared(name(there), new Change.DropConstraint(from, there));
        } else if (same(there, wanted)) {
            finish(there, wanted);
        } else if (wanted.local() && there.local()) {
            findings.add(new Change.ReplaceConstraint(from, there, wanted));
        } else if (there.local()) {
            // What the parent brings takes its place.
            findings.undeclared(name(there), new Change.DropConstraint(from, there));
        }
    }

    /** Whether it stays behind, as the table's own, when the table leaves the parent that brought it. */
    private boolean isLeft(Constraint constraint) {
        return constraint.kind() == Constraint.Kind.CHECK
                && !from.isPartition()
                && !inherited.constraintIsAbove(to.name(), constraint.name());
    }

    private boolean attachesAlone(Constraint wanted) {
        return IndexFamilies.of(to, wanted).anyMatch(i -> inherited.indexes().attachesAlone(from, i));
    }

    private boolean isMadeAnew(Constraint there, Constraint wanted) {
        return IndexFamilies.of(from, there)
                .anyMatch(i -> IndexFamilies.of(to, wanted)
                        .anyMatch(w -> inherited
                                .indexes()
                                .isMadeAnew(new QName(to.name().schema(), w.name()), i, w)));
    }

    /** Whether a check of its own gives way to an equal one that a parent gets now, and brings. */
    private boolean comesDown(Constraint there, Constraint wanted) {
        return there.kind() == Constraint.Kind.CHECK
                && there.local()
                && !wanted.local()
                && inherited.constraintComesFromAbove(to.name(), wanted.name())
                && !inherited.constraintIsAbove(to.name(), wanted.name());
    }

    /** Whether its index is part of one of the parent, and goes with that. */
    private static boolean isAttached(Table table, Constraint key) {
        String index = key.index();
        return index != null
                && key.kind() != Constraint.Kind.FOREIGN_KEY
                && table.index(index).filter(i -> i.parent() != null).isPresent();
    }

    private void add(Constraint wanted, List<Constraint> spare) {
        Optional<Constraint> renamed = spare.stream()
                .filter(there -> same(there, wanted) && mayBecome(there, wanted))
                .findFirst();
        if (renamed.isPresent()) {
            spare.remove(renamed.get());
            findings.add(new Change.RenameConstraint(from, renamed.get(), wanted));
            if (attachesAlone(wanted)) {
                findings.add(new Change.AddConstraint(from, wanted));
            } else if (isMadeAnew(renamed.get(), wanted)) {
                findings.add(new Change.ReplaceConstraint(from, renamed.get(), wanted));
            }
            finish(renamed.get(), wanted);
        } else if (isOwn(wanted) || attachesAlone(wanted)) {
            findings.add(added(wanted, spare));
        }
    }

    /** What a parent brings has its name, and goes with it: a check of the same words is not it, nor does an inherited key become one's own. */
    private boolean mayBecome(Constraint there, Constraint wanted) {
        return wanted.kind() == Constraint.Kind.CHECK
                ? isOwn(wanted) && there.local()
                : there.local() || !wanted.local();
    }

    /** Whether no parent brings it. */
    private boolean isOwn(Constraint wanted) {
        return wanted.local()
                || (wanted.kind() == Constraint.Kind.CHECK
                        ? !inherited.constraintComesFromAbove(to.name(), wanted.name())
                        : inherited.keptParents(to.name()).isEmpty());
    }

    /** A table has one primary key: another one takes the place of the one that is there, whatever their names. */
    private Change added(Constraint wanted, List<Constraint> spare) {
        Optional<Constraint> there = wanted.kind() == Constraint.Kind.PRIMARY_KEY
                ? spare.stream()
                        .filter(c -> c.kind() == Constraint.Kind.PRIMARY_KEY && c.local())
                        .findFirst()
                : Optional.empty();
        if (there.isEmpty()) {
            return new Change.AddConstraint(from, wanted);
        }
        spare.remove(there.get());
        return new Change.ReplaceConstraint(from, there.get(), wanted);
    }

    private void finish(Constraint there, Constraint wanted) {
        if (there.validated() && !wanted.validated() && there.local() && wanted.local()) {
            findings.add(new Change.ReplaceConstraint(from, there, wanted));
            return;
        }
        if (wanted.validated() && !there.validated()) {
            findings.add(new Change.ValidateConstraint(from, wanted));
        }
        findings.comment(name(wanted), there.comment(), wanted.comment());
    }

    private boolean same(Constraint there, Constraint wanted) {
        return there.kind() == wanted.kind()
                && SqlText.same(there.definition(), wanted.definition())
                && SqlText.same(index(from, there), index(to, wanted));
    }

    private static String index(Table table, Constraint constraint) {
        String index = constraint.index();
        return index == null
                ? ""
                : table.index(index)
                        .map(Index::definition)
                        .map(SqlText::withoutIndexName)
                        .orElse("");
    }

    /** A check may hinder new code as long as the drop of its columns is withheld; the others cannot. */
    private boolean goesWithItsColumns(Constraint constraint) {
        return constraint.kind() != Constraint.Kind.CHECK
                && !constraint.columns().isEmpty()
                && droppedColumns.containsAll(constraint.columns());
    }

    private ObjectName name(Constraint constraint) {
        return to.object().member(ObjectKind.CONSTRAINT, constraint.name());
    }
}
