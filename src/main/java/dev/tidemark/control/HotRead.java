package dev.tidemark.control;

import dev.tidemark.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one statement of a cold start and how its rows are read; times come as microseconds, so that no calendar class is loaded. */
final class HotRead {
    private static final String SELECT =
            "select (extract(epoch from clock_timestamp()) * 1000000)::bigint, v.hash, v.state, (extract(epoch from"
                    + " v.first_seen) * 1000000)::bigint, v.lineage, v.generation, v.withheld, v.deferred, v.reason,"
                    + " v.attempts, (extract(epoch from v.retry_after) * 1000000)::bigint, (extract(epoch from"
                    + " v.recorded_at) * 1000000)::bigint, v.recorded_by, v.tool_version from (select) as always left"
                    + " join ";

    private HotRead() {}

    /** Always returns a row: where nothing is known, one with nothing but the time. */
    @SuppressWarnings(
            "UnnecessaryStringBuilder") // the first + of a JVM links a call site, which costs more than this read
    static String sql(String table, String app, String hash) {
        return new StringBuilder(768)
                .append(SELECT)
                .append(table)
                .append(" v on v.app = ")
                .append(Sql.literal(app))
                .append(" and (v.hash = ")
                .append(Sql.literal(hash))
                .append(" or v.state = 'current')")
                .toString();
    }

    static HotState read(ResultSet rows, String hash) throws SQLException {
        Instant now = Instant.EPOCH;
        Version own = null;
        Version current = null;
        while (rows.next()) {
            now = Sql.instant(rows.getLong(1));
            String found = rows.getString(2);
            if (found == null) {
                continue;
            }
            Version version = version(rows, found);
            own = found.equals(hash) ? version : own;
            current = version.state() == State.CURRENT ? version : current;
        }
        return new HotState(false, own, current, now);
    }

    private static Version version(ResultSet rows, String hash) throws SQLException {
        return new Version(
                hash,
                State.of(text(rows, 3)),
                Sql.instant(rows.getLong(4)),
                rows.getString(5),
                rows.getLong(6),
                rows.getInt(7),
                rows.getInt(8),
                rows.getString(9),
                rows.getInt(10),
                instantOrNull(rows, 11),
                instantOrNull(rows, 12),
                rows.getString(13),
                text(rows, 14));
    }

    private static String text(ResultSet rows, int column) throws SQLException {
        String text = rows.getString(column);
        return text == null ? "" : text;
    }

    private static @Nullable Instant instantOrNull(ResultSet rows, int column) throws SQLException {
        long micros = rows.getLong(column);
        return rows.wasNull() ? null : Sql.instant(micros);
    }
}
