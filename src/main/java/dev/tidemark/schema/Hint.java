package dev.tidemark.schema;

import dev.tidemark.ObjectName;
import java.util.List;

/** What a structured comment says: {@code -- @renamed from=old}, {@code -- @external} or {@code -- @columns name type, …}. */
public sealed interface Hint {
    /** The object it is about: a table, view, type, or a column as member of its table. */
    ObjectName object();

    /** {@code object} was called {@code from} before (bare name: same schema, same table). */
    record Renamed(ObjectName object, String from) implements Hint {}

    /** {@code object} is checked and never touched. */
    record External(ObjectName object) implements Hint {}

    /** The label {@code label} of the enum {@code object} was called {@code from} before. */
    record LabelRenamed(ObjectName object, String label, String from) implements Hint {}

    /** The view {@code object} has at least these columns. */
    record Columns(ObjectName object, List<Column> columns) implements Hint {
        public Columns {
            columns = List.copyOf(columns);
        }

        /** A column's name, and its type as it was written. */
        public record Column(String name, String type) {}
    }
}
