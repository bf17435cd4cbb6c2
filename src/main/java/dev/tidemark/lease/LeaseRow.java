package dev.tidemark.lease;

import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Identity;
import dev.tidemark.sql.Sql;
import java.time.Duration;
import java.util.UUID;

/**
 * The statements on one holder's lease row. {@code backends} is a list of {@code term:pid:start} between blanks, start in microseconds; {@code term:0:0}
 * stands for every backend with the term's application name.
 */
final class LeaseRow {
    private static final int NAME_BYTES = 63;

    private final String table;
    private final String app;
    private final UUID holder;

    LeaseRow(ControlTables tables, String app, UUID holder) {
        this.table = tables.table("lease");
        this.app = app;
        this.holder = holder;
    }

    /** Returns term, backends, and what {@link Backend#started} says of this process id; no row: not won. */
    String acquire(Identity identity, String by, Duration ttl, int pid) {
        return "with won as (" + acquire(identity, by, ttl) + ") select term, backends, " + Backend.started(pid)
                + " from won";
    }

    /** Returns term and backends; no row: not won. */
    String acquire(Identity identity, String by, Duration ttl) {
        return "insert into " + table
                + " as l (app, holder, holder_name, hash, term, acquired_at, renewed_at, expires_at, backends) values ("
                + Sql.literal(app) + ", '" + holder + "', " + Sql.literal(by) + ", " + Sql.literal(identity.hash())
                + ", 1, clock_timestamp(), clock_timestamp(), " + end(ttl)
                + ", '1:0:0') on conflict (app) do update set holder = excluded.holder, holder_name ="
                + " excluded.holder_name, hash = excluded.hash, term = l.term + 1, acquired_at = clock_timestamp(),"
                + " renewed_at = clock_timestamp(), expires_at = " + end(ttl)
                + ", backends = ltrim(l.backends || ' ' || (l.term + 1) || ':0:0')"
                + " where l.expires_at <= clock_timestamp() returning term, backends";
    }

    String renew(long term, Duration ttl) {
        return "update " + table + " set renewed_at = clock_timestamp(), expires_at = " + end(ttl) + where(term)
                + " and expires_at > clock_timestamp()";
    }

    String fence(long term) {
        return confirm(term) + " for update";
    }

    String confirm(long term) {
        return "select 1 from " + table + where(term) + " and expires_at > clock_timestamp()";
    }

    String setBackends(long term, String backends, String andThis) {
        return "update " + table + " set backends = " + Sql.literal(backends) + " || " + andThis + where(term)
                + " and expires_at > clock_timestamp()";
    }

    String addBackend(long term, String backend) {
        return "update " + table + " set backends = ltrim(backends || ' ' || " + Sql.literal(backend) + ")"
                + where(term) + " and expires_at > clock_timestamp()";
    }

    /** Gives back; of the backends stay those that still run something, seen from the connection that runs this. */
    String release(long term) {
        return "update " + table
                + " l set holder = null, holder_name = null, expires_at = clock_timestamp(), backends ="
                + " coalesce((select string_agg(b, ' ') from unnest(string_to_array(l.backends, ' ')) b join"
                + " pg_stat_activity a on a.pid::text = split_part(b, ':', 2) and " + Sql.micros("a.backend_start")
                + "::text = split_part(b, ':', 3)"
                + " where a.pid <> pg_backend_pid() and a.state is distinct from 'idle'), '')" + where(term);
    }

    /** Gives back and leaves the backends as they are. */
    String abandon(long term) {
        return "update " + table + " set holder = null, holder_name = null, expires_at = clock_timestamp()"
                + where(term);
    }

    static String peek(ControlTables tables, String app) {
        return "select " + Sql.micros("clock_timestamp()")
                + ", l.holder is not null and l.expires_at > clock_timestamp(), l.holder_name, l.hash, l.term, "
                + Sql.micros("l.renewed_at") + ", " + Sql.micros("l.expires_at") + ", " + Sql.micros("l.acquired_at")
                + " from (select) as always left join "
                + tables.table("lease") + " l on l.app = " + Sql.literal(app);
    }

    /** Cut in the app where it is too long, never in the term; PostgreSQL would cut the term. */
    static String applicationName(String app, long term) {
        String end = ":" + term;
        StringBuilder ascii = new StringBuilder("tidemark:");
        for (int i = 0; i < app.length() && ascii.length() + end.length() < NAME_BYTES; i++) {
            char c = app.charAt(i);
            ascii.append(c > ' ' && c < 127 ? c : '?');
        }
        return ascii.append(end).toString();
    }

    private String where(long term) {
        return " where app = " + Sql.literal(app) + " and holder = '" + holder + "' and term = " + term;
    }

    private static String end(Duration ttl) {
        return "clock_timestamp() + interval '" + ttl.toMillis() + " milliseconds'";
    }
}
