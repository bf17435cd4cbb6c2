package dev.tidemark.processor;

import dev.tidemark.annotation.Action;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A valid declared schema, everything named, in the order in which it is written.
 *
 * @param types enum types, by name
 * @param tables what a table refers to comes before it, circles aside; else by name
 * @param views what a view reads comes before it; else by name
 * @param rows lookup rows, in the order of their tables
 * @param steps data steps, in the order of their tables
 */
record Model(
        String app,
        List<EnumDeclaration> types,
        List<TableModel> tables,
        List<ViewModel> views,
        List<RowsDeclaration> rows,
        List<StepDeclaration> steps) {
    Model {
        types = List.copyOf(types);
        tables = List.copyOf(tables);
        views = List.copyOf(views);
        rows = List.copyOf(rows);
        steps = List.copyOf(steps);
    }

    /** The schemas that are created: all but {@code public} and those in which everything is somebody else's. */
    SortedSet<String> ownSchemas() {
        SortedSet<String> schemas = new TreeSet<>();
        types.forEach(t -> schemas.add(t.schema()));
        tables.stream()
                .filter(t -> !t.table().external())
                .forEach(t -> schemas.add(t.table().schema()));
        views.stream()
                .filter(v -> !v.view().external())
                .forEach(v -> schemas.add(v.view().schema()));
        schemas.remove("public");
        return schemas;
    }

    /** A table with everything that hangs on it. */
    record TableModel(
            TableDeclaration table,
            Optional<Key> primaryKey,
            List<Key> uniqueKeys,
            List<ForeignKey> foreignKeys,
            List<Check> checks,
            List<Index> indexes) {
        public TableModel {
            uniqueKeys = List.copyOf(uniqueKeys);
            foreignKeys = List.copyOf(foreignKeys);
            checks = List.copyOf(checks);
            indexes = List.copyOf(indexes);
        }
    }

    /** A view with its indexes. */
    record ViewModel(ViewDeclaration view, List<Index> indexes) {
        public ViewModel {
            indexes = List.copyOf(indexes);
        }
    }

    /** A primary or unique key. */
    record Key(String name, List<String> columns) {
        public Key {
            columns = List.copyOf(columns);
        }
    }

    /** A check. */
    record Check(String name, String sql) {}

    /** An index. */
    record Index(String name, Part.IndexKeys keys) {}

    /** A foreign key. */
    record ForeignKey(
            String name,
            List<String> columns,
            TableDeclaration target,
            List<String> referenced,
            Action onDelete,
            Action onUpdate) {
        public ForeignKey {
            columns = List.copyOf(columns);
            referenced = List.copyOf(referenced);
        }
    }
}
