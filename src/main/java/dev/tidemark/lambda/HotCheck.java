package dev.tidemark.lambda;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.LockHolders;
import dev.tidemark.control.OlderStarts;
import dev.tidemark.control.Verdict;
import dev.tidemark.control.VersionOrder;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.identity.CompiledResources;
import dev.tidemark.identity.Generations;
import dev.tidemark.identity.Identity;
import dev.tidemark.identity.Located;
import dev.tidemark.identity.Setting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What one read of the control tables says about this code; all that a cold start costs when nothing has changed.
 *
 * @param app whose schema it is
 * @param hash this code's; empty for a hand-written schema, whose hash is not known before its text is read
 * @param current the recorded one, if any
 * @param verdict what is to be done
 * @param connectNanos how long the DataSource took to give a connection
 */
record HotCheck(String app, String hash, @Nullable String current, Verdict verdict, long connectNanos) {
    /** How long after a cancellation the server's answer is waited for, and who is in the way is asked. */
    private static final int MOMENT_MILLIS = 400;

    private static final Duration COUNTING = Duration.ofSeconds(1);

    /** One statement, one round trip, on a connection of the function's own DataSource; both within the limit. */
    static HotCheck read(DataSource dataSource, Map<String, String> environment, Duration limit) throws SQLException {
        Located located =
                CompiledResources.find(Setting.APP.text(environment), CompiledResources.loader(), environment);
        @Nullable String hash = located.hash();
        if (hash == null) {
            reach(dataSource, limit);
            return new HotCheck(located.app(), "", null, new Verdict(Verdict.Kind.SYNC, ""), 0);
        }
        Identity identity = new Identity(located.app(), hash, Generations.fromEnvironment(environment));
        ControlTables tables = new ControlTables(Objects.requireNonNull(Setting.CONTROL_SCHEMA.text(environment)));
        long start = System.nanoTime();
        try (Connection connection = BoundedConnect.open(dataSource, limit)) {
            long connected = System.nanoTime() - start;
            HotState state = read(connection, tables, identity, limit.minusNanos(connected));
            String current = state.current() == null ? null : state.current().hash();
            Verdict verdict = VersionOrder.decide(identity, state, false);
            if (verdict.kind() == Verdict.Kind.SUPERSEDED) {
                count(connection, tables, identity, state, verdict);
            }
            return new HotCheck(identity.app(), hash, current, verdict, connected);
        }
    }

    /** A start of an older version: told to whoever waits for those to end. */
    private static void count(
            Connection connection, ControlTables tables, Identity identity, HotState state, Verdict verdict)
            throws SQLException {
        if (OlderStarts.counts(state, verdict)) {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, 1000 + MOMENT_MILLIS);
            new OlderStarts(tables).count(connection, identity, COUNTING);
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, before);
            }
        }
    }

    /** Where there is nothing to read yet, whether there is a server at all is found out here, with this check's patience. */
    private static void reach(DataSource dataSource, Duration limit) throws SQLException {
        BoundedConnect.open(dataSource, limit).close();
    }

    /** The server is asked to cancel a read that takes too long, and a server that does not hear is left a moment later. */
    private static HotState read(Connection connection, ControlTables tables, Identity identity, Duration limit)
            throws SQLException {
        int seconds = Math.clamp(limit.toSeconds(), 1, Integer.MAX_VALUE);
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, 1000 * seconds + MOMENT_MILLIS);
        try {
            return tables.hotRead(connection, identity.app(), identity.hash(), seconds);
        } catch (SQLException e) {
            if (SqlStates.CANCELLED.equals(e.getSQLState())) {
                throw locked(connection, tables, seconds, e);
            }
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, before);
            }
        }
    }

    private static TidemarkException locked(Connection connection, ControlTables tables, int seconds, SQLException e) {
        String holder;
        try {
            connection.setNetworkTimeout(Runnable::run, MOMENT_MILLIS);
            holder = LockHolders.of(connection, tables.schema(), "schema_version");
        } catch (SQLException gone) {
            holder = "";
        }
        Problem problem = Problem.of(
                "TDM-308",
                null,
                "a control table was not free within " + seconds + " s" + (holder.isEmpty() ? "" : ": " + holder)
                        + ". Nothing was run",
                null,
                e.getSQLState(),
                List.of("end that session, or let it finish"));
        return new TidemarkException(problem, true, e);
    }
}
