package dev.tidemark.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.LintReport;
import dev.tidemark.LintReport.Finding;
import dev.tidemark.LintReport.Severity;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.Journey;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule on real servers: what it finds, at which line, and what it leaves alone. */
final class LintTest {
    private static final Path RESOURCES = Needs.basedir().resolve("src/test/resources");
    private static final Pattern EXPECTED = Pattern.compile(".*-- !((?: TDM-L\\d\\d)+)(?: (\\d\\d))?$");

    private static TestDatabase newest;

    @BeforeAll
    static void start() {
        newest = TestPostgres.fresh();
    }

    @AfterAll
    static void stop() {
        newest.close();
    }

    private static LintReport lint(TestDatabase database, String sql) {
        return lint(database, sql, "");
    }

    private static LintReport lint(TestDatabase database, String sql, String sources) {
        return Tidemark.open(
                        database.dataSource(),
                        SyncOptions.defaults()
                                .withApp("shop")
                                .withSource(new SyncOptions.SchemaSource(sql, "schema.sql", sources)))
                .lint();
    }

    private static String resource(String name) throws IOException {
        return Files.readString(RESOURCES.resolve(name));
    }

    private static List<String> codes(LintReport report) {
        return report.findings().stream().map(f -> f.problem().code()).toList();
    }

    private static Set<String> placed(LintReport report) {
        return report.findings().stream()
                .map(Finding::problem)
                .map(p -> String.valueOf(p.place()).split(":", -1)[1] + " " + p.code())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> expected(String sql, int major) {
        Set<String> expected = new TreeSet<>();
        List<String> lines = sql.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher line = EXPECTED.matcher(lines.get(i));
            if (line.matches() && (line.group(2) == null || Integer.parseInt(line.group(2)) <= major)) {
                for (String code : line.group(1).strip().split(" ", -1)) {
                    expected.add(i + 1 + " " + code);
                }
            }
        }
        return expected;
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void everyRuleFindsItsFaultAtItsLine(int major) throws IOException {
        String sql = resource("lint/doubtful.sql");
        try (TestDatabase database = TestPostgres.fresh(major)) {
            LintReport report = lint(database, sql);
            assertEquals(expected(sql, major), placed(report));
            for (Finding finding : report.findings()) {
                Problem problem = finding.problem();
                assertFalse(
                        problem.wayOutTexts().isEmpty()
                                || problem.wayOutTexts().get(0).isBlank(),
                        problem::headline);
                assertFalse((problem.message() + problem.wayOutTexts()).contains("tm_"), problem::headline);
            }
        }
    }

    @Test
    void theFileShowsEveryRule() throws IOException {
        Set<String> shown = expected(resource("lint/doubtful.sql"), TestPostgres.NEWEST).stream()
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Arrays.stream(Rule.values()).map(Rule::code).collect(Collectors.toCollection(TreeSet::new)), shown);
    }

    @Test
    void theManualDescribesEveryRule() throws IOException {
        String manual = Files.readString(Needs.basedir().resolve("docs/lint.md"));
        for (Rule rule : Rule.values()) {
            String severity = rule.severity() == Severity.WARNING ? "warning" : "note";
            assertTrue(manual.contains("| " + rule.code() + " | " + severity + " |"), rule.code());
        }
    }

    @Test
    void aSoundSchemaIsLeftAlone() throws IOException {
        LintReport report = lint(newest, resource("lint/sound.sql"));
        assertEquals(List.of(), report.findings());
        assertEquals(0, report.ignored());
        assertEquals(List.of(), newest.rows("select relname from pg_class where relname = 'nodes'"));
    }

    @Test
    void aDeclarationOfManyTablesIsLintedInParts() {
        StringBuilder sql = new StringBuilder("CREATE TABLE first (id bigint PRIMARY KEY);\n");
        for (int i = 0; i < 230; i++) {
            sql.append("CREATE TABLE t" + i + " (id bigint PRIMARY KEY, first_id bigint REFERENCES first);\n");
            sql.append("CREATE INDEX t" + i + "_first ON t" + i + " (first_id);\n");
        }
        sql.append("CREATE TABLE last (first_id bigint PRIMARY KEY REFERENCES first, other_id text);\n");
        sql.append("CREATE TABLE odd (id bigint PRIMARY KEY, first_id integer REFERENCES first);\n");
        LintReport report = lint(newest, sql.toString());
        assertEquals(
                List.of("TDM-L01", "TDM-L02", "TDM-L21"),
                codes(report).stream().sorted().toList());
    }

    @Test
    void commentsIgnoreFindings() {
        LintReport report = lint(newest, """
            -- @lint ignore TDM-L03 rows are only counted
            CREATE TABLE counted (
                at   timestamp, -- @lint ignore TDM-L08, TDM-L10 local by law
                -- @lint ignore TDM-L10
                data json
            );
            CREATE TABLE other (
                at   timestamp,
                data json -- @lint ignore TDM-L08
            );
            """);
        assertEquals(
                List.of("TDM-L03", "TDM-L08", "TDM-L10"),
                codes(report).stream().sorted().toList());
        assertEquals(3, report.ignored());
        LintReport all = lint(
                newest,
                "-- @lint ignore-all TDM-L03 TDM-L08\nCREATE TABLE a (t timestamp);\nCREATE TABLE b (t json);\n");
        assertEquals(List.of("TDM-L10"), codes(all));
    }

    @Test
    void anExternalTableIsNobodysToMend() {
        assertEquals(List.of(), codes(lint(newest, "-- @external\nCREATE TABLE theirs (at timestamp);\n")));
    }

    @Test
    void javaElementsArePlacesAndSuppress() {
        String sql = "CREATE TABLE orders (\n    id bigint PRIMARY KEY,\n    at timestamp,\n    data json\n);\n";
        String sources = """
            TABLE\tpublic\torders\t\tcom.example.Order\tOrder.java:7
            COLUMN\tpublic\torders\tat\tcom.example.Order.at\tOrder.java:9
            COLUMN\tpublic\torders\tdata\tcom.example.Order.data\tOrder.java:10
            """;
        LintReport report = lint(newest, sql, sources);
        assertEquals(
                List.of("Order.java:9 (Order.at)", "Order.java:10 (Order.data)"),
                report.findings().stream().map(f -> f.problem().place()).toList());
        assertEquals(
                List.of("TDM-L10"), codes(lint(newest, sql, sources + "@suppressed\tcom.example.Order.at\tTDM-L08\n")));
        LintReport none = lint(newest, sql, sources + "@suppressed\tcom.example.Order\tTDM-L10,TDM-L08\n");
        assertEquals(List.of(), none.findings());
        assertEquals(2, none.ignored());
    }

    /** The noise of the rules on twelve schemas that others might have written; a change of it is looked at in this file. */
    @Test
    void theJourneysSchemas() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(RESOURCES.resolve("journeys"))) {
            for (Path file : files.sorted().toList()) {
                String sql = Journey.read(Files.readString(file)).parts().get(0).text();
                found.add(file.getFileName().toString());
                try (TestDatabase database = TestPostgres.fresh()) {
                    lint(database, sql).findings().stream()
                            .map(f -> f.severity().toString().toLowerCase(Locale.ROOT) + " "
                                    + f.problem().headline() + " at "
                                    + f.problem().place())
                            .forEach(found::add);
                }
            }
        }
        Path expected = RESOURCES.resolve("lint/journeys.txt");
        if (Boolean.getBoolean("tidemark.lint.write")) {
            Files.write(expected, found);
        }
        assertEquals(String.join("\n", Files.readAllLines(expected)), String.join("\n", found));
    }
}
