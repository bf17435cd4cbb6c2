package dev.tidemark.apply;

import dev.tidemark.Plan;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The sizes of the tables that a plan changes, where there are so many tables that a look leaves all sizes out. */
final class Sizes {
    private Sizes() {}

    /** The plan with these sizes; asks only where one is missing. */
    static Plan of(Connection work, Plan plan, Catalog live) throws SQLException {
        Set<QName> wanted = new LinkedHashSet<>();
        for (Plan.Entry entry : plan.entries()) {
            Table table = live.tables().get(before(entry));
            if (!entry.changes().isEmpty() && table != null && table.bytes() < 0) {
                wanted.add(table.name());
            }
        }
        if (wanted.isEmpty()) {
            return plan;
        }
        Map<QName, Long> sizes = read(work, wanted);
        List<Plan.Entry> entries =
                plan.entries().stream().map(entry -> with(entry, sizes)).toList();
        return plan.withEntries(entries);
    }

    private static QName before(Plan.Entry entry) {
        String renamedFrom = entry.renamedFrom();
        return new QName(
                entry.object().schema(), renamedFrom == null ? entry.object().name() : renamedFrom);
    }

    private static Plan.Entry with(Plan.Entry entry, Map<QName, Long> sizes) {
        Long size = sizes.get(before(entry));
        return size == null || entry.changes().isEmpty()
                ? entry
                : new Plan.Entry(
                        entry.object(),
                        entry.action(),
                        entry.renamedFrom(),
                        entry.changes(),
                        entry.rows(),
                        OptionalLong.of(size));
    }

    private static Map<QName, Long> read(Connection work, Set<QName> tables) throws SQLException {
        String names = tables.stream()
                .map(name -> "(" + Sql.literal(name.schema()) + ", " + Sql.literal(name.name()) + ")")
                .collect(Collectors.joining(", "));
        String query = "select n.nspname, c.relname, case when c.relkind = 'p' then (select coalesce("
                + "pg_catalog.sum(pg_catalog.pg_total_relation_size(leaf.relid)), 0)::bigint from"
                + " pg_catalog.pg_partition_tree(c.oid) leaf where leaf.isleaf) else"
                + " coalesce(pg_catalog.pg_total_relation_size(c.oid), 0) end from pg_catalog.pg_class c join"
                + " pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'f') and"
                + " (n.nspname, c.relname) in (" + names + ")";
        Map<QName, Long> sizes = new HashMap<>();
        try (Statement statement = work.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                sizes.put(new QName(rows.getString(1), rows.getString(2)), rows.getLong(3));
            }
        }
        return sizes;
    }
}
