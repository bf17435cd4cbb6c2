package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** {@code tidemark lint}: its options, its formats, its exit codes, and the server that it starts where none is named. */
final class LintCommandTest {
    private static final String DOUBTFUL = """
        CREATE TABLE shop_order (
            id   bigint PRIMARY KEY,
            data json,
            "at" timestamp
        );
        """;

    private static TestDatabase database;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private Ran lint(String sql, String... options) throws IOException {
        return lint(Map.of("DATABASE_URL", database.url()), sql, options);
    }

    private Ran lint(Map<String, String> env, String sql, String... options) throws IOException {
        Path file = Files.writeString(home.resolve("schema.sql"), sql);
        List<String> args = new ArrayList<>(List.of("lint", "--schema", file.toString(), "--app", "shop"));
        args.addAll(List.of(options));
        return Ran.live(env, args.toArray(String[]::new));
    }

    @Test
    void asText() throws IOException {
        Ran ran = lint(DOUBTFUL);
        assertEquals(0, ran.exit(), ran.err());
        assertEquals("""
            [TDM-L10 warning] shop_order.data: is json: it has no equality, so DISTINCT, GROUP BY and UNION fail, and no index of
              its own
              at schema.sql:3:5
                 2 |     id   bigint PRIMARY KEY,
                 3 |     data json,
                   |     ^
              jsonb
            [TDM-L08 note] shop_order.at: is a timestamp without time zone: what moment it means depends on who reads it (in Java:
              LocalDateTime)
              at schema.sql:4:5
                 3 |     data json,
                 4 |     "at" timestamp
                   |     ^
              timestamptz (in Java: Instant)
            1 warning, 1 note in shop
            """, ran.out());
        Ran clean = lint("CREATE TABLE a (id bigint PRIMARY KEY);", "--exit-code");
        assertEquals(0, clean.exit());
        assertEquals("✓ nothing doubtful in shop\n", clean.out());
    }

    @Test
    void levelIgnoreAndExitCode() throws IOException {
        assertEquals(3, lint(DOUBTFUL, "--exit-code").exit());
        Ran warnings = lint(DOUBTFUL, "--level", "warning");
        assertTrue(warnings.out().endsWith("1 warning, 0 notes in shop\n"), warnings.out());
        assertEquals(
                0,
                lint(DOUBTFUL, "--level", "warning", "--ignore", "TDM-L10", "--exit-code")
                        .exit());
        assertEquals(2, lint(DOUBTFUL, "--format", "xml").exit());
        assertEquals(2, lint(DOUBTFUL, "--format", "sarif", "--json").exit());
        Ran faulty = lint("CREATE TABLE a (id nothing);");
        assertEquals(5, faulty.exit());
        assertTrue(faulty.err().contains("[TDM-103]"), faulty.err());
    }

    @Test
    void asJson() throws IOException {
        Ran ran = lint(DOUBTFUL, "--json", "--exit-code");
        Map<String, Object> report = new Yaml().load(ran.out());
        assertEquals("DOUBTFUL", report.get("status"));
        assertEquals(3, report.get("exit"));
        Map<String, Object> first = list(report, "findings").get(0);
        assertEquals("warning", first.get("severity"));
        assertEquals("TDM-L10", first.get("code"));
        assertEquals(3, first.get("line"));
        assertEquals(List.of("jsonb"), first.get("wayOut"));
    }

    @Test
    void asSarif() throws IOException {
        Ran ran = lint(DOUBTFUL, "--format", "sarif");
        Map<String, Object> log = new Yaml().load(ran.out());
        assertEquals("2.1.0", log.get("version"));
        Map<String, Object> run = list(log, "runs").get(0);
        Map<String, Object> result = list(run, "results").get(0);
        assertEquals("TDM-L10", result.get("ruleId"));
        assertEquals("warning", result.get("level"));
        Map<String, Object> physical = map(list(result, "locations").get(0), "physicalLocation");
        assertEquals(Map.of("startLine", 3, "startColumn", 5), physical.get("region"));
        assertEquals(
                home.resolve("schema.sql").toString(),
                map(physical, "artifactLocation").get("uri"));
        assertTrue(list(map(map(run, "tool"), "driver"), "rules").stream()
                .anyMatch(rule -> "TDM-L10".equals(rule.get("id"))));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> in, String key) {
        return (List<Map<String, Object>>) Objects.requireNonNull(in.get(key), key);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> in, String key) {
        return (Map<String, Object>) Objects.requireNonNull(in.get(key), key);
    }

    @Test
    void asAnnotationsOfGitHubAtTheJavaFile() throws IOException {
        Path classes = Files.createDirectories(home.resolve("classes/META-INF/tidemark/shop"));
        Files.writeString(classes.resolve("schema.sql"), DOUBTFUL);
        Files.writeString(
                classes.resolve("sources"),
                "COLUMN\tpublic\tshop_order\tdata\tcom.example.Order.data\tOrder.java:12\n");
        Path java = Files.createDirectories(home.resolve("java/com/example")).resolve("Order.java");
        Files.writeString(java, "");
        Ran ran = Ran.live(
                Map.of("DATABASE_URL", database.url()),
                "lint",
                "--classes",
                home.resolve("classes").toString(),
                "--sources",
                home.resolve("java").toString(),
                "--format",
                "github",
                "--level",
                "warning");
        assertEquals(
                "::warning file=" + java + ",line=12,col=1,title=TDM-L10::shop_order.data: is json: it has no equality,"
                        + " so DISTINCT, GROUP BY and UNION fail, and no index of its own%0Ajsonb\n",
                ran.out());
    }

    @Test
    void withoutAServerAnEmbeddedOneIsStarted() throws IOException {
        Ran ran = lint(Map.of(), DOUBTFUL);
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.out().endsWith("1 warning, 1 note in shop\n"), ran.out());
    }
}
