package dev.tidemark.plan.sql;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import dev.tidemark.sql.Identifiers;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Identifiers and literals as PostgreSQL reads them: the one place where anything is quoted. */
public final class Sql {
    /** NAMEDATALEN - 1: what is longer, PostgreSQL cuts off. */
    private static final int MAX_BYTES = 63;

    private Sql() {}

    /** An identifier, quoted only where it must be. */
    public static String id(String name) {
        return Identifiers.quoted(name);
    }

    /** A qualified name. */
    public static String name(QName name) {
        return id(name.schema()) + "." + id(name.name());
    }

    /** A qualified name of an object that stands by itself. */
    public static String name(ObjectName object) {
        return id(object.schema()) + "." + id(object.name());
    }

    /** Identifiers separated by commas. */
    public static String ids(Collection<String> names) {
        return names.stream().map(Sql::id).collect(Collectors.joining(", "));
    }

    /** Roles in a stable order; {@code PUBLIC} is a word, not a name. */
    public static String roles(Collection<String> roles) {
        return new TreeSet<>(roles)
                .stream()
                        .map(r -> r.equalsIgnoreCase("public") ? "PUBLIC" : id(r))
                        .collect(Collectors.joining(", "));
    }

    /** A string constant, right whatever {@code standard_conforming_strings} says. */
    public static String literal(String value) {
        return dev.tidemark.sql.Sql.literal(value);
    }

    /** {@code ALTER TABLE} with one action. */
    public static String alterTable(QName table, String action) {
        return "ALTER TABLE " + name(table) + " " + action;
    }

    /** {@code ALTER TABLE … ALTER COLUMN} with one action. */
    public static String alterColumn(QName table, String column, String action) {
        return alterTable(table, "ALTER COLUMN " + id(column) + " " + action);
    }

    /** A temporary name derived from {@code name}, so that a later run recognises what an earlier one left; at most 63 bytes long. */
    public static String derived(String prefix, String name) {
        String whole = prefix + name;
        if (bytes(whole) <= MAX_BYTES) {
            return whole;
        }
        String tail = "_" + Integer.toHexString(name.hashCode());
        int end = whole.length();
        while (bytes(whole.substring(0, end)) + tail.length() > MAX_BYTES || splitsPair(whole, end)) {
            end--;
        }
        return whole.substring(0, end) + tail;
    }

    private static boolean splitsPair(String text, int end) {
        return Character.isHighSurrogate(text.charAt(end - 1));
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
