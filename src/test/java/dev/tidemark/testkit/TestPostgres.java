package dev.tidemark.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL of a test run: an embedded one (zonky, PostgreSQL 18), started once a JVM; or the server that {@code TIDEMARK_TEST_PG=host:port} names
 * (superuser {@code postgres}), for quick loops.
 */
public final class TestPostgres {
    private static final String HOST;
    private static final int PORT;

    static {
        @Nullable String given = System.getenv("TIDEMARK_TEST_PG");
        if (given != null) {
            HOST = given.substring(0, given.indexOf(':'));
            PORT = Integer.parseInt(given.substring(given.indexOf(':') + 1));
        } else {
            HOST = "localhost";
            PORT = start();
        }
    }

    private TestPostgres() {}

    /** A fresh, empty database with a name of its own. */
    public static TestDatabase fresh() {
        String name = "t_" + UUID.randomUUID().toString().substring(0, 8);
        new TestDatabase(HOST, PORT, "postgres").run("create database " + name);
        return new TestDatabase(HOST, PORT, name);
    }

    private static int start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("max_connections", "300")
                    .setServerConfig("fsync", "off")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    System.err.println("embedded PostgreSQL did not stop: " + e.getMessage());
                }
            }));
            return server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
