package dev.tidemark.diff;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import java.util.Objects;

/** Sequences that are not an identity column's. */
record SequenceDiff(Catalog live, Catalog declared, Findings findings) {
    void compare() {
        for (Sequence to : declared.sequences().values()) {
            Sequence from = live.sequences().get(to.name());
            if (from != null) {
                compare(from, to);
            } else if (!comesWithItsTable(to)) {
                findings.add(new Change.AddSequence(to));
            }
        }
        for (Sequence from : live.sequences().values()) {
            if (!declared.sequences().containsKey(from.name()) && !hangsOnItsColumn(from)) {
                findings.undeclared(from.object(), new Change.DropSequence(from));
            }
        }
    }

    private void compare(Sequence from, Sequence to) {
        if (!from.options().equals(to.options())
                || from.unlogged() != to.unlogged()
                || !Objects.equals(from.ownedByTable(), to.ownedByTable())
                || !Objects.equals(from.ownedByColumn(), to.ownedByColumn())) {
            findings.add(new Change.ChangeSequence(from, to));
        }
        findings.comment(to.object(), from.comment(), to.comment());
    }

    private boolean comesWithItsTable(Sequence sequence) {
        QName owner = sequence.ownedByTable();
        return owner != null && !live.tables().containsKey(owner);
    }

    /** Whether its column is not declared: it goes, or stays, with that. */
    private boolean hangsOnItsColumn(Sequence sequence) {
        QName owner = sequence.ownedByTable();
        String column = sequence.ownedByColumn();
        if (owner == null || column == null) {
            return false;
        }
        Table table = declared.tables().get(owner);
        return table == null || table.column(column).isEmpty();
    }
}
