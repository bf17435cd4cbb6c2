package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;

/** Dotted names to object names under a search_path. */
record Resolver(List<String> path) {
    /** Where what is made without a schema goes; empty where the path is. */
    String schema() {
        return path.isEmpty() ? "" : path.get(0);
    }

    /** An object that is written as {@code name} or {@code schema.name}. */
    ObjectName object(ObjectKind kind, List<String> written) {
        return object(kind, "", written);
    }

    /** The same for a kind that is not modelled: its name begins with what it is. */
    ObjectName object(ObjectKind kind, String label, List<String> written) {
        int size = written.size();
        String bare = size == 0 ? "" : written.get(size - 1);
        String name = label.isEmpty() ? bare : label + " " + bare;
        return ObjectName.of(kind, size > 1 ? written.get(size - 2) : schema(), name);
    }

    /** The relation of a column that is written as {@code table.column} or {@code schema.table.column}. */
    ObjectName relationOf(List<String> column) {
        return object(ObjectKind.TABLE, column.subList(0, Math.max(0, column.size() - 1)));
    }
}
