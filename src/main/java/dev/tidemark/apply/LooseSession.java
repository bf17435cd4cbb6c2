package dev.tidemark.apply;

import dev.tidemark.SyncOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Session settings for one statement outside of transactions, put back afterwards. */
final class LooseSession implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("statement_timeout", "lock_timeout", "client_connection_check_interval");
    private final Connection connection;
    private final List<String> before;

    private LooseSession(Connection connection, List<String> before) {
        this.connection = connection;
        this.before = before;
    }

    /** On a direct connection sets the timeouts to none; behind a pooler changes nothing. */
    static LooseSession open(Connection connection, SyncOptions options) throws SQLException {
        if (!Connections.isDirect(connection)) {
            return new LooseSession(connection, List.of());
        }
        List<String> before = new ArrayList<>();
        try (Statement sql = connection.createStatement()) {
            for (String name : NAMES) {
                try (ResultSet result = sql.executeQuery("select current_setting('" + name + "')")) {
                    result.next();
                    before.add(result.getString(1));
                }
            }
            sql.execute("set statement_timeout = 0; set lock_timeout = 0; set client_connection_check_interval = "
                    + Math.max(1000, options.leaseTtl().toMillis() / 3));
        }
        return new LooseSession(connection, before);
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
            for (int i = 0; i < NAMES.size(); i++) {
                sql.execute("set " + NAMES.get(i) + " = '" + before.get(i) + "'");
            }
        }
    }
}
