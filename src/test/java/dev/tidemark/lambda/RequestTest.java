package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTest {
    record Refused(Map<String, Object> event, String code, String said) {}

    static List<Refused> refused() {
        return List.of(
                new Refused(Map.of(), "TDM-610", "no field \"tidemark\""),
                new Refused(Map.of("detail-type", "x", "source", "y"), "TDM-610", "[detail-type, source]"),
                new Refused(Map.of("tidemark", "migrate"), "TDM-610", "plan, sync, status, verify, drift, schedule"),
                new Refused(Map.of("tidemark", "unlock"), "TDM-610", "\"unlock\" comes with a later version"),
                new Refused(Map.of("tidemark", "unlock"), "TDM-610", "TIDEMARK_LEASE_TTL"),
                new Refused(Map.of("tidemark", "history"), "TDM-610", "\"history\" comes with a later version"),
                new Refused(Map.of("tidemark", "history"), "TDM-610", "the table \"journal\""),
                new Refused(Map.of("tidemark", "deploy"), "TDM-610", "an event of CloudFormation"),
                new Refused(Map.of("source", "aws.scheduler", "detail", "{}"), "TDM-610", "set the schedule's Input"),
                new Refused(Map.of("tidemark", 7), "TDM-610", "\"7\" is no command"),
                new Refused(Map.of("tidemark", "sync", "froce", true), "TDM-611", "\"froce\" is no field of \"sync\""),
                new Refused(Map.of("tidemark", "status", "force", true), "TDM-611", "\"force\" is no field"),
                new Refused(
                        Map.of("tidemark", "sync", "force", "yes"), "TDM-611", "\"force\" is \"yes\", true or false"),
                new Refused(Map.of("tidemark", "sync", "mode", "verify"), "TDM-611", "safe or auto"),
                new Refused(Map.of("tidemark", "sync", "mode", "auto", "safe", true), "TDM-611", "say the same thing"),
                new Refused(Map.of("tidemark", "sync", "app", 1), "TDM-611", "\"app\" is 1, a string"),
                new Refused(Map.of("tidemark", "sync", "allow", "DATA_LOSS"), "TDM-611", "a list of hazards"),
                new Refused(Map.of("tidemark", "sync", "allow", List.of("LOSS")), "TDM-603", "the hazard \"LOSS\""),
                new Refused(
                        Map.of("tidemark", "sync", "allow", List.of("LOSS", "DATA_LOSS", "PAIN")),
                        "TDM-603",
                        "the hazard \"LOSS\", \"PAIN\";"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNotUnderstoodIsRefusedByName(Refused refused) {
        TidemarkException fault = assertThrows(TidemarkException.class, () -> Request.parse(refused.event()));
        assertEquals(refused.code(), fault.code());
        assertTrue(String.valueOf(fault.getMessage()).contains(refused.said()), fault.getMessage());
    }

    @Test
    void theHandlerAnswersWithAnErrorObjectAndNamesAllFaults() {
        Map<String, @Nullable Object> answer = new TidemarkHandler(Map.of(), null)
                .handleRequest(
                        Map.of("tidemark", "plan", "froce", true, "allow", 3), TimedContext.of(Duration.ofSeconds(20)));
        assertEquals("ERROR", answer.get("status"));
        String json = JsonLine.of(answer);
        assertTrue(json.contains("froce") && json.contains("allow") && json.contains("TDM-611"), json);
    }

    @Test
    void theSchedulersOwnPayloadIsThrownSinceNobodyReadsItsAnswer() {
        Map<String, Object> payload = Map.of(
                "version", "0", "id", "1", "detail-type", "Scheduled Event", "source", "aws.scheduler", "detail", "{}");
        TidemarkException fault = assertThrows(
                TidemarkException.class,
                () -> new TidemarkHandler(Map.of(), null)
                        .handleRequest(payload, TimedContext.of(Duration.ofSeconds(20))));
        assertTrue(fault.getMessage().contains("{\"tidemark\": \"schedule\"}"), fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "\"status\"",
                "{\"tidemark\"",
                "{\"tidemark\": \"status\", \"tidemark\": \"sync\"}",
                "{\"tidemark\": \"status\", \"x\": 1e999999999999}"
            })
    void whatIsNoReadableObjectIsAnsweredAndLoggedToo(String event) throws IOException {
        refusedBriefly(event, "TDM-610", "the event cannot be read");
    }

    @Test
    void whatIsRepeatedOfAnEventIsShortHoweverLongItIs() throws IOException {
        String deep = "[".repeat(200) + "]".repeat(200);
        refusedBriefly("{\"tidemark\": \"status\", \"x\": " + deep + "}", "TDM-610", "nested deeper than 64");
        String longest = "a".repeat(5_000_000);
        refusedBriefly("{\"tidemark\": \"" + longest + "\"}", "TDM-610", "aaa…\\\" is no command");
        refusedBriefly("{\"tidemark\": \"status\", \"app\": \"" + longest + "\"}", "TDM-611", "5000000 characters");
        refusedBriefly("{\"tidemark\": \"plan\", \"allow\": \"" + longest + "\"}", "TDM-611", "a list of hazards");
        refusedBriefly("{\"tidemark\": \"plan\", \"allow\": [\"" + longest + "\"]}", "TDM-603", "names the hazard");
        refusedBriefly("{\"" + longest + "\": 1}", "TDM-610", "no field");
        StringBuilder many = new StringBuilder("{\"tidemark\": \"status\"");
        for (int i = 0; i < 50_000; i++) {
            many.append(", \"field").append(i).append("\": ").append(i);
        }
        refusedBriefly(many + "}", "TDM-611", "and 49980 more");
    }

    /** The answer is a failure, and both it and the one line of the log are of a size that people read. */
    private static void refusedBriefly(String event, String code, String said) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            new TidemarkHandler(Map.of(), null)
                    .handleRequest(
                            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                            answer,
                            TimedContext.of(Duration.ofSeconds(60)));
        } finally {
            System.setOut(before);
        }
        String json = answer.toString(StandardCharsets.UTF_8);
        assertTrue(json.length() < 10_000, "" + json.length());
        assertEquals(List.of(), Schemas.faults("answers.json#/$defs/failure", json), json);
        assertTrue(json.contains(code) && json.contains(said), json);
        String line = log.toString(StandardCharsets.UTF_8);
        assertTrue(line.length() < 2_000 && line.indexOf('\n') == line.length() - 1, line);
        assertEquals(List.of(), Schemas.faults("log.json", line), line);
    }

    /** An answer would tell a queue, a topic or a rule that all went well. */
    @Test
    void whatAServiceDeliversByItselfIsThrown() {
        for (Map<String, Object> event : List.<Map<String, Object>>of(
                Map.of("Records", List.of(Map.of("eventSource", "aws:sqs", "body", "{\"tidemark\": \"sync\"}"))),
                Map.of("source", "aws.rds", "detail-type", "RDS DB Instance Event", "detail", Map.of()),
                Map.of("tidemark", "Schedule"),
                Map.of("tidemark", "schedule", "mode", "safe"))) {
            assertThrows(
                    TidemarkException.class,
                    () -> new TidemarkHandler(Map.of(), null)
                            .handleRequest(event, TimedContext.of(Duration.ofSeconds(20))),
                    event.toString());
        }
    }

    @Test
    void aSyncIsExplicitAndSafeUnlessItSaysOtherwise() {
        SyncOptions safe = options(Map.of("tidemark", "sync"));
        assertEquals(Mode.SAFE, safe.mode());
        assertTrue(safe.explicit() && !safe.breakingAllowed() && !safe.force());
        SyncOptions auto = options(
                Map.of("tidemark", "sync", "safe", false, "allow", List.of("DATA_LOSS"), "force", true, "app", "shop"));
        assertEquals(Mode.AUTO, auto.mode());
        assertEquals(Set.of(Hazard.DATA_LOSS), auto.allowed());
        assertEquals("shop", auto.app());
        assertTrue(auto.force());
    }

    @Test
    void theScheduleIsSafeAndNotExplicit() {
        SyncOptions schedule = options(Map.of("tidemark", "schedule"));
        assertEquals(Mode.SAFE, schedule.mode());
        assertTrue(!schedule.explicit() && !schedule.breakingAllowed() && !schedule.force());
        Request request = Request.parse(Map.of("tidemark", "schedule"));
        SyncOptions base = EnvironmentOptions.of(Map.of("TIDEMARK_ALLOW_BREAKING", "true"), Duration.ofMinutes(10));
        assertEquals(
                Mode.SAFE, request.apply(base.withMode(Mode.AUTO), Map.of()).mode(), "never data loss");
        assertEquals(
                Mode.VERIFY, request.apply(base.withMode(Mode.VERIFY), Map.of()).mode());
        assertTrue(request.apply(base, Map.of()).breakingAllowed());
    }

    @Test
    void theBudgetCutsWhatDependsOnIt() {
        SyncOptions options = EnvironmentOptions.of(Map.of("TIDEMARK_RUNTIME_ROLES", "a, b"), Duration.ofSeconds(8));
        assertEquals(Duration.ofSeconds(8), options.budget());
        assertEquals(Duration.ofSeconds(8), options.waitTimeout());
        assertEquals(Duration.ofSeconds(8), options.leaseTtl());
        assertEquals(Duration.ofSeconds(2), options.lockTimeout());
        assertEquals(List.of("a", "b"), options.runtimeRoles());
    }

    private static SyncOptions options(Map<String, Object> event) {
        return Request.parse(event).apply(EnvironmentOptions.of(Map.of(), Duration.ofMinutes(10)), Map.of());
    }
}
