package dev.tidemark;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a plan changes, as they are and as they will be, with what they refer to: what an entity diagram shows. Columns that matter are there: those
 * that change, keys and references.
 *
 * @param tables changed ones first
 * @param references foreign keys among them
 * @param moreTables so many changed tables are left out, because nobody could read the picture
 */
public record Diagram(List<Table> tables, List<Reference> references, int moreTables) {
    /** Of a plan that changes no table, or that nobody drew. */
    public static final Diagram NONE = new Diagram(List.of(), List.of(), 0);

    public Diagram {
        tables = List.copyOf(tables);
        references = List.copyOf(references);
    }

    /** What becomes of a thing. */
    public enum Mark {
        SAME,
        ADDED,
        CHANGED,
        DROPPED
    }

    /**
     * A table.
     *
     * @param before its name as people read it; null where it is new
     * @param after likewise; null where it is dropped
     * @param changed whether the plan changes it; else it stands there because another one refers to it
     * @param more so many columns are left out, which all stay
     */
    public record Table(
            @Nullable String before, @Nullable String after, boolean changed, List<Column> columns, int more) {
        public Table {
            columns = List.copyOf(columns);
            if (before == null && after == null) {
                throw new IllegalArgumentException("neither before nor after");
            }
        }

        /** What becomes of it. */
        public Mark mark() {
            Mark own = Diagram.mark(before, after);
            return own == Mark.SAME && changed ? Mark.CHANGED : own;
        }

        /** The one name that references use. */
        public String id() {
            return after == null ? Objects.requireNonNull(before) : after;
        }
    }

    /**
     * A column.
     *
     * @param before as it is; null where it is new
     * @param after as it will be; null where it is dropped
     * @param key whether it is part of the primary key
     * @param reference whether it is part of a foreign key
     */
    public record Column(@Nullable Side before, @Nullable Side after, boolean key, boolean reference) {
        /** What becomes of it. */
        public Mark mark() {
            return Diagram.mark(before, after);
        }
    }

    /**
     * One side of a column.
     *
     * @param type with {@code NOT NULL} and a short default: {@code integer NOT NULL DEFAULT 0}
     */
    public record Side(String name, String type) {}

    /**
     * A foreign key.
     *
     * @param from the table that refers, by its {@link Table#id()}
     * @param to the table that it refers to
     * @param columns those that refer
     */
    public record Reference(String from, String to, List<String> columns, Mark mark) {
        public Reference {
            columns = List.copyOf(columns);
        }
    }

    private static Mark mark(@Nullable Object before, @Nullable Object after) {
        if (before == null) {
            return Mark.ADDED;
        }
        return after == null ? Mark.DROPPED : before.equals(after) ? Mark.SAME : Mark.CHANGED;
    }
}
