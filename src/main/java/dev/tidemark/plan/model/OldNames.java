package dev.tidemark.plan.model;

import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Renames;
import dev.tidemark.diff.Change;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that tables and columns have until the renames of a plan have run.
 *
 * @param renames from the old names to the new ones
 * @param tables the old name of each renamed table, by its new one
 * @param columns the old name of each renamed column, by the new names of its table and itself
 */
record OldNames(Renames renames, Map<QName, QName> tables, Map<QName, Map<String, String>> columns) {
    static OldNames of(List<Change> changes) {
        Map<QName, QName> relations = new HashMap<>();
        Map<QName, QName> types = new HashMap<>();
        Map<QName, QName> oldTables = new HashMap<>();
        Map<QName, QName> oldTypes = new HashMap<>();
        for (Change change : changes) {
            switch (change) {
                case Change.RenameTable r -> {
                    relations.put(r.from(), r.to());
                    oldTables.put(r.to(), r.from());
                }
                case Change.RenameView r -> relations.put(r.from().name(), r.to());
                case Change.RenameType r -> {
                    types.put(r.from(), r.to());
                    oldTypes.put(r.to(), r.from());
                }
                default -> {}
            }
        }
        Map<QName, Map<String, String>> columns = new HashMap<>();
        Map<QName, Map<String, String>> oldColumns = new HashMap<>();
        Map<QName, Map<String, String>> labels = new HashMap<>();
        for (Change change : changes) {
            switch (change) {
                case Change.RenameColumn r -> {
                    QName table = r.table().name();
                    put(columns, oldTables.getOrDefault(table, table), r.from(), r.to());
                    put(oldColumns, table, r.to(), r.from());
                }
                case Change.RenameEnumValue r -> {
                    QName type = r.type().name();
                    put(labels, oldTypes.getOrDefault(type, type), r.from(), r.to());
                }
                default -> {}
            }
        }
        return new OldNames(new Renames(relations, types, columns, labels), Map.copyOf(oldTables), oldColumns);
    }

    private static void put(Map<QName, Map<String, String>> all, QName owner, String key, String value) {
        all.computeIfAbsent(owner, o -> new HashMap<>()).put(key, value);
    }

    QName table(QName table) {
        return tables.getOrDefault(table, table);
    }

    String column(QName table, String column) {
        return columns.getOrDefault(table, Map.of()).getOrDefault(column, column);
    }
}
