package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the printers make of plans, against files. */
class PrinterTest {
    static Stream<Arguments> plans() {
        return Stream.of(
                Arguments.of("first-sync", Plans.firstSync()),
                Arguments.of("column-and-index", Plans.columnAndIndex()),
                Arguments.of("data-loss", Plans.dataLoss()),
                Arguments.of("withheld", Plans.withheld()),
                Arguments.of("rename", Plans.rename()),
                Arguments.of("rewrite", Plans.rewrite()),
                Arguments.of("blocked", Plans.blocked()),
                Arguments.of("large", Plans.large()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void plansAsText(String name, Plan plan) {
        String schema = "CREATE TABLE orders (\n    id      bigint PRIMARY KEY,\n    channel text NOT NULL\n);\n";
        ErrorPrinter errors = new ErrorPrinter(Style.plain(), new SchemaText("shop", schema, "schema.sql"));
        String text = new PlanPrinter(plan, Plans.WHERE, Style.plain()).print(false, "tidemark sync", false);
        Golden.check(name + ".txt", text + errors.print(plan.problems()));
        assertFalse(text.contains("\u001b"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void plansAsMarkdown(String name, Plan plan) {
        Golden.check(
                name + ".md", new MarkdownPrinter(plan, Plans.WHERE, Instant.parse("2026-11-23T04:40:00Z")).print());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void narrowTerminalsAreKeptTo(String name, Plan plan) {
        String text = new PlanPrinter(plan, Plans.WHERE, Style.of(true, true, 60)).print(false, "tidemark sync", true);
        text.lines()
                .forEach(line ->
                        assertTrue(Style.visible(line) <= 60 || line.contains("tidemark sync"), name + ": " + line));
    }

    @Test
    void asciiHasNoOtherSigns() {
        String text = new PlanPrinter(Plans.rename(), Plans.WHERE, Style.of(false, false, 0))
                        .print(false, "tidemark sync", true)
                + new ResultPrinter(Style.of(false, false, 0), command -> "tidemark " + command)
                        .sync(Plans.result(SyncStatus.SYNCED, Plans.rename(), 1, 0, 0, ""), null);
        assertTrue(text.contains("name -> full_name") && text.contains("ok applied 1 change"), text);
        assertTrue(text.chars().allMatch(c -> c < 128), text);
    }

    @Test
    void whoWaitsIsToldOfWhatIsBlockedToo() {
        Plan plan = Plans.rewrite();
        Plan.Entry entry = plan.entries().get(0);
        List<Plan.Change> blocked = entry.changes().stream()
                .map(c -> Plans.withFate(c, Plan.Fate.BLOCKED))
                .toList();
        Plan.Entry kept = new Plan.Entry(entry.object(), entry.action(), null, blocked, entry.rows(), entry.bytes());
        String text = new PlanPrinter(Plans.plan(List.of(kept)), Plans.WHERE, Style.plain())
                .print(false, "tidemark sync", true);
        assertTrue(text.contains("nobody reads or writes it meanwhile (ACCESS EXCLUSIVE), ✗ blocked"), text);
        assertFalse(text.contains("nobody waits"), text);
    }

    @Test
    void colourIsNeverTheOnlyCarrier() {
        String plain = new PlanPrinter(Plans.dataLoss(), Plans.WHERE, Style.of(false, true, 0))
                .print(false, "tidemark sync", true);
        String coloured = new PlanPrinter(Plans.dataLoss(), Plans.WHERE, Style.of(true, true, 0))
                .print(false, "tidemark sync", true);
        assertTrue(coloured.contains("\u001b[31m-\u001b[0m"), coloured);
        assertEquals(plain, coloured.replaceAll("\u001b\\[[0-9]+m", ""));
    }

    @Test
    void largePlansAreSummedUpUnlessAllIsAsked() {
        PlanPrinter printer = new PlanPrinter(Plans.large(), Plans.WHERE, Style.plain());
        assertTrue(printer.print(false, "tidemark sync", true).lines().count() <= 40);
        assertTrue(printer.print(false, "tidemark sync", true).contains("DATA_LOSS"));
        assertTrue(printer.print(true, "tidemark sync", true).contains("column c4"));
    }

    @Test
    void inSyncAndResults() {
        Where recorded = Plans.WHERE.withStatus(Plans.status(SyncStatus.UP_TO_DATE, Plans.HASH));
        ResultPrinter results = new ResultPrinter(Style.plain(), command -> "tidemark " + command);
        StringBuilder text = new StringBuilder(
                new PlanPrinter(Plans.nothing(), recorded, Style.plain()).inSync(Duration.ofMillis(31)));
        text.append(results.sync(Plans.result(SyncStatus.UP_TO_DATE, null, 0, 0, 0, ""), Plans.RECORDED));
        text.append(results.sync(Plans.result(SyncStatus.SYNCED, Plans.columnAndIndex(), 2, 0, 0, ""), null));
        text.append(results.sync(Plans.result(SyncStatus.SYNCED, Plans.withheld(), 1, 1, 0, ""), null));
        text.append(results.sync(Plans.result(SyncStatus.SYNCED_BY_PEER, null, 0, 0, 0, ""), null));
        text.append(results.sync(Plans.result(SyncStatus.SUPERSEDED, null, 0, 0, 0, ""), Plans.RECORDED));
        text.append(
                results.sync(Plans.result(SyncStatus.BLOCKED, Plans.blocked(), 0, 0, 0, "a required column"), null));
        text.append(results.sync(Plans.result(SyncStatus.BLOCKED_BY_PEER, null, 0, 0, 0, "orders.channel"), null));
        text.append(results.sync(
                Plans.result(SyncStatus.DEFERRED, Plans.columnAndIndex(), 1, 0, 1, "no time for the index"), null));
        text.append(results.sync(Plans.result(SyncStatus.TIMED_OUT, null, 0, 0, 0, "the lease was not free"), null));
        for (SyncStatus status : List.of(
                SyncStatus.UP_TO_DATE, SyncStatus.SUPERSEDED, SyncStatus.OUT_OF_DATE, SyncStatus.BLOCKED_BY_PEER)) {
            text.append(results.status(Plans.status(status, "v1:9b0d77e2ffff")));
        }
        text.append(results.status(Plans.status(SyncStatus.OUT_OF_DATE, null)));
        Golden.check("results.txt", text.toString());
    }

    @Test
    void sqlIsAScript() {
        Golden.check("column-and-index.sql", SqlPrinter.print(Plans.columnAndIndex()));
        Plan.Statement pathed = new Plan.Statement(
                "CREATE VIEW v AS SELECT 1 -- one",
                List.of("Shop", "public"),
                Duration.ZERO,
                Duration.ZERO,
                dev.tidemark.LockMode.NONE,
                dev.tidemark.CostClass.INSTANT,
                Plans.table("v"));
        Plan plan = new Plan(
                "shop",
                Plans.HASH,
                "16.4",
                List.of(),
                List.of(new Plan.Batch(true, List.of(pathed))),
                List.of(),
                List.of());
        assertEquals(
                "BEGIN;\nSET LOCAL search_path = \"Shop\", \"public\";\nCREATE VIEW v AS SELECT 1 -- one\n;\nCOMMIT;\n",
                SqlPrinter.print(plan));
        assertEquals("", SqlPrinter.print(Plans.nothing()));
    }

    @Test
    void markdownStaysBelowTheLimitAndKeepsHazards() {
        List<Plan.Entry> entries = new java.util.ArrayList<>();
        for (int i = 0; i < 900; i++) {
            entries.add(Plans.created(
                    dev.tidemark.ObjectKind.TABLE, "a_rather_long_name_of_a_table_" + i, "5 columns, 1 unique"));
        }
        entries.addAll(Plans.dataLoss().entries());
        String text = new MarkdownPrinter(Plans.plan(entries), Plans.WHERE, Plans.RECORDED).print();
        assertTrue(text.length() < 60_000, "" + text.length());
        assertTrue(text.startsWith("<!-- tidemark:shop -->\n"));
        assertTrue(text.contains("**DATA_LOSS**") && text.contains("more: `tidemark plan --all`"));
    }

    @Test
    void errorsShowThePlaceAndBreakOnlyRunningText() {
        String schema = "CREATE TABLE orders (\n\tid bigint,\n\ttotal numeric(12,2) NOT NUL\n);\n";
        Problem problem = Problem.of(
                "TDM-101",
                Plans.table("orders"),
                "does not parse at NUL: " + "words ".repeat(30) + "end.",
                "schema.sql:3:26",
                "42601",
                List.of("NOT NULL?"));
        Golden.check(
                "error-place.txt",
                new ErrorPrinter(Style.plain(), new SchemaText("shop", schema, "schema.sql")).print(List.of(problem)));
    }
}
