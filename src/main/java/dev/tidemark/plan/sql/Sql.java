package dev.tidemark.plan.sql;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Identifiers and literals as PostgreSQL reads them: the one place where anything is quoted. */
public final class Sql {
    /** What PostgreSQL's own {@code quote_ident} quotes: every key word that is not "non-reserved" (14 to 18). */
    private static final Set<String> KEY_WORDS = Set.of("""
        all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case
        cast char character check coalesce collate collation column concurrently constraint create cross
        current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
        decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign freeze
        from full grant greatest group grouping having ilike in initially inner inout int integer intersect interval
        into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query json_scalar
        json_serialize json_table json_value lateral leading least left like limit localtime localtimestamp
        merge_action national natural nchar none normalize not notnull null nullif numeric offset on only or order out
        outer overlaps overlay placing position precision primary real references returning right row select
        session_user setof similar smallint some substring symmetric system_user table tablesample then time timestamp
        to trailing treat trim true union unique user using values varchar variadic verbose when where window with
        xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize
        xmltable\
        """.split("\\s+"));

    /** NAMEDATALEN - 1: what is longer, PostgreSQL cuts off. */
    private static final int MAX_BYTES = 63;

    private Sql() {}

    /** An identifier, quoted only where it must be. */
    public static String id(String name) {
        return plain(name) && !KEY_WORDS.contains(name) ? name : dev.tidemark.sql.Sql.identifier(name);
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

    private static boolean plain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
