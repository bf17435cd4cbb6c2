package dev.tidemark.documentation;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** The PostgreSQL of these tests; ends with the JVM. */
final class Server {
    private static final EmbeddedPostgres POSTGRES = start();

    private Server() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .setServerConfig("fsync", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A fresh database. */
    static String fresh(String name) throws SQLException {
        run("postgres", "create database " + name);
        return name;
    }

    /** As a person types it. */
    static String url(String database) {
        return "postgresql://postgres@localhost:" + POSTGRES.getPort() + "/" + database;
    }

    static String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + POSTGRES.getPort() + "/" + database;
    }

    static void run(String database, String sql) throws SQLException {
        try (Connection connection = POSTGRES.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String value(String database, String sql) throws SQLException {
        try (Connection connection = POSTGRES.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** Asks this role for its password, as servers outside of tests do. */
    static void demandPassword(String role) throws SQLException {
        String file = value("postgres", "show hba_file");
        run(
                "postgres",
                "copy (values ('host all " + role + " all scram-sha-256'), ('host all all all trust'),"
                        + " ('local all all trust')) to '" + file + "'");
        run("postgres", "select pg_reload_conf()");
    }
}
