package dev.tidemark.diff;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Renames;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A column's own sequence is known by its column, not by its name: a serial column's sequence keeps the old name when the table is renamed, and making
 * a new one would start counting again.
 */
final class OwnedSequences {
    private OwnedSequences() {}

    /** The live catalog with such sequences under their declared names; says so. */
    static Catalog aligned(Catalog live, Catalog declared, Findings findings) {
        Map<QName, QName> names = new HashMap<>();
        for (Sequence wanted : declared.sequences().values()) {
            Sequence only = only(live, wanted);
            if (only != null
                    && only(declared, wanted) != null
                    && !live.sequences().containsKey(wanted.name())
                    && !declared.sequences().containsKey(only.name())) {
                names.put(only.name(), wanted.name());
                QName owner = wanted.ownedByTable();
                Table table = owner == null ? null : live.tables().get(owner);
                if (table != null) {
                    findings.add(new Change.RenameSequence(table, only.name(), wanted.name()));
                }
            }
        }
        return new Renames(names, Map.of(), Map.of(), Map.of()).apply(live);
    }

    private static @Nullable Sequence only(Catalog catalog, Sequence like) {
        QName table = like.ownedByTable();
        String column = like.ownedByColumn();
        if (table == null || column == null) {
            return null;
        }
        List<Sequence> owned = catalog.sequences().values().stream()
                .filter(s -> table.equals(s.ownedByTable()) && column.equals(s.ownedByColumn()))
                .toList();
        return owned.size() == 1 ? owned.get(0) : null;
    }
}
