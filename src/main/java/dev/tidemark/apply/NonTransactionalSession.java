package dev.tidemark.apply;

import dev.tidemark.SyncOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Session settings for one statement outside of transactions, put back afterwards. */
final class NonTransactionalSession implements AutoCloseable {
    /** What puts each setting back: to what the session had set it to, or to what it is without a setting of the session. */
    private static final String BEFORE = """
        select case when source = 'session' then format('set %I = %L', name, current_setting(name)) else format('reset %I', name) end
        from pg_settings
        where name in ('statement_timeout', 'lock_timeout', 'client_connection_check_interval')
        """;

    /** The client ends the wait first, and says who is in the way. */
    private static final Duration AFTER_THE_CLIENT = Duration.ofMillis(500);

    private final Connection connection;
    private final List<String> before;

    private NonTransactionalSession(Connection connection, List<String> before) {
        this.connection = connection;
        this.before = before;
    }

    /**
     * On a direct connection there is no lock timeout (it would leave an invalid index behind for a moment's wait), and the statement ends with the budget; behind
     * a pooler changes nothing.
     */
    static NonTransactionalSession open(Connection connection, SyncOptions options, Deadline deadline)
            throws SQLException {
        if (!Connections.isDirect(connection)) {
            return new NonTransactionalSession(connection, List.of());
        }
        List<String> before = new ArrayList<>();
        try (Statement sql = connection.createStatement()) {
            try (ResultSet rows = sql.executeQuery(BEFORE)) {
                while (rows.next()) {
                    before.add(rows.getString(1));
                }
            }
            sql.execute("set statement_timeout = "
                    + deadline.left().plus(AFTER_THE_CLIENT).toMillis()
                    + "; set lock_timeout = 0; set client_connection_check_interval = "
                    + Math.max(1000, options.leaseTtl().toMillis() / 3));
        }
        return new NonTransactionalSession(connection, before);
    }

    /** Runs one statement by itself. */
    void run(String statement) throws SQLException {
        try (Statement sql = connection.createStatement()) {
            sql.setEscapeProcessing(false);
            sql.execute(statement);
        }
    }

    @Override
    public void close() throws SQLException {
        if (before.isEmpty() || connection.isClosed()) {
            return;
        }
        try (Statement sql = connection.createStatement()) {
            sql.execute(String.join("; ", before));
        }
    }
}
