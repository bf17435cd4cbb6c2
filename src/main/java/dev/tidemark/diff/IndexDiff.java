package dev.tidemark.diff;

import static dev.tidemark.diff.Differ.without;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of a table or a materialized view, those of constraints left to them: matched by name, then by what they say.
 *
 * <p>An invalid index is built again, unless another backend is building it now; an invalid one left over from building a declared one under another name
 * goes. An index that stands where a declared constraint's will be, and fits, is left for that constraint to take over.
 */
record IndexDiff(
        QName relation,
        ObjectName name,
        List<Index> from,
        List<Index> to,
        Set<String> droppedColumns,
        @Nullable Table live,
        @Nullable IndexFamilies families,
        Findings findings) {

    static IndexDiff ofTable(
            Table from, Table to, Set<String> droppedColumns, IndexFamilies families, Findings findings) {
        return new IndexDiff(
                to.name(), to.object(), from.indexes(), to.indexes(), droppedColumns, from, families, findings);
    }

    static IndexDiff ofView(View from, View to, Findings findings) {
        return new IndexDiff(to.name(), to.object(), from.indexes(), to.indexes(), Set.of(), null, null, findings);
    }

    void compare() {
        List<Index> there = plain(from);
        List<Index> spare = new ArrayList<>(without(there, plain(to), Index::name));
        for (Index wanted : plain(to)) {
            Optional<Index> index =
                    there.stream().filter(i -> i.name().equals(wanted.name())).findFirst();
            if (index.isPresent()) {
                compare(index.get(), wanted);
            } else {
                add(wanted, spare);
            }
        }
        // Those of keys are compared with the keys, but for what is said of the index.
        for (Index wanted : to) {
            from.stream()
                    .filter(i -> i.constraint() != null && wanted.constraint() != null)
                    .filter(i -> i.name().equals(wanted.name()))
                    .forEach(i -> findings.comment(member(wanted), i.comment(), wanted.comment()));
        }
        spare.stream()
                .filter(index -> index.parent() == null && !index.building())
                .forEach(this::leftOver);
    }

    private void compare(Index there, Index wanted) {
        if (there.building()) {
            return;
        }
        if (there.parent() != null && wanted.parent() == null) {
            // It goes with that of the parent.
            findings.add(new Change.AddIndex(relation, wanted, live));
            return;
        }
        if (same(there, wanted) && attachesAlone(wanted)) {
            findings.add(new Change.AddIndex(relation, wanted, live));
            return;
        }
        boolean broken = !there.valid() && wanted.valid();
        QName name = new QName(relation.schema(), wanted.name());
        if (families != null && same(there, wanted) && families.isMadeAnew(name, there, wanted)) {
            findings.add(new Change.ReplaceIndex(relation, there, wanted, live));
        } else if (wanted.parent() == null && (broken || !same(there, wanted))) {
            findings.add(new Change.ReplaceIndex(relation, there, wanted, live));
        } else {
            findings.comment(member(wanted), there.comment(), wanted.comment());
        }
    }

    private void add(Index wanted, List<Index> spare) {
        Optional<Index> renamed = spare.stream()
                .filter(there -> (there.valid() || (IndexFamilies.isPartial(there) && IndexFamilies.isPartial(wanted)))
                        && (there.parent() == null || there.parent().equals(wanted.parent()))
                        && same(there, wanted))
                .findFirst();
        if (renamed.isPresent()) {
            spare.remove(renamed.get());
            findings.add(new Change.RenameIndex(relation, renamed.get(), wanted));
            findings.comment(member(wanted), renamed.get().comment(), wanted.comment());
        }
        if (attachesAlone(wanted)) {
            findings.add(new Change.AddIndex(relation, wanted, live));
        } else if (renamed.isEmpty() && wanted.parent() == null) {
            findings.add(new Change.AddIndex(relation, wanted, live));
        }
    }

    private boolean attachesAlone(Index wanted) {
        return families != null && live != null && families.attachesAlone(live, wanted);
    }

    private void leftOver(Index index) {
        if (!index.valid() && to.stream().anyMatch(wanted -> same(index, wanted))) {
            findings.add(new Change.DropIndex(relation, index));
        } else if (!isForConstraint(index)
                && (index.columns().isEmpty() || !droppedColumns.containsAll(index.columns()))) {
            findings.undeclared(member(index), new Change.DropIndex(relation, index));
        }
    }

    private boolean isForConstraint(Index index) {
        return to.stream()
                .anyMatch(wanted ->
                        wanted.constraint() != null && wanted.name().equals(index.name()) && same(index, wanted));
    }

    private static List<Index> plain(List<Index> indexes) {
        return indexes.stream().filter(i -> i.constraint() == null).toList();
    }

    private static boolean same(Index there, Index wanted) {
        return SqlText.sameIndex(there.definition(), wanted.definition());
    }

    private ObjectName member(Index index) {
        return name.member(ObjectKind.INDEX, index.name());
    }
}
