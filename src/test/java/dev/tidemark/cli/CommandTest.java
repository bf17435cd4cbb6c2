package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Commands with prepared plans: streams, prompts, exit codes. */
class CommandTest {
    private static final FakeTerminal PIPE = FakeTerminal.none();

    @Test
    void planShowsAndChangesNothing() {
        ScriptedTarget target = new ScriptedTarget(Plans.columnAndIndex());
        Ran ran = Ran.command(target, PIPE, "plan");
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(
                ran.out()
                        .startsWith(
                                "app shop, database shop at db.example.test:5432 (PostgreSQL 16.4): never synced\n"),
                ran.out());
        assertEquals("", ran.err());
        assertEquals(List.of(), target.synced);
        assertEquals(3, Ran.command(target, PIPE, "plan", "--exit-code").exit());
        assertEquals(
                0,
                Ran.command(new ScriptedTarget(Plans.nothing()), PIPE, "plan", "--exit-code")
                        .exit());
    }

    @Test
    void sqlIsAllOfStdout() {
        Ran ran = Ran.command(new ScriptedTarget(Plans.columnAndIndex()), PIPE, "plan", "--sql");
        assertEquals(SqlPrinter.print(Plans.columnAndIndex()), ran.out());
    }

    @Test
    void blockedPlansEndWith4AndTheReasonOnStderr() {
        Ran ran = Ran.command(new ScriptedTarget(Plans.blocked()), PIPE, "plan");
        assertEquals(4, ran.exit());
        assertTrue(ran.err().startsWith("[TDM-210] orders.channel: NOT NULL without a default"), ran.err());
        ScriptedTarget target = new ScriptedTarget(Plans.blocked());
        assertEquals(4, Ran.command(target, PIPE, "sync", "--yes").exit());
        assertEquals(List.of(), target.synced);
    }

    @Test
    void withoutTerminalNothingIsAskedAndNothingRuns() {
        ScriptedTarget target = new ScriptedTarget(Plans.columnAndIndex());
        Ran ran = Ran.command(target, PIPE, "sync");
        assertEquals(4, ran.exit());
        assertTrue(ran.err().startsWith("[TDM-202] shop: 2 to add, and there is nobody to ask"), ran.err());
        assertEquals(List.of(), target.synced);
    }

    @Test
    void yesDoesNotCoverDataLoss() {
        ScriptedTarget target = new ScriptedTarget(Plans.dataLoss());
        Ran ran = Ran.command(target, PIPE, "sync", "--yes");
        assertEquals(4, ran.exit());
        assertTrue(ran.err().startsWith("[TDM-201] customers.phone: DATA_LOSS, 16,666 rows hold a value"), ran.err());
        assertTrue(ran.err().contains("  --safe ") && !ran.err().contains("--allow"), ran.err());
        assertTrue(ran.err().contains("  --drop customers.phone  let it happen"), ran.err());
        assertEquals(List.of(), target.synced);
        assertEquals(
                4,
                Ran.command(new ScriptedTarget(Plans.rewrite()), PIPE, "sync", "--yes", "--allow", "DATA_LOSS")
                        .exit());
    }

    @Test
    void allowedByNameItIsApplied() {
        ScriptedTarget target = new ScriptedTarget(Plans.dataLoss());
        Ran ran = Ran.command(target, PIPE, "sync", "--yes", "--allow", "data-loss,TABLE_REWRITE");
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.out().contains("✓ applied 1 change in 1 statement, verified"), ran.out());
        SyncOptions options = target.synced.get(0);
        assertAll(
                () -> assertEquals(Mode.AUTO, options.mode()),
                () -> assertEquals(Set.of(Hazard.DATA_LOSS, Hazard.TABLE_REWRITE), options.allowed()),
                () -> assertTrue(options.explicit() && options.breakingAllowed() && !options.force()));
    }

    @Test
    void allowedByObjectOnlyThatOneIsApplied() {
        ScriptedTarget target = new ScriptedTarget(Plans.dataLoss());
        Ran other =
                Ran.command(target, PIPE, "sync", "--yes", "--drop", "customers.name", "--rewrite", "customers.phone");
        assertEquals(4, other.exit(), other.out());
        assertEquals(List.of(), target.synced);
        Ran ran = Ran.command(target, PIPE, "sync", "--yes", "--drop", "orders.x,public.customers.phone");
        assertEquals(0, ran.exit(), ran.err());
        assertEquals(Set.of(Hazard.DATA_LOSS), target.synced.get(0).allowed());
        ScriptedTarget rewrite = new ScriptedTarget(Plans.rewrite());
        assertEquals(
                0,
                Ran.command(rewrite, PIPE, "sync", "--yes", "--rewrite", "orders.priority")
                        .exit());
        assertEquals(
                2,
                Ran.command(target, PIPE, "sync", "--safe", "--drop", "customers.phone")
                        .exit());
    }

    @Test
    void whatOneIsToldToTypeKeepsTheOptions() {
        ScriptedTarget target = new ScriptedTarget(Plans.dataLoss());
        Ran ran = Ran.command(target, PIPE, "plan", "--url", "postgresql://me@host/db");
        assertTrue(
                ran.out().contains("tidemark sync --url postgresql://me@host/db --drop customers.phone\n"), ran.out());
        Ran secret = Ran.command(target, PIPE, "plan", "--url", "postgresql://me:s3cret@host/db");
        assertTrue(secret.out().contains("tidemark sync --url … --drop customers.phone\n"), secret.out());
        assertFalse(secret.out().contains("s3cret"), secret.out());
    }

    @Test
    void whatBreaksRunningVersionsGoesByTheOptionThenTheVariableThenSafe() {
        assertTrue(mayBreak(null));
        assertFalse(mayBreak(null, "--safe"));
        assertFalse(mayBreak("false"));
        assertTrue(mayBreak("true", "--safe"));
        assertTrue(mayBreak("false", "--allow-breaking"));
        assertFalse(mayBreak("true", "--no-allow-breaking"));
        Ran ran = Ran.with(breaking("yes"), new ScriptedTarget(Plans.columnAndIndex()), PIPE, "sync", "--yes");
        assertEquals(2, ran.exit(), ran.err());
        assertTrue(ran.err().startsWith("[TDM-603] TIDEMARK_ALLOW_BREAKING"), ran.err());
    }

    private static boolean mayBreak(@Nullable String variable, String... given) {
        ScriptedTarget target = new ScriptedTarget(Plans.columnAndIndex());
        List<String> words = new ArrayList<>(List.of("sync", "--yes"));
        words.addAll(List.of(given));
        Map<String, String> env = variable == null ? Ran.ENV : breaking(variable);
        Ran ran = Ran.with(env, target, PIPE, words.toArray(String[]::new));
        assertEquals(0, ran.exit(), ran.err());
        boolean planned = target.planned.get(0).breakingAllowed();
        assertEquals(planned, target.synced.get(0).breakingAllowed());
        return planned;
    }

    private static Map<String, String> breaking(String value) {
        Map<String, String> env = new HashMap<>(Ran.ENV);
        env.put("TIDEMARK_ALLOW_BREAKING", value);
        return env;
    }

    @Test
    void safeWithholds() {
        ScriptedTarget target = new ScriptedTarget(Plans.withheld());
        target.withheld = 1;
        Ran ran = Ran.command(target, PIPE, "sync", "--yes", "--safe");
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.out().contains("Withheld 1: - customers.phone (DATA_LOSS)"), ran.out());
        assertEquals(Mode.SAFE, target.synced.get(0).mode());
        assertFalse(target.planned.get(0).allowed().contains(Hazard.DATA_LOSS));
        assertEquals(
                3,
                Ran.command(target, PIPE, "sync", "--yes", "--safe", "--exit-code")
                        .exit());
    }

    @Test
    void anEmptyPlanIsRecordedWithoutAsking() {
        ScriptedTarget target = new ScriptedTarget(Plans.nothing());
        target.outcome = SyncStatus.UP_TO_DATE;
        Ran ran = Ran.command(target, PIPE, "sync");
        assertEquals(0, ran.exit(), ran.err());
        assertFalse(target.synced.get(0).force());
        assertTrue(ran.out().startsWith("✓ shop is in sync"), ran.out());
    }

    @Test
    void onATerminalTheTablesNameConfirmsDataLoss() {
        ScriptedTarget target = new ScriptedTarget(Plans.dataLoss());
        FakeTerminal somebody = FakeTerminal.typing("customers", "y");
        Ran ran = Ran.command(target, somebody, "sync", "--color", "never");
        assertEquals(0, ran.exit(), ran.err());
        assertEquals(2, somebody.asked);
        assertTrue(ran.err().contains("type the name customers (50,000 rows): "), ran.err());
        assertTrue(ran.err().contains("Apply 1 to drop to database shop at db.example.test:5432? [y/N] "), ran.err());
        assertEquals(Set.of(Hazard.DATA_LOSS), target.synced.get(0).allowed());
    }

    @Test
    void enterAndTheEndOfInputMeanNo() {
        for (FakeTerminal somebody : List.of(
                FakeTerminal.typing(),
                FakeTerminal.typing(""),
                FakeTerminal.typing("yes", "y"),
                FakeTerminal.typing("customers", ""),
                FakeTerminal.typing("customers"))) {
            ScriptedTarget target = new ScriptedTarget(Plans.dataLoss());
            Ran ran = Ran.command(target, somebody, "sync");
            assertEquals(4, ran.exit());
            assertTrue(ran.err().contains("Nothing was run."), ran.err());
            assertEquals(List.of(), target.synced);
        }
    }

    @Test
    void aRewriteIsAskedByItself() {
        ScriptedTarget target = new ScriptedTarget(Plans.rewrite());
        assertEquals(
                4, Ran.command(target, FakeTerminal.typing("n", "y"), "sync").exit());
        assertEquals(
                0, Ran.command(target, FakeTerminal.typing("y", "y"), "sync").exit());
        assertEquals(Set.of(Hazard.TABLE_REWRITE), target.synced.get(0).allowed());
    }

    @Test
    void aPlanThatChangedIsShownAndAskedAgain() {
        ScriptedTarget target = new ScriptedTarget(Plans.columnAndIndex(), Plans.firstSync());
        FakeTerminal somebody = FakeTerminal.typing("y", "y");
        Ran ran = Ran.command(target, somebody, "sync");
        assertEquals(0, ran.exit(), ran.err());
        assertEquals(2, somebody.asked);
        assertTrue(ran.err().contains("The plan has changed since it was shown; nothing was run."), ran.err());
        assertTrue(ran.out().contains("customer_orders"), ran.out());
        assertEquals(1, target.synced.size());
    }

    @Test
    void dryRunIsAPlan() {
        ScriptedTarget target = new ScriptedTarget(Plans.dataLoss());
        Ran ran = Ran.command(target, PIPE, "sync", "--dry-run", "--yes", "--allow", "DATA_LOSS");
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.out().contains("Nothing was run."), ran.out());
        assertEquals(List.of(), target.synced);
    }

    @Test
    void statusesHaveTheirCodes() {
        ScriptedTarget target = new ScriptedTarget(Plans.nothing());
        target.status = Plans.status(SyncStatus.OUT_OF_DATE, "v1:9b0d77e2");
        assertEquals(0, Ran.command(target, PIPE, "status").exit());
        assertEquals(3, Ran.command(target, PIPE, "status", "--exit-code").exit());
        target.status = Plans.status(SyncStatus.UP_TO_DATE, Plans.HASH);
        assertEquals(0, Ran.command(target, PIPE, "status", "--exit-code").exit());
        target.outcome = SyncStatus.TIMED_OUT;
        assertEquals(8, Ran.command(target, PIPE, "sync").exit());
        target.outcome = SyncStatus.SUPERSEDED;
        assertEquals(0, Ran.command(target, PIPE, "sync").exit());
        target.outcome = SyncStatus.BLOCKED_BY_PEER;
        assertEquals(4, Ran.command(target, PIPE, "sync").exit());
    }

    @Test
    void errorsHaveTheCodesOfTheirFamilies() {
        Map<String, Integer> codes = Map.of(
                "TDM-101", 5, "TDM-203", 4, "TDM-301", 8, "TDM-401", 6, "TDM-402", 7, "TDM-406", 6, "TDM-407", 7,
                "TDM-502", 9, "TDM-603", 2);
        codes.forEach((code, exit) -> {
            ScriptedTarget target = new ScriptedTarget(Plans.nothing());
            target.failure = TidemarkException.of(code, "something");
            Ran ran = Ran.command(target, PIPE, "plan");
            assertEquals(exit, ran.exit(), code);
            String end = code.startsWith("TDM-1") ? "Nothing was run.\n" : "";
            assertEquals("[" + code + "] something\n" + end, ran.err());
            assertEquals("", ran.out());
        });
        ScriptedTarget later = new ScriptedTarget(Plans.nothing());
        later.failure = new TidemarkException(Problem.of("TDM-499", null, "later", null, null, List.of()), true, null);
        assertEquals(7, Ran.command(later, PIPE, "plan").exit());
    }

    @Test
    void jsonIsOneDocumentErrorsIncluded() {
        Ran plan = Ran.command(new ScriptedTarget(Plans.columnAndIndex()), PIPE, "plan", "--json");
        Golden.check("plan.json", plan.out());
        Golden.check(
                "blocked.json",
                Ran.command(new ScriptedTarget(Plans.blocked()), PIPE, "plan", "--json")
                        .out());
        Golden.check(
                "sync.json",
                Ran.command(
                                new ScriptedTarget(Plans.dataLoss()),
                                PIPE,
                                "sync",
                                "--yes",
                                "--json",
                                "--allow",
                                "DATA_LOSS")
                        .out());
        Golden.check(
                "status.json",
                Ran.command(new ScriptedTarget(Plans.nothing()), PIPE, "status", "--json")
                        .out());
        Ran refused = Ran.command(
                new ScriptedTarget(Plans.dataLoss()), FakeTerminal.typing("customers", "y"), "sync", "--yes", "--json");
        assertEquals(4, refused.exit());
        assertEquals("", refused.err());
        Golden.check("refused.json", refused.out());
        Ran usage = Ran.command(new ScriptedTarget(Plans.nothing()), PIPE, "plan", "--json", "--dryrun");
        assertEquals(2, usage.exit());
        assertTrue(usage.out().contains("\"code\": \"TDM-601\"") && usage.err().isEmpty(), usage.out());
    }

    @Test
    void usageNamesTheCulpritAndTheNearest() {
        ScriptedTarget target = new ScriptedTarget(Plans.nothing());
        Ran dryRun = Ran.command(target, PIPE, "plan", "--dryrun");
        assertEquals(2, dryRun.exit());
        assertEquals("""
            [TDM-601] plan has no option --dryrun. Nearest: --dry-run, of sync; plan never changes anything.
              All: tidemark plan --help
            """, dryRun.err());
        assertUsage("sync has no option --alow. Nearest: --allow.", "sync", "--alow=DATA_LOSS");
        assertUsage("no hazard is called 'DATALOSS'", "sync", "--allow", "DATALOSS");
        assertUsage("tidemark has no command or argument snyc. Nearest: sync.", "snyc");
        assertUsage(
                "plan has no command or argument my.sql. A declaration is named by an option: --schema my.sql.",
                "plan",
                "my.sql");
        assertUsage("which command?");
        assertUsage("is no time; write 500ms", "sync", "--lock-timeout", "5");
        assertUsage("choose one", "sync", "--safe", "--allow", "DATA_LOSS");
        assertUsage("exclude each other", "plan", "--sql", "--json");
        assertUsage("always, never or auto", "plan", "--color", "pink");
        assertUsage("declared or schema", "sync", "--adopt=all");
        assertUsage("[TDM-603] budget", "sync", "--budget", "1ms");
        Ran which = Ran.live(Map.of(), "plan");
        assertEquals(2, which.exit());
        assertTrue(
                which.err().startsWith("[TDM-602] which database? --url, DATABASE_URL, PGHOST: none is set."),
                which.err());
    }

    private static void assertUsage(String text, String... args) {
        Ran ran = Ran.command(new ScriptedTarget(Plans.nothing()), PIPE, args);
        String all = (ran.out() + ran.err()).replace("\n  ", " ");
        assertEquals(2, ran.exit(), all);
        assertTrue(all.contains(text), all);
        assertTrue(ran.err().lines().count() <= 4, all);
    }

    @Test
    void optionsReachTheEngine() {
        ScriptedTarget target = new ScriptedTarget(Plans.columnAndIndex());
        Ran ran = Ran.command(
                target,
                PIPE,
                "sync",
                "--yes",
                "--app",
                "shop",
                "--adopt=schema",
                "--lock-timeout",
                "5s",
                "--wait-timeout=2min",
                "--budget",
                "1h");
        assertEquals(0, ran.exit(), ran.err());
        SyncOptions options = target.synced.get(0);
        assertEquals("shop", options.app());
        assertEquals(SyncOptions.Adopt.SCHEMA, options.adopt());
        assertEquals(
                List.of(Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofHours(1)),
                List.of(options.lockTimeout(), options.waitTimeout(), options.budget()));
        Ran.command(target, PIPE, "sync", "--yes", "--adopt");
        assertEquals(SyncOptions.Adopt.DECLARED, target.synced.get(1).adopt());
    }

    @Test
    void helpAndVersionGoToStdout() {
        for (String[] args :
                new String[][] {{"--help"}, {"plan", "--help"}, {"sync", "--help"}, {"status", "--help"}, {"--version"}
                }) {
            Ran ran = Ran.command(new ScriptedTarget(Plans.nothing()), PIPE, args);
            assertEquals(0, ran.exit());
            assertEquals("", ran.err());
            assertFalse(ran.out().isBlank());
        }
    }

    @Test
    void colourIsForTerminalsOnly() {
        assertTrue(coloured(FakeTerminal.typing(), Map.of(), "auto"));
        assertFalse(coloured(FakeTerminal.typing(), Map.of("NO_COLOR", ""), "auto"));
        assertFalse(coloured(FakeTerminal.typing(), Map.of("TERM", "dumb"), "auto"));
        assertFalse(coloured(FakeTerminal.typing(), Map.of(), "never"));
        assertFalse(coloured(FakeTerminal.none(), Map.of(), "auto"));
        assertTrue(coloured(FakeTerminal.none(), Map.of(), "always"));
    }

    private static boolean coloured(Terminal terminal, Map<String, String> more, String when) {
        Map<String, String> env = new java.util.HashMap<>(Ran.ENV);
        env.putAll(more);
        return Ran.with(env, new ScriptedTarget(Plans.dataLoss()), terminal, "plan", "--color", when)
                .out()
                .contains("\u001b[");
    }
}
