package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.report.Json;
import dev.tidemark.testkit.AwsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, defaults and messages that others chose, on a reviewer's terminal and in a comment on a pull request. */
final class HostileTextTest {
    private static final String CLEAR = "\u001b[2J\u001b]0;owned\u0007\u009b31m\u202edesrever\r";
    private static final String LIE = "x\nPlan: nothing to do.\n✓ shop is in sync";
    private static final String MARKUP =
            "`a` | [ok](http://evil.test) ![i](//evil.test/i) <img src=x> **b** @org/all #17 https://evil.test"
                    + " www.evil.test ~~no~~ _it_ &lt; \\| --> ``` \n\n"
                    + "# done\n"
                    + "```\n"
                    + "- [x] approved";
    private static final Pattern STEERS =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069&&[^\\n\\t]]");

    private static Plan plan(String words) {
        ObjectName table = ObjectName.of(ObjectKind.TABLE, "public", "t" + words);
        Plan.Change change = new Plan.Change(
                table.member(ObjectKind.COLUMN, "c" + words),
                Plan.Action.ALTER,
                "column " + words,
                Plan.Fate.APPLY,
                CostClass.BLOCKING,
                Duration.ofSeconds(4),
                List.of(new HazardNote(Hazard.TABLE_REWRITE, "why " + words, "way " + words, true)),
                List.of("ALTER TABLE t ALTER c SET DEFAULT '" + words + "'"));
        Plan.Entry entry = new Plan.Entry(
                table, Plan.Action.ALTER, words, List.of(change), OptionalLong.of(1), OptionalLong.of(2));
        Plan clean = Plans.plan(List.of(entry, Plans.created(ObjectKind.TYPE, "e" + words, words)), "note " + words);
        Problem problem = Problem.of(
                "TDM-103", table, "message " + words, "schema.sql" + words + ":1:2", "P0001", List.of("hint " + words));
        return new Plan(
                "shop", Plans.HASH, "16" + words, clean.entries(), clean.batches(), List.of(problem), clean.notes());
    }

    @ParameterizedTest
    @ValueSource(strings = {CLEAR, LIE, MARKUP, "\u001b", "\u001b[", "\u001b[31", "\ud800"})
    void nothingSteersATerminal(String words) {
        Plan plan = plan(words);
        for (boolean colour : List.of(false, true)) {
            Style style = Style.of(colour, true, 80);
            String text = assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> new PlanPrinter(plan, Plans.WHERE, style).print(true, "tidemark sync", false)
                            + new ErrorPrinter(style, null).print(plan.problems())
                            + style.harmless(SqlPrinter.print(plan)));
            String uncoloured = text.replaceAll("\u001b\\[(2|31|32|33|0)m", "");
            assertFalse(STEERS.matcher(uncoloured).find(), () -> Json.line(uncoloured));
            assertFalse(text.contains("\ud800"), () -> Json.line(text));
        }
    }

    @Test
    void nobodyElsesLineLooksLikeOurs() {
        Plan plan = plan(LIE);
        String text = new PlanPrinter(plan, Plans.WHERE, Style.plain()).print(true, "tidemark sync", false)
                + new ErrorPrinter(Style.plain(), null).print(plan.problems());
        assertFalse(text.contains("\nPlan: nothing to do"), text);
        assertFalse(text.contains("\n✓ shop"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {CLEAR, LIE, MARKUP})
    void aCommentHasNoMarkupOfOthers(String words) {
        String text = new MarkdownPrinter(plan(words), Plans.WHERE, Plans.RECORDED).print();
        int block = text.indexOf("<details>");
        String prose = block < 0 ? text : text.substring(0, block) + text.substring(text.indexOf("</details>"));
        assertFalse(STEERS.matcher(text).find(), () -> Json.line(text));
        for (String markup :
                List.of("[ok](", "![i](", "<img", " **b**", "@org", "#17", "https://", "www.evil", "~~no")) {
            assertFalse(
                    Pattern.compile("(?<!\\\\)" + Pattern.quote(markup))
                            .matcher(prose)
                            .find(),
                    () -> markup + prose);
        }
        prose.lines()
                .filter(line -> line.startsWith("| ~") || line.startsWith("| +"))
                .forEach(
                        row -> assertEquals(7, row.chars().filter(c -> c == '|').count(), row));
        assertTrue(
                prose.lines()
                        .allMatch(line -> line.isEmpty()
                                || line.matches(
                                        "(<!--|### `shop`|- \\*\\*TDM-|  - |\\|[ -]|> note |</details>|Candidate).*")),
                prose);
    }

    @Test
    void aBlockOfCodeEndsWhereItEnds() {
        String text = Markdown.block("sql", "select '````'\n```\n# done\n");
        assertTrue(text.startsWith("`````sql\n") && text.endsWith("\n`````\n"), text);
    }

    /** Ways out name annotations, and a user of GitHub who is called so hears nothing of it. */
    @Test
    void waysOutCallNobody() {
        assertEquals("a comment -- @<!-- -->renamed from=old", Markdown.text("a comment -- @renamed from=old"));
        assertEquals("text\\[\\] on order_status", Markdown.text("text[] on order_status"));
    }

    @Test
    void aCommentStaysBelowTheLimitWhateverGoesWrong() {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            problems.add(Problem.of("TDM-103", null, "m".repeat(i == 0 ? 100_000 : 300), null, null, List.of("w")));
        }
        Plan few = Plans.columnAndIndex();
        Plan plan = new Plan(
                "shop",
                Plans.HASH,
                "18",
                few.entries(),
                few.batches(),
                problems,
                Collections.nCopies(500, "n".repeat(1000)));
        String text = new MarkdownPrinter(plan, Plans.WHERE, Plans.RECORDED).print();
        assertTrue(text.length() < 60_000, Integer.toString(text.length()));
        assertTrue(text.contains("problems more: `tidemark plan`") && text.contains("orders.note"), text);
    }

    @TempDir
    Path home;

    /** Whatever answers there, the command ends with an exit code of the table and without a stack trace. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"format\": 1}",
                "{\"format\": 1e400}",
                "{\"format\": 1, \"format\": 1}",
                "{\"format\":1,\"status\":\"ERROR\",\"errors\":[]}",
                "{\"format\":1,\"status\":\"ERROR\",\"errors\":[{\"code\":\"X\",\"message\":\"\\u001b[2J\",\"wayOut\":[],"
                    + "\"retry\":false}]}",
                "{\"format\":1,\"status\":\"UP_TO_DATE\",\"app\":\"a\",\"version\":\"v1:1\",\"withheld\":99999999999,"
                        + "\"deferred\":0}",
                "{\"format\":1,\"status\":\"UP_TO_DATE\",\"app\":\"a\",\"version\":\"\",\"withheld\":1e99999999,"
                        + "\"deferred\":-1}",
                "{\"format\":1,\"status\":\"UP_TO_DATE\",\"app\":\"\\u001b[2J\",\"version\":\"v1:1\",\"withheld\":0,"
                        + "\"deferred\":0,\"recordedAt\":\"+999999999-12-31T23:59:59Z\",\"recordedBy\":\"\\u009b2J\"}",
                "{\"format\":1,\"status\":\"UP_TO_DATE\",\"gzip\":\"H4sI\"}",
                "{\"format\":1,\"status\":\"UP_TO_DATE\",\"stored\":1}",
            })
    void anyAnswerIsSurvived(String answer) throws IOException {
        Path schema = Files.writeString(home.resolve("schema.sql"), "create table t (a int);");
        try (AwsServer aws = AwsServer.start((function, event) -> AwsServer.Answer.of(answer))) {
            for (String[] args : List.of(
                    new String[] {"status", "--function", "f"},
                    new String[] {"status", "--function", "f", "--json"},
                    new String[] {"drift", "--function", "f"},
                    new String[] {"plan", "--schema", schema.toString(), "--app", "shop", "--function", "f"})) {
                Ran ran = Ran.live(aws.environment(), args);
                assertTrue(List.of(0, 1, 6).contains(ran.exit()), ran.exit() + ran.err());
                assertFalse(ran.err().contains("\tat "), ran.err());
                assertFalse(STEERS.matcher(ran.out() + ran.err()).find(), ran.out() + ran.err());
            }
        }
    }
}
