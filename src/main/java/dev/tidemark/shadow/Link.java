package dev.tidemark.shadow;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connection, inside the shadow's transaction; every call is one round trip. No server-side prepared statement is left behind. */
final class Link {
    private final Connection connection;

    Link(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    /** Runs one or several statements. */
    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    /** Runs one or several statements; the rows of the last one, which is a query. */
    List<List<@Nullable String>> rows(String sql) throws SQLException {
        List<List<List<@Nullable String>>> all = rowsOfEach(sql);
        return all.isEmpty() ? List.of() : all.get(all.size() - 1);
    }

    /** Runs one or several statements; the rows of each query among them. */
    List<List<List<@Nullable String>>> rowsOfEach(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(sql);
            List<List<List<@Nullable String>>> each = new ArrayList<>();
            while (rows || statement.getUpdateCount() >= 0) {
                if (rows) {
                    try (ResultSet result = statement.getResultSet()) {
                        each.add(all(result));
                    }
                }
                rows = statement.getMoreResults();
            }
            return each;
        }
    }

    private static List<List<@Nullable String>> all(ResultSet result) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        while (result.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.add(result.getString(i));
            }
            rows.add(row);
        }
        return rows;
    }
}
