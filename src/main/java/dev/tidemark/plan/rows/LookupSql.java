package dev.tidemark.plan.rows;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Table;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.schema.LookupRows;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The queries and statements for the lookup rows of one table. Values are compared as their column would print them, so that types without an equality work, and
 * are written by PostgreSQL's own assignment, which refuses what does not fit.
 */
record LookupSql(LookupRows rows, String there, List<Part> parts) {
    private static final Pattern SIZE = Pattern.compile("\\(\\d+(,-?\\d+)?\\)");

    /**
     * One column.
     *
     * @param name as it will be, quoted
     * @param before as it is called as yet, quoted
     * @param type with its size
     * @param key whether it tells rows apart
     */
    record Part(String name, String before, String type, boolean key, boolean identity) {
        /** The declared value as the column will hold it. */
        String value() {
            return "v." + name + "::" + type;
        }

        /** The declared value in the column's type without its size, so that what is too long is refused and not cut off. */
        String assigned() {
            return "v." + name + "::" + unsized(type);
        }
    }

    LookupSql {
        parts = List.copyOf(parts);
    }

    static LookupSql none(LookupRows rows) {
        return new LookupSql(rows, "", List.of());
    }

    static LookupSql of(Context ctx, LookupRows rows, Table declared) {
        List<String> key = key(rows, declared);
        List<Part> parts = rows.columns().stream()
                .map(name -> {
                    Column column = declared.column(name).orElseThrow();
                    return new Part(
                            Sql.id(name),
                            Sql.id(ctx.columnBefore(declared.name(), name)),
                            column.type(),
                            key.contains(name),
                            column.identity() != null);
                })
                .toList();
        return new LookupSql(rows, Sql.name(ctx.before(declared.name())), parts);
    }

    /** The columns that tell rows apart; empty where there is no primary key. */
    static List<String> key(LookupRows rows, Table declared) {
        return rows.by().isEmpty()
                ? declared.primaryKey().map(Constraint::columns).orElse(List.of())
                : rows.by();
    }

    static boolean isUnique(List<String> key, Table declared) {
        boolean constraint = declared.constraints().stream()
                .filter(c -> c.kind() == Constraint.Kind.PRIMARY_KEY || c.kind() == Constraint.Kind.UNIQUE)
                .anyMatch(c -> same(c.columns(), key));
        return constraint
                || declared.indexes().stream()
                        .anyMatch(i -> i.unique()
                                && same(i.columns(), key)
                                && !i.definition().contains(" WHERE "));
    }

    private static boolean same(List<String> some, List<String> others) {
        return some.size() == others.size() && some.containsAll(others);
    }

    private static String unsized(String type) {
        if (type.indexOf('"') >= 0) {
            return type;
        }
        // "character" and "bit" without a size are of size one.
        String open = type.startsWith("character(")
                ? "bpchar" + type.substring("character".length())
                : type.startsWith("bit(") ? "bit varying" + type.substring("bit".length()) : type;
        return SIZE.matcher(open).replaceAll("");
    }

    private String values() {
        return "(VALUES " + rows.values() + "\n) AS v ("
                + parts.stream().map(Part::name).collect(Collectors.joining(", ")) + ")";
    }

    private String table() {
        return Sql.id(rows.schema()) + "." + Sql.id(rows.table());
    }

    private String matches(boolean before) {
        return parts.stream()
                .filter(Part::key)
                .map(p -> "t." + (before ? p.before() : p.name()) + " = " + p.value())
                .collect(Collectors.joining(" AND "));
    }

    private String differs(boolean before) {
        return parts.stream()
                .filter(p -> !p.key())
                .map(p -> "t." + (before ? p.before() : p.name()) + "::text IS DISTINCT FROM (" + p.value() + ")::text")
                .collect(Collectors.joining(" OR "));
    }

    boolean canUpdate() {
        return parts.stream().anyMatch(p -> !p.key());
    }

    String missing() {
        return "SELECT count(*) FROM " + values() + " WHERE NOT EXISTS (SELECT FROM " + there + " t WHERE "
                + matches(true) + ")";
    }

    String differing() {
        return canUpdate()
                ? "SELECT count(*) FROM " + values() + " JOIN " + there + " t ON " + matches(true) + " WHERE "
                        + differs(true)
                : "SELECT 0";
    }

    String extra() {
        return "SELECT count(*) FROM " + there + " t WHERE NOT EXISTS (SELECT FROM " + values() + " WHERE "
                + matches(true) + ")";
    }

    String duplicates() {
        String key = parts.stream().filter(Part::key).map(Part::value).collect(Collectors.joining(", "));
        String nulls = parts.stream()
                .filter(Part::key)
                .map(p -> p.value() + " IS NULL")
                .collect(Collectors.joining(" OR "));
        return "SELECT count(*) - count(DISTINCT (" + key + ")) + count(*) FILTER (WHERE " + nulls + ") FROM "
                + values();
    }

    List<String> questions() {
        List<String> questions = new ArrayList<>(List.of(duplicates(), missing()));
        if (rows.mode() != LookupRows.Mode.INSERT) {
            questions.add(differing());
        }
        if (rows.mode() == LookupRows.Mode.SYNC) {
            questions.add(extra());
        }
        return questions;
    }

    String delete() {
        return "DELETE FROM " + table() + " t WHERE NOT EXISTS (SELECT FROM " + values() + " WHERE " + matches(false)
                + ")";
    }

    String update() {
        return "UPDATE " + table() + " t SET "
                + parts.stream()
                        .filter(p -> !p.key())
                        .map(p -> p.name() + " = " + p.assigned())
                        .collect(Collectors.joining(", "))
                + " FROM " + values() + " WHERE " + matches(false) + " AND (" + differs(false) + ")";
    }

    String insert() {
        boolean identity = parts.stream().anyMatch(Part::identity);
        return "INSERT INTO " + table() + " (" + parts.stream().map(Part::name).collect(Collectors.joining(", ")) + ")"
                + (identity ? " OVERRIDING SYSTEM VALUE" : "") + " SELECT "
                + parts.stream().map(Part::assigned).collect(Collectors.joining(", ")) + " FROM " + values()
                + " WHERE NOT EXISTS (SELECT FROM " + table() + " t WHERE " + matches(false) + ")";
    }
}
