package dev.tidemark.plan.sql;

import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.SequenceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A sequence's options as SQL. */
public final class Sequences {
    private Sequences() {}

    /** Those that are not the default of such a sequence, without its type. */
    public static String nonDefault(SequenceOptions o) {
        List<String> parts = new ArrayList<>();
        boolean up = o.increment() > 0;
        long min = up ? 1 : lowest(o.type());
        long max = up ? highest(o.type()) : -1;
        if (o.increment() != 1) {
            parts.add("INCREMENT BY " + o.increment());
        }
        if (o.min() != min) {
            parts.add("MINVALUE " + o.min());
        }
        if (o.max() != max) {
            parts.add("MAXVALUE " + o.max());
        }
        if (o.start() != (up ? o.min() : o.max())) {
            parts.add("START WITH " + o.start());
        }
        if (o.cache() != 1) {
            parts.add("CACHE " + o.cache());
        }
        if (o.cycle()) {
            parts.add("CYCLE");
        }
        return String.join(" ", parts);
    }

    /** Those in which {@code to} differs, each after {@code prefix}. */
    public static String changed(SequenceOptions from, SequenceOptions to, String prefix) {
        List<String> parts = new ArrayList<>();
        if (from.increment() != to.increment()) {
            parts.add("INCREMENT BY " + to.increment());
        }
        if (from.min() != to.min()) {
            parts.add("MINVALUE " + to.min());
        }
        if (from.max() != to.max()) {
            parts.add("MAXVALUE " + to.max());
        }
        if (from.start() != to.start()) {
            parts.add("START WITH " + to.start());
        }
        if (from.cache() != to.cache()) {
            parts.add("CACHE " + to.cache());
        }
        if (from.cycle() != to.cycle()) {
            parts.add(to.cycle() ? "CYCLE" : "NO CYCLE");
        }
        return String.join(" ", parts.stream().map(p -> prefix + p).toList());
    }

    /** Whether a value that was right may lie outside of what is allowed then. */
    public static boolean boundsNarrow(SequenceOptions from, SequenceOptions to) {
        return to.min() > from.min() || to.max() < from.max();
    }

    /** What else to set where the present value lies outside of the new bounds: the nearest that lies within. */
    public static String restart(SequenceOptions to, OptionalLong last) {
        if (last.isEmpty() || (last.getAsLong() >= to.min() && last.getAsLong() <= to.max())) {
            return "";
        }
        return "RESTART WITH " + (last.getAsLong() < to.min() ? to.min() : to.max());
    }

    private static long lowest(String type) {
        return switch (type) {
            case "smallint" -> Short.MIN_VALUE;
            case "integer" -> Integer.MIN_VALUE;
            default -> Long.MIN_VALUE;
        };
    }

    private static long highest(String type) {
        return switch (type) {
            case "smallint" -> Short.MAX_VALUE;
            case "integer" -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    /** What a sequence is called while the one that takes its name is made. */
    public static QName aside(QName sequence) {
        return new QName(sequence.schema(), Sql.derived("tidemark_old_", sequence.name()));
    }

    /** The same where another sequence counted until now: numbers that were given and whose rows are gone are not given again. */
    public static String goOnAfter(QName old, QName table, String column, SequenceOptions options) {
        boolean up = options.increment() > 0;
        String last = (up ? "GREATEST" : "LEAST") + "((SELECT pg_catalog." + (up ? "max(" : "min(") + Sql.id(column)
                + ") FROM " + Sql.name(table) + "), (SELECT last_value FROM " + Sql.name(old) + " WHERE is_called))";
        return "DO $$BEGIN PERFORM pg_catalog.setval(" + sequenceOf(table, column) + ", n) FROM (SELECT " + last
                + " AS n) AS last WHERE n" + (up ? " >= " + options.min() : " <= " + options.max()) + "; END$$";
    }

    private static String sequenceOf(QName table, String column) {
        return "pg_catalog.pg_get_serial_sequence(" + Sql.literal(Sql.name(table)) + ", " + Sql.literal(column) + ")";
    }

    /** A new sequence begins at its start, where rows already are. {@code DO}, since a sync's statements return no rows. */
    public static String goOnAfterTheLast(QName table, String column, SequenceOptions options) {
        boolean up = options.increment() > 0;
        String last = "pg_catalog." + (up ? "max(" : "min(") + Sql.id(column) + ")";
        return "DO $$BEGIN PERFORM pg_catalog.setval(" + sequenceOf(table, column) + ", " + last + ") FROM "
                + Sql.name(table) + " HAVING " + last + (up ? " >= " + options.min() : " <= " + options.max())
                + "; END$$";
    }

    /** Gives a sequence to the column that owns it, or takes it from any. */
    public static String ownedBy(Sequence sequence) {
        String owner = sequence.ownedByTable() == null || sequence.ownedByColumn() == null
                ? "NONE"
                : Sql.name(sequence.ownedByTable()) + "." + Sql.id(sequence.ownedByColumn());
        return "ALTER SEQUENCE " + Sql.name(sequence.name()) + " OWNED BY " + owner;
    }
}
