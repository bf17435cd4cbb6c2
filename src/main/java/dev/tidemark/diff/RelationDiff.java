package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tables and views. */
record RelationDiff(Catalog live, Catalog declared, Findings findings, Inherited inherited) {
    RelationDiff(Catalog live, Catalog declared, Findings findings) {
        this(live, declared, findings, new Inherited(live, declared));
    }

    void compare() {
        declared.tables().values().forEach(this::table);
        declared.views().values().forEach(this::view);
        for (Table from : live.tables().values()) {
            if (!declared.tables().containsKey(from.name())) {
                findings.undeclared(from.object(), new Change.DropTable(from));
            }
        }
        for (View from : live.views().values()) {
            if (!declared.views().containsKey(from.name())) {
                findings.undeclared(from.object(), new Change.DropView(from));
            }
        }
    }

    /** What is in step is the very table that is there; it need not be compared column by column to know. */
    @SuppressWarnings("ReferenceEquality")
    private void table(Table to) {
        Table from = live.tables().get(to.name());
        if (from == to && isAlone(to)) {
            return;
        }
        if (from != null) {
            TableDiff.of(from, to, inherited, findings).compare();
        } else if (isFree(to.object(), to.name())) {
            findings.add(new Change.AddTable(to));
        }
    }

    /** Whether nothing but itself says what it is; taken from the live side as what is declared, it then is in step. */
    private static boolean isAlone(Table table) {
        return table.parents().isEmpty()
                && !table.isPartitioned()
                && table.indexes().stream().allMatch(Index::valid);
    }

    private void view(View to) {
        View from = live.views().get(to.name());
        if (from == null) {
            if (isFree(to.object(), to.name())) {
                findings.add(new Change.AddView(to));
            }
        } else if (from.materialized() != to.materialized()) {
            findings.add(new Change.DropView(from));
            findings.add(new Change.AddView(to));
        } else {
            compare(from, to);
        }
    }

    private void compare(View from, View to) {
        boolean differs = !SqlText.same(from.definition(), to.definition())
                || !from.options().equals(to.options())
                || !sameColumns(from.columns(), to.columns());
        if (differs) {
            findings.add(new Change.ReplaceView(from, to));
        }
        ObjectName name = to.object();
        if (to.materialized() && differs) {
            return;
        }
        findings.comment(name, from.comment(), to.comment());
        for (Column column : to.columns()) {
            from.columns().stream()
                    .filter(c -> c.name().equals(column.name()))
                    .forEach(c ->
                            findings.comment(name.member(ObjectKind.COLUMN, c.name()), c.comment(), column.comment()));
        }
        IndexDiff.ofView(from, to, findings).compare();
    }

    private static boolean sameColumns(List<Column> from, List<Column> to) {
        if (from.size() != to.size()) {
            return false;
        }
        for (int i = 0; i < from.size(); i++) {
            Column a = from.get(i);
            Column b = to.get(i);
            if (!a.name().equals(b.name())
                    || !SqlText.same(a.type(), b.type())
                    || !Objects.equals(a.collation(), b.collation())
                    || !SqlText.same(a.defaultSql(), b.defaultSql())) {
                return false;
            }
        }
        return true;
    }

    /** Tables, views and sequences share their names: one of another kind must be ours to drop. */
    private boolean isFree(ObjectName wanted, QName name) {
        ObjectName taker = taker(name);
        if (taker == null || findings.isManaged(taker)) {
            return true;
        }
        findings.add(Problem.of(
                "TDM-208",
                wanted,
                "a " + taker.kind().label() + " has this name, and Tidemark does not manage it",
                "choose another name",
                "or rename or drop the " + taker.kind().label()));
        return false;
    }

    private @Nullable ObjectName taker(QName name) {
        Table table = live.tables().get(name);
        View view = live.views().get(name);
        return table != null
                ? table.object()
                : view != null
                        ? view.object()
                        : live.sequences().containsKey(name) ? ObjectNames.of(ObjectKind.SEQUENCE, name) : null;
    }
}
