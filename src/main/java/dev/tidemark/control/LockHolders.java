package dev.tidemark.control;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is in the way, as people read it: {@code pid 4211 billing-report, idle in transaction for 12 s}. Loaded only when somebody waits. */
public final class LockHolders {
    private static final String HOLDER = "a.pid, coalesce(nullif(a.application_name, ''), a.usename, '?'),"
            + " coalesce(a.state, '?'), coalesce(extract(epoch from clock_timestamp() - a.state_change), 0)::bigint";

    /** Whoever holds a lock on the relation, readers last, idle transactions first: nobody works on what those hold. */
    private static final String OF_RELATION = "select n.nspname || '.' || c.relname, " + HOLDER
            + " from pg_catalog.pg_locks l join pg_catalog.pg_class c on c.oid = l.relation join"
            + " pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_stat_activity a on a.pid ="
            + " l.pid where l.granted and l.pid <> pg_catalog.pg_backend_pid() and n.nspname = ? and c.relname ="
            + " coalesce(?, c.relname) and c.relkind <> 'i' and l.database = (select oid from pg_catalog.pg_database"
            + " where datname = current_database()) order by l.mode = 'AccessShareLock', a.state like 'idle in"
            + " transaction%' desc nulls last, a.state_change nulls last limit 1";

    private static final String OF_WAITING = "select distinct on (b.pid) w.waits_for, " + HOLDER.replace("a.", "b.")
            + " from (select l.pid, coalesce(n.nspname || '.' || c.relname, 'a ' || l.locktype || ' lock') as waits_for"
            + " from pg_catalog.pg_locks l left join pg_catalog.pg_class c on c.oid = coalesce(l.relation, (select"
            + " r.relation from pg_catalog.pg_locks r where r.pid = l.pid and r.locktype = 'tuple' limit 1)) left join"
            + " pg_catalog.pg_namespace n on n.oid = c.relnamespace where not l.granted and l.pid = any (?)) w cross"
            + " join lateral unnest(pg_catalog.pg_blocking_pids(w.pid)) as p (pid) join pg_catalog.pg_stat_activity b"
            + " on b.pid = p.pid where b.pid <> all (?)";

    private LockHolders() {}

    /**
     * Who holds a lock on this relation, or, where that is null, on one of the schema; empty where nobody does, or this login may
     * not see it.
     */
    public static String of(Connection connection, String schema, @Nullable String relation) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(OF_RELATION)) {
            query.setString(1, schema);
            query.setString(2, relation);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) + ", held by " + holder(row, 2) : "";
            }
        }
    }

    /** What these server processes wait for, and who has it; empty where they wait for nobody else. */
    public static String ofWaiting(Connection connection, List<Integer> pids) throws SQLException {
        List<String> waits = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(OF_WAITING)) {
            query.setArray(1, connection.createArrayOf("int4", pids.toArray()));
            query.setArray(2, connection.createArrayOf("int4", pids.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    waits.add(rows.getString(1) + ", held by " + holder(rows, 2));
                }
            }
        }
        return String.join("; ", waits);
    }

    private static String holder(ResultSet row, int first) throws SQLException {
        return "pid " + row.getInt(first) + " " + row.getString(first + 1) + ", " + row.getString(first + 2) + " for "
                + row.getLong(first + 3) + " s";
    }
}
