package dev.tidemark.control;

import dev.tidemark.identity.Identity;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of versions before the current one while some of its changes are deferred: starts of such versions, counted by whatever starts, and since when
 * none is known to serve (docs/adr/0070).
 */
public final class OlderStarts {
    static final String TABLE = "older_start";

    private static final int KEPT_DAYS = 30;

    private final ControlTables tables;

    /** Those that these control tables hold. */
    public OlderStarts(ControlTables tables) {
        this.tables = tables;
    }

    /**
     * What is known while something is deferred.
     *
     * @param current the recorded version
     * @param firstSeen when it was announced for the first time
     * @param goneSince since when no older version is known to serve; null where that was not found so far
     * @param starts how often an older version started since then
     * @param lastStart when it did last; null where it did not
     * @param now the database's clock
     */
    public record Seen(
            String current,
            Instant firstSeen,
            @Nullable Instant goneSince,
            long starts,
            @Nullable Instant lastStart,
            Instant now) {}

    /** Whether a start that found this is worth counting: an older version, while something is deferred. */
    public static boolean counts(HotState state, Verdict verdict) {
        Version current = state.current();
        return verdict.kind() == Verdict.Kind.SUPERSEDED && current != null && current.deferred() > 0;
    }

    /**
     * Counts this start, where the role may. It must harm no start, so that whatever goes wrong is left at that. The connection is in autocommit.
     *
     * @param limit how long it may take; rounded up to seconds
     */
    public void count(Connection connection, Identity identity, Duration limit) {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout((int) limit.plusMillis(999).toSeconds());
            statement.executeUpdate("insert into " + tables.table(TABLE) + " (app, hash) values ("
                    + Sql.literal(identity.app()) + ", " + Sql.literal(identity.hash()) + ")");
        } catch (SQLException e) {
            // The role may not, or the table is not there yet: then only Lambda's word and the waiting time count.
        }
    }

    /** What is known where something is deferred of the current version and no run is under way; else null. */
    public @Nullable Seen seen(Connection connection, String app) throws SQLException {
        String table = tables.table(TABLE);
        String sql = "select v.hash, " + Sql.micros("v.first_seen") + ", " + Sql.micros("g.at") + ", s.count, "
                + Sql.micros("s.last") + ", " + Sql.micros("clock_timestamp()") + " from "
                + tables.table("schema_version") + " v cross join lateral (select min(at) as at from " + table
                + " o where o.app = v.app and o.hash = v.hash and kind = 'gone') g cross join lateral (select count(*),"
                + " max(at) as last from " + table
                + " o where o.app = v.app and o.hash <> v.hash and kind = 'start' and at > g.at) s where v.app = "
                + Sql.literal(app) + " and v.state = 'current' and v.deferred > 0 and (v.reason is null or v.reason"
                + " not like '" + InProgress.PREFIX + "%')";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next()
                    ? new Seen(
                            row.getString(1),
                            Sql.instant(row.getLong(2)),
                            instant(row, 3),
                            row.getLong(4),
                            instant(row, 5),
                            Sql.instant(row.getLong(6)))
                    : null;
        }
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Sql.instant(micros);
    }

    /** From now on no version before this one is known to serve. Lets go of starts of a month ago. */
    public void gone(Connection connection, String app, String hash) throws SQLException {
        String own = Sql.literal(app) + ", " + Sql.literal(hash) + ", 'gone'";
        run(
                connection,
                notGone(app) + "; insert into " + tables.table(TABLE) + " (app, hash, kind) values (" + own
                        + "); delete from " + tables.table(TABLE) + " where app = " + Sql.literal(app)
                        + " and at < clock_timestamp() - interval '" + KEPT_DAYS + " days'");
    }

    /** An older version serves: whatever was said before. */
    public void serves(Connection connection, String app) throws SQLException {
        run(connection, notGone(app));
    }

    private String notGone(String app) {
        return "delete from " + tables.table(TABLE) + " where app = " + Sql.literal(app) + " and kind = 'gone'";
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
