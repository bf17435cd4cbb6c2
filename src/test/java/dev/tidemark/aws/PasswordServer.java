package dev.tidemark.aws;

import dev.tidemark.testkit.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;

/** A PostgreSQL that lets nobody in without a password, but for the superuser; the others of the tests trust everybody. Started once a JVM. */
final class PasswordServer {
    private static final EmbeddedPostgres SERVER = start();

    private PasswordServer() {}

    /** A fresh, empty database on it. */
    static TestDatabase fresh() {
        String name = "t_" + UUID.randomUUID().toString().substring(0, 8);
        new TestDatabase("127.0.0.1", SERVER.getPort(), "postgres").run("create database " + name);
        return new TestDatabase("127.0.0.1", SERVER.getPort(), name);
    }

    private static EmbeddedPostgres start() {
        try {
            Path rules = Files.createTempFile("hba", ".conf");
            rules.toFile().deleteOnExit();
            Files.setPosixFilePermissions(rules, PosixFilePermissions.fromString("rw-r--r--"));
            Files.writeString(rules, """
                local all all trust
                host all postgres all trust
                host all all all scram-sha-256
                """);
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("fsync", "off")
                    .setServerConfig("hba_file", rules.toString())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            System.err.println("PostgreSQL did not stop: " + e.getMessage());
        }
    }
}
