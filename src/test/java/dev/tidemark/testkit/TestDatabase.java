package dev.tidemark.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A fresh, empty database on the test server; dropped, with its connections, when it is closed.
 *
 * @param host the server's host
 * @param port the server's port
 * @param name the database's name
 */
public record TestDatabase(String host, int port, String name) implements AutoCloseable {
    /** {@code jdbc:postgresql://…}, as the superuser {@code postgres}. */
    public String url() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?user=postgres&password=postgres";
    }

    /** Connections as the superuser. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        return source;
    }

    /** Connections as another role. */
    public DataSource dataSource(String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + host + ":" + port + "/" + name);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    /** A connection as the superuser, autocommit. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** Runs one or several statements, each batch in autocommit. */
    public void run(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join(";", statements), e);
        }
    }

    /** The rows of a query, columns joined by {@code |}, null as {@code ∅}. */
    public List<String> rows(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    String value = result.getString(i);
                    row.append(i == 1 ? "" : "|").append(value == null ? "∅" : value);
                }
                rows.add(row.toString());
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    /** The single value of a query. */
    public String value(String query) {
        List<String> rows = rows(query);
        if (rows.size() != 1) {
            throw new IllegalStateException(query + ": " + rows);
        }
        return rows.get(0);
    }

    @Override
    public void close() {
        new TestDatabase(host, port, "postgres").run("drop database if exists \"" + name + "\" with (force)");
    }
}
