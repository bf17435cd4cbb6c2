package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.report.Gzip;
import dev.tidemark.testkit.PlanLogin;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Candidates that try to have something committed. */
final class CandidateEscapeTest {
    private static final TestDatabase DATABASE = TestPostgres.fresh();
    private static final PlanLogin LOGIN = PlanLogin.create(DATABASE);

    @AfterAll
    static void drop() {
        DATABASE.close();
        LOGIN.close();
    }

    private static final String TRAP = """
        create function act() returns text volatile language plpgsql as $f$
        declare h text;
        begin
          for h in select nspname from pg_catalog.pg_namespace where nspname like 'tm\\_%' loop
            begin
              execute pg_catalog.format('delete from %I.guard', h);
            exception when undefined_table then null;
            end;
          end loop;
          execute 'create schema evil';
          execute 'create table evil.t as select 1 as a';
          set standard_conforming_strings = off;
          return 'x';
        end $f$;
        create table trap (a text) partition by list (a);
        create table sprung partition of trap for values in (act());
        """;

    /** What is one string for whoever reads it with backslashes that mean nothing is a string's end, a COMMIT and a comment for others. */
    static List<Arguments> lateStrings() {
        List<Arguments> cases = new ArrayList<>();
        for (String mode : List.of("", "?preferQueryMode=simple")) {
            for (String text : List.of(
                    "create table last (a text default 'a\\'' ); commit; --');",
                    "create table last (a text default n'a\\'' ); commit; --');",
                    "create table last (a text default 'a'\n -- on and on\n '\\'' ); commit; --');",
                    "create view last as select date'\\''; commit; --';",
                    "comment on table trap is '\\''; commit; --';",
                    "create schema \"\\')]); commit; --\"; create table \"\\')]); commit; --\".last (a text);")) {
                cases.add(Arguments.of(mode, text));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("lateStrings")
    void aStringEndsWhereItWasReadToEnd(String mode, String text) {
        Map<String, @Nullable Object> answer = plan(TRAP + text, mode);
        assertEquals(
                List.of(),
                DATABASE.rows("select nspname from pg_namespace where nspname ~ '^(evil|tm_)'"),
                () -> JsonLine.of(answer));
        assertEquals("PLANNED", plan("create table fine (a int);", mode).get("status"));
    }

    /** What was made of the text as it is written is no other than what the shadow made of it. */
    @Test
    void backslashesStandForThemselves() {
        String text = "create table t (a text default 'C:\\temp', b text default n'\\', c text default 'a\\'\n'b''\\c',"
                + " d text default U&'x!0041\\' uescape '!', e text default text'\\', f text default E'a\\\\b');\n"
                + "comment on table t is 'a\\b';";
        try (TestDatabase own = TestPostgres.fresh()) {
            SyncOptions options = SyncOptions.defaults()
                    .withApp("shop")
                    .withSource(new SyncOptions.SchemaSource(text, "schema.sql"))
                    .withForce(true);
            Tidemark tidemark = Tidemark.open(own.dataSource(), options);
            tidemark.sync();
            assertEquals(List.of(), tidemark.plan().changes(Plan.Fate.APPLY));
            own.run("insert into t default values");
            assertEquals(
                    List.of("C:\\temp", "\\", "a\\b'\\c", "xA\\", "\\", "a\\b"),
                    own.rows("select unnest(array[a, b, c, d, e, f]) from t"));
        }
    }

    /** PostgreSQL's complaint about something behind such a string is told at the place where it was written. */
    @Test
    void placesStayRight() {
        String text = "create table t (a text default 'a\\b', b nothing_known);";
        String answer = JsonLine.of(plan(text, ""));
        assertTrue(answer.contains("schema.sql:1:" + (text.indexOf("nothing") + 1)), answer);
    }

    private static Map<String, @Nullable Object> plan(String text, String mode) {
        Map<String, String> environment = Map.of(
                "TIDEMARK_URL",
                DATABASE.url() + mode,
                "TIDEMARK_APP",
                "selfcheck",
                "TIDEMARK_PLAN_USER",
                LOGIN.user(),
                "TIDEMARK_PLAN_PASSWORD",
                LOGIN.password());
        Map<String, Object> schema = Map.of(
                "app",
                "shop",
                "origin",
                "schema.sql",
                "gzip",
                Base64.getEncoder().encodeToString(Gzip.pack(text)));
        Map<String, Object> event = new HashMap<>(Map.of("tidemark", "plan", "mode", "auto", "schema", schema));
        return new TidemarkHandler(environment, null).handleRequest(event, TimedContext.of(Duration.ofSeconds(30)));
    }
}
