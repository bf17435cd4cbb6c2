package dev.tidemark.property;

import dev.tidemark.Hazard;
import dev.tidemark.Plan;
import dev.tidemark.testkit.TestDatabase;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the tables of a database hold, whatever they are: the values of each column with its type, by {@code schema.table.column}. */
record Contents(Map<String, Column> columns) {
    /**
     * A column.
     *
     * @param part whether its table is a partition
     * @param whole whether its table is partitioned; the values are those of all partitions
     * @param values all that are not null, in the order of their text
     */
    record Column(String table, String type, boolean part, boolean whole, String values) {}

    Contents {
        columns = Map.copyOf(columns);
    }

    static Contents of(TestDatabase database) {
        Map<String, Column> columns = new TreeMap<>();
        for (String row : database.rows("""
            select format('%I.%I', n.nspname, c.relname) || chr(9) || quote_ident(a.attname) || chr(9)
                || format_type(a.atttypid, a.atttypmod) || chr(9) || c.relispartition || chr(9) || (c.relkind = 'p')
            from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                and n.nspname not in ('pg_catalog', 'information_schema', 'tidemark')
            """)) {
            String[] parts = row.split("\t", -1);
            boolean whole = Boolean.parseBoolean(parts[4]);
            String values =
                    database.value("select coalesce(string_agg(v, '|' order by v collate \"C\"), '') from (select "
                            + parts[1] + "::text as v from " + (whole ? "" : "only ") + parts[0] + ") x");
            columns.put(
                    parts[0] + "." + parts[1],
                    new Column(parts[0], parts[2], Boolean.parseBoolean(parts[3]), whole, values));
        }
        return new Contents(columns);
    }

    /** What was lost on the way to {@code after} though the plan says nothing of a loss or a rename. */
    Optional<String> lost(Contents after, Plan plan) {
        boolean moves = plan.changes().stream().anyMatch(c -> c.has(Hazard.TABLE_RECREATED));
        return lost(after, moves, plan.changes().stream().anyMatch(c -> c.has(Hazard.DATA_LOSS)) || renames(plan));
    }

    private static boolean renames(Plan plan) {
        return plan.statements().stream()
                .anyMatch(s ->
                        s.sql().contains(" RENAME COLUMN ") || s.sql().matches("(?s)ALTER TABLE \\S+ RENAME TO .*"));
    }

    /** Rows go from one partition to another where tables are made again, and only there partitioned ones hold the same as before. */
    private Optional<String> lost(Contents after, boolean moves, boolean told) {
        for (Map.Entry<String, Column> entry : columns.entrySet()) {
            Column before = entry.getValue();
            if (moves ? before.part() : before.whole()) {
                continue;
            }
            Column then = after.columns.get(entry.getKey());
            boolean gone = then == null && !before.values().isEmpty();
            boolean other = then != null
                    && then.type().equals(before.type())
                    && !then.values().equals(before.values());
            if ((gone || other) && !told) {
                return Optional.of(entry + " became " + then);
            }
        }
        return Optional.empty();
    }
}
