package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;
import java.util.Locale;

/**
 * Rows that a declaration wants in a small table: {@code -- @rows MODE} and the INSERT below it.
 *
 * @param mode what becomes of rows that are there already
 * @param schema the table's
 * @param table its name
 * @param columns those that the rows give values for, in this order
 * @param by the columns that tell rows apart; empty: the primary key
 * @param values the row constructors as written: {@code ('de', 'Germany'), ('fr', 'France')}
 * @param count how many rows
 * @param place where it is written: {@code schema.sql:31:1}
 */
public record LookupRows(
        Mode mode,
        String schema,
        String table,
        List<String> columns,
        List<String> by,
        String values,
        int count,
        String place) {
    /** What becomes of rows that are there already. */
    public enum Mode {
        /** Rows that are missing are inserted, others stay as they are. */
        INSERT,
        /** The same, and rows that differ are updated. */
        UPSERT,
        /** The same, and rows that are not declared are deleted. */
        SYNC;

        /** As it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** So many rows may be declared for a table; more are data. */
    public static final int MAX_ROWS = 1000;

    /** Their name in a plan: {@code country.rows}. */
    public ObjectName object() {
        return ObjectName.of(ObjectKind.TABLE, schema, table).member(ObjectKind.ROWS, "rows");
    }

    /** The same without deleting what is not declared. */
    public LookupRows keepingOthers() {
        return new LookupRows(mode == Mode.SYNC ? Mode.UPSERT : mode, schema, table, columns, by, values, count, place);
    }

    public LookupRows {
        columns = List.copyOf(columns);
        by = List.copyOf(by);
    }
}
