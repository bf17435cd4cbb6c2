package dev.tidemark.cli;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.report.Figures;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** The DataSource of a command: every attempt to connect is bounded, and what runs can be cancelled from another thread. */
final class Database implements DataSource {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final int PROGRESS_SECONDS = 2;

    private final ConnectionSettings settings;
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Duration connectTimeout;

    /**
     * Connects nowhere yet.
     *
     * @param connectTimeout for each attempt and for all of them together; the driver counts it in whole seconds, 1 at least
     */
    Database(ConnectionSettings settings, Duration connectTimeout) {
        this.settings = settings;
        this.connectTimeout = connectTimeout;
        source.setServerNames(new String[] {settings.host().value()});
        source.setPortNumbers(new int[] {Integer.parseInt(settings.port().value())});
        source.setDatabaseName(settings.database().value());
        source.setUser(settings.user().value());
        if (settings.password() != null) {
            source.setPassword(settings.password().value());
        }
        source.setApplicationName("tidemark");
        settings.properties().forEach(this::property);
        int seconds = Math.toIntExact(Math.max(1, connectTimeout.toSeconds()));
        source.setConnectTimeout(seconds);
        source.setLoginTimeout(seconds);
        source.setSslResponseTimeout(seconds * 1000);
        source.setGssResponseTimeout(seconds * 1000);
    }

    private void property(String name, String value) {
        try {
            source.setProperty(name, value);
        } catch (SQLException e) {
            throw TidemarkException.of("TDM-604", "the connection's parameter " + name + ": " + e.getMessage());
        }
    }

    /**
     * Connects once, to see whether it can; trying again as long as that may help and the time lasts.
     *
     * @param waits hears why it waits, once it has waited a while
     * @return the server's version
     */
    String reach(Consumer<String> waits) {
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = getConnection()) {
                return connection.getMetaData().getDatabaseProductVersion();
            } catch (SQLException e) {
                TidemarkException fault = ConnectionFaults.of(e, settings.server());
                Duration spent = Duration.ofNanos(System.nanoTime() - start);
                if (!fault.retriable() || spent.plus(pause).compareTo(connectTimeout) >= 0 || !sleep(pause)) {
                    throw told(fault, attempt, spent);
                }
                if (spent.compareTo(QUIET) >= 0) {
                    waits.accept(fault.problems().get(0).message() + "; try " + (attempt + 1));
                }
                pause = jittered(pause.multipliedBy(2));
            }
        }
    }

    private static Duration jittered(Duration pause) {
        long millis = Math.min(pause.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(millis * 3 / 4 + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
    }

    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The connection fault with its tries, and where the settings came from. */
    private TidemarkException told(TidemarkException fault, int attempts, Duration spent) {
        Problem problem = fault.problems().get(0);
        String tries = attempts == 1 && !fault.retriable()
                ? ""
                : " (" + Figures.count(attempts, "attempt") + " in " + Figures.time(spent) + ")";
        Problem first = new Problem(
                problem.code(), null, problem.message() + tries, null, problem.sqlState(), problem.waysOut());
        return tell(new TidemarkException(first, fault.retriable(), fault.getCause()));
    }

    /** A connection fault with where the settings came from; other errors as they are. */
    TidemarkException tell(TidemarkException error) {
        List<String> lines = new ArrayList<>(settings.provenance(error.code()));
        if (error.retriable()) {
            lines.add("longer: --connect-timeout " + Math.max(60, connectTimeout.toSeconds() * 6) + "s");
        }
        return ConnectionFaults.retold(error, Database.class.getSimpleName(), settings.server(), lines);
    }

    /** How far a long statement is, in percent by PostgreSQL's own progress views; empty where they do not say. */
    OptionalInt progress() {
        String query = "select 100 * blocks_done / nullif(blocks_total, 0) from pg_stat_progress_create_index"
                + " where datname = current_database() order by pid limit 1";
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(PROGRESS_SECONDS);
            try (ResultSet row = statement.executeQuery(query)) {
                int percent = row.next() ? row.getInt(1) : 0;
                return percent == 0 ? OptionalInt.empty() : OptionalInt.of(percent);
            }
        } catch (SQLException e) {
            return OptionalInt.empty();
        }
    }

    /** Cancels on the server what runs on any connection; called from a shutdown hook, so that it never throws. */
    void cancel() {
        open.removeIf(connection -> !cancelled(connection));
    }

    private static boolean cancelled(Connection connection) {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        return tracked(source.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return tracked(source.getConnection(user, password));
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private Connection tracked(Connection connection) {
        open.removeIf(Database::isClosed);
        open.add(connection);
        return connection;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter writer) {
        source.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(source)) {
            return type.cast(source);
        }
        throw new SQLException("no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(source);
    }
}
