package dev.tidemark.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each case loads both sides into a real database, one after the other in transactions that are rolled back, and compares what the reader says. */
class DifferTest {
    private static @Nullable TestDatabase opened;
    private static @Nullable Connection connected;

    @BeforeAll
    static void open() throws SQLException {
        TestDatabase database = TestPostgres.fresh();
        opened = database;
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        connected = connection;
    }

    @AfterAll
    static void close() throws SQLException {
        connection().close();
        Objects.requireNonNull(opened).close();
    }

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("tidemark.basedir", ".")).resolve("src/test/resources/diff"))) {
            for (Path file : files.sorted().toList()) {
                cases.addAll(Case.read(Files.readString(file)));
            }
        }
        assertTrue(cases.size() > 50, "cases: " + cases.size());
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)));
    }

    private static void check(Case one) throws SQLException {
        assumeTrue(version() >= one.since(), "PostgreSQL " + one.since());
        Catalog live = load(one.sql("live"));
        Catalog declared = load(one.sql("declared"));
        assertEquals(
                String.join("\n", one.lines("expect").stream().sorted().toList()),
                String.join(
                        "\n", said(diff(one, live, declared)).stream().sorted().toList()));
        assertEquals(List.of(), said(diff(live, live)));
        assertEquals(List.of(), said(diff(declared, declared)));
    }

    private static Diff diff(Case one, Catalog live, Catalog declared) {
        Set<ObjectName> managed = new HashSet<>();
        for (String line : one.lines("managed")) {
            String[] words = line.split(" ", -1);
            if (line.equals("all")) {
                managed.addAll(Fingerprints.of(live).keySet());
            } else {
                managed.add(Case.object(words[0], words[1]));
            }
        }
        return Differ.diff(
                new DiffInput(live, declared, managed, one.hints(), one.about("away"), one.about("foreign")));
    }

    private static Diff diff(Catalog live, Catalog declared) {
        return Differ.diff(
                new DiffInput(live, declared, Fingerprints.of(live).keySet(), List.of(), Map.of(), Map.of()));
    }

    private static List<String> said(Diff diff) {
        List<String> lines = new ArrayList<>();
        diff.changes().forEach(change -> lines.add(Said.of(change)));
        diff.problems().stream().map(Problem::headline).forEach(lines::add);
        diff.unmanaged().forEach(name -> lines.add("unmanaged " + name));
        return lines;
    }

    private static Catalog load(String sql) throws SQLException {
        try (Statement statement = connection().createStatement()) {
            if (!sql.isEmpty()) {
                statement.execute("create schema shop; " + sql);
            }
            return CatalogReader.read(connection(), Set.of("shop", "ext"));
        } finally {
            connection().rollback();
        }
    }

    private static int version() throws SQLException {
        return connection().getMetaData().getDatabaseMajorVersion();
    }

    private static Connection connection() {
        return Objects.requireNonNull(connected);
    }
}
