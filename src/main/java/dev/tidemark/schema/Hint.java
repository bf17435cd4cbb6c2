package dev.tidemark.schema;

import dev.tidemark.ObjectName;

/** What a structured comment says: {@code -- @renamed from=old} or {@code -- @external}. */
public sealed interface Hint {
    /** The object it is about: a table, view, type, or a column as member of its table. */
    ObjectName object();

    /** {@code object} was called {@code from} before (bare name: same schema, same table). */
    record Renamed(ObjectName object, String from) implements Hint {}

    /** {@code object} is checked and never touched. */
    record External(ObjectName object) implements Hint {}

    /** The label {@code label} of the enum {@code object} was called {@code from} before. */
    record LabelRenamed(ObjectName object, String label, String from) implements Hint {}
}
