package dev.tidemark.diff;

import static dev.tidemark.diff.Differ.without;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One table.
 *
 * <p>A rename that nobody said: where a table has rows, exactly one managed column goes, exactly one of the same type comes, and that one is NOT NULL
 * without a default, so that adding it cannot succeed, this is a problem (TDM-203) in place of the two changes. In every other case both are made: the
 * drop is withheld by safe mode, and asks for a word otherwise.
 */
record TableDiff(Table from, Table to, Inherited inherited, Findings findings) {
    /** Says what becomes of the table itself; what is left to compare are its members. */
    static TableDiff of(Table from, Table to, Inherited inherited, Findings findings) {
        if (isAnother(from, to)) {
            findings.add(new Change.ChangeTable(from, to));
            return new TableDiff(from, from, inherited, findings);
        }
        new TableDiff(from, to, inherited, findings).properties();
        return Inherited.moves(from, to)
                ? new TableDiff(from.released(), to.released(), inherited, findings)
                : new TableDiff(from, to, inherited, findings);
    }

    /** Compares the members. */
    void compare() {
        Set<String> dropped = columns();
        new ConstraintDiff(from, to, dropped, inherited, findings).compare();
        IndexDiff.ofTable(from, to, dropped, inherited.indexes(), findings).compare();
        findings.comment(to.object(), from.comment(), to.comment());
    }

    private void properties() {
        if (from.unlogged() != to.unlogged()
                || !from.options().equals(to.options())
                || !SqlText.same(from.partitionBound(), to.partitionBound())
                || !from.parents().equals(to.parents())
                || from.rowSecurity() != to.rowSecurity()
                || propertiesDiffer()
                || !marked(from, Index::clustered).equals(marked(to, Index::clustered))
                || !marked(from, Index::replicaIdentity).equals(marked(to, Index::replicaIdentity))) {
            findings.add(new Change.ChangeTable(from, to));
        }
    }

    /** Where the declaration names no tablespace, any is right. */
    private boolean propertiesDiffer() {
        Table.Properties there = from.properties();
        Table.Properties wanted = to.properties();
        return there.forceRowSecurity() != wanted.forceRowSecurity()
                || there.replicaIdentity() != wanted.replicaIdentity()
                || !Objects.equals(there.accessMethod(), wanted.accessMethod())
                || (wanted.tablespace() != null && !wanted.tablespace().equals(there.tablespace()))
                || !SqlText.same(there.type(), wanted.type())
                || (wanted.type() != null && !shape(from).equals(shape(to)))
                || !there.serverOptions().equals(wanted.serverOptions());
    }

    private static List<String> shape(Table table) {
        return table.columns().stream().map(c -> c.name() + " " + c.type()).toList();
    }

    /** Whether a statement can make the one of the other: what it is, how it is partitioned and where its rows are is for good. */
    static boolean isAnother(Table from, Table to) {
        return from.relkind() != to.relkind()
                || !SqlText.same(from.partitionKey(), to.partitionKey())
                || !Objects.equals(from.properties().server(), to.properties().server());
    }

    /** The index that is marked, by what it is and not by its name. */
    private static List<String> marked(Table table, Predicate<Index> mark) {
        return table.indexes().stream()
                .filter(mark)
                .map(i -> SqlText.withoutIndexName(i.definition()))
                .toList();
    }

    /** Compares the columns; the names of those that are dropped. */
    private Set<String> columns() {
        List<Column> gone = without(from.columns(), to.columns(), Column::name);
        List<Column> come = without(to.columns(), from.columns(), Column::name);
        List<Column> renamed = come.stream()
                .filter(column -> isUnsaidRename(column, gone, come))
                .toList();
        for (Column column : to.columns()) {
            from.column(column.name())
                    .ifPresent(c -> new ColumnDiff(from, to, c, column, findings, inherited, notInherited(c, column))
                            .compare());
        }
        come.stream()
                .filter(column -> !inherited.comesFromAbove(to.name(), column.name()) && !renamed.contains(column))
                .forEach(column -> findings.add(new Change.AddColumn(from, column)));
        Set<String> dropped = new HashSet<>();
        for (Column column : gone) {
            if (findings.isManaged(name(column.name()))) {
                dropped.add(column.name());
            }
            boolean asked = renamed.stream().anyMatch(r -> isCandidate(column, r));
            boolean alone = inherited.goesAlone(to.name(), column);
            if (alone && !asked) {
                findings.undeclared(name(column.name()), new Change.DropColumn(from, column));
            }
        }
        return dropped;
    }

    private Consumer<Change> notInherited(Column there, Column column) {
        InheritedNotNull notNull = new InheritedNotNull(from, there, column, inherited);
        notNull.changes().forEach(findings::add);
        return change -> {
            if (notNull.keeps(change) || (!inherited.brings(from, column.name(), change) && !notNull.brings(change))) {
                findings.add(change);
            }
        };
    }

    private boolean isUnsaidRename(Column column, List<Column> gone, List<Column> come) {
        boolean required = column.notNull()
                && column.defaultSql() == null
                && column.identity() == null
                && column.generated() == Column.Generated.NO;
        List<Column> candidates =
                gone.stream().filter(c -> isCandidate(c, column)).toList();
        long rivals =
                come.stream().filter(c -> SqlText.same(c.type(), column.type())).count();
        if (from.empty() || !required || candidates.size() != 1 || rivals != 1) {
            return false;
        }
        String old = candidates.get(0).name();
        findings.add(Problem.of(
                "TDM-203",
                name(column.name()),
                "\"" + old + "\" goes, \"" + column.name() + "\" comes, same type: a rename? Blocked until you say",
                "it is      " + column.name() + " " + column.type() + " NOT NULL,   -- @renamed from=" + old
                        + "     @Column(renamedFrom = \"" + old + "\")",
                "or         sync --rename " + name(old).display() + ":" + column.name()
                        + "     without a hint, this once",
                "it is not  give " + column.name() + " a default, and allow DATA_LOSS for \"" + old + "\""));
        return true;
    }

    private boolean isCandidate(Column gone, Column come) {
        return inherited.goesAlone(to.name(), gone)
                && findings.isManaged(name(gone.name()))
                && SqlText.same(gone.type(), come.type());
    }

    private ObjectName name(String column) {
        return to.object().member(ObjectKind.COLUMN, column);
    }
}
