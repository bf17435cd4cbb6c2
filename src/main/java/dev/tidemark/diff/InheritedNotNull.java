package dev.tidemark.diff;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Table;
import java.util.List;

/**
 * The NOT NULL of a column that a kept parent has as well. From PostgreSQL 18 on a constraint may be the table's own, inherited, or both; before, whatever the
 * parent does takes the children along.
 *
 * @param table as it is there
 */
record InheritedNotNull(Table table, Column from, Column to, Inherited inherited) {
    /** What the child needs beside the changes of its parents. */
    List<Change> changes() {
        Column.NotNullConstraint there = from.properties().notNullConstraint();
        Column.NotNullConstraint wanted = to.properties().notNullConstraint();
        if (!from.notNull() || !to.notNull() || aboveIsEmpty()) {
            return List.of();
        }
        if (there == null || wanted == null) {
            return inherited.letsGoOfNotNull(table.name(), to.name())
                    ? List.of(new Change.SetNotNull(table, to))
                    : List.of();
        }
        if (there.noInherit() != wanted.noInherit() || there.validated() != wanted.validated()) {
            return List.of();
        }
        boolean comesDown = there.local() && !wanted.local() && !isAbove() && isAboveThen();
        boolean becomesLocal = !there.local() && wanted.local();
        return comesDown || becomesLocal ? List.of(new Change.ChangeNotNull(table, from, to)) : List.of();
    }

    /** Whether a change of the parent makes this one of the child, although it is another one. */
    boolean brings(Change change) {
        Column.NotNullConstraint wanted = to.properties().notNullConstraint();
        return change instanceof Change.SetNotNull && wanted != null && !wanted.local() && isAboveThen();
    }

    /** Whether the child needs a change although its parent makes the same: a constraint of its own stays. */
    boolean keeps(Change change) {
        Column.NotNullConstraint there = from.properties().notNullConstraint();
        Column.NotNullConstraint wanted = to.properties().notNullConstraint();
        return (change instanceof Change.DropNotNull && there != null && there.local())
                || (change instanceof Change.SetNotNull && wanted != null && (wanted.local() || isNamedApart(wanted)));
    }

    /** Whether its name is its own: PostgreSQL renames what is inherited only with the parent's, and only where both have the same. */
    boolean mayBeRenamed() {
        Column.NotNullConstraint there = from.properties().notNullConstraint();
        Column.NotNullConstraint wanted = to.properties().notNullConstraint();
        if (there == null || wanted == null) {
            return false;
        }
        // Where no parent has it any more, it is renamed once they have let it go; else before they get it.
        boolean own = !isAboveThen() || (there.local() && !isAbove() && wanted.local());
        return own
                && (there.noInherit()
                        || inherited
                                .below(table.name(), from.name())
                                .map(c -> c.properties().notNullConstraint())
                                .allMatch(c -> c != null && c.name().equals(there.name())));
    }

    /** Whether a parent's constraint has another name, as that of a partition that was attached has. */
    private boolean isNamedApart(Column.NotNullConstraint wanted) {
        return inherited
                .aboveThen(table.name(), to.name())
                .map(Column::notNullName)
                .noneMatch(wanted.name()::equals);
    }

    private boolean aboveIsEmpty() {
        return inherited.above(table.name(), from.name()).findAny().isEmpty();
    }

    private boolean isAbove() {
        return inherited.notNullIsAbove(table.name(), from.name());
    }

    private boolean isAboveThen() {
        return inherited.aboveThen(table.name(), to.name()).anyMatch(InheritedNotNull::passesOn);
    }

    /** Whether children have its NOT NULL constraint too (PostgreSQL 18). */
    static boolean passesOn(Column column) {
        Column.NotNullConstraint constraint = column.properties().notNullConstraint();
        return constraint != null && !constraint.noInherit();
    }
}
