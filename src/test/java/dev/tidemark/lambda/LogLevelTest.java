package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.report.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which lines are left where a function logs less, by Lambda's documented rule. */
final class LogLevelTest {
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    /** "Log-level filtering": a line's level is its field, beside a valid RFC 3339 timestamp; INFO where either is missing or wrong. */
    private static boolean passes(String applicationLogLevel, String line) {
        Map<?, ?> json = (Map<?, ?>) Objects.requireNonNull(Json.read(line));
        String level = String.valueOf(json.get("level"));
        try {
            OffsetDateTime.parse(String.valueOf(json.get("timestamp")));
        } catch (DateTimeParseException e) {
            level = "INFO";
        }
        int rank = LEVELS.indexOf(level);
        return (rank < 0 ? LEVELS.indexOf("INFO") : rank) >= LEVELS.indexOf(applicationLogLevel);
    }

    private static String printed(Map<String, ?> fields) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            JsonLine.print(fields);
        } finally {
            System.setOut(before);
        }
        return log.toString(StandardCharsets.UTF_8).strip();
    }

    @ParameterizedTest
    @CsvSource({
        "cold-start, UP_TO_DATE, INFO",
        "cold-start, SYNCED, INFO",
        "cold-start, OFF, INFO",
        "cold-start, SUPERSEDED, WARN",
        "cold-start, DEFERRED, WARN",
        "cold-start, TIMED_OUT, WARN",
        "cold-start, OUT_OF_DATE, ERROR",
        "cold-start, BLOCKED, ERROR",
        "cold-start, BLOCKED_BY_PEER, ERROR",
        "cold-start, ERROR, ERROR",
        "drift, DRIFTED, WARN",
        "drift, IN_STEP, INFO",
        "status, OUT_OF_DATE, WARN",
        "plan, PLANNED, INFO",
    })
    void aLineHasTheLevelOfItsStatus(String what, String status, String level) {
        String line = printed(Map.of("tidemark", what, "status", status));
        assertEquals(level, ((Map<?, ?>) Objects.requireNonNull(Json.read(line))).get("level"), line);
        assertEquals(List.of(), Schemas.faults("log.json", line), line);
        assertTrue(passes("INFO", line));
        assertEquals(!level.equals("INFO"), passes("WARN", line));
        assertEquals(level.equals("ERROR"), passes("ERROR", line));
    }

    @Test
    void whatHasACodeOrFailedAStackIsAnError() {
        assertTrue(passes("ERROR", printed(Map.of("tidemark", "deploy", "status", "ERROR", "answer", "FAILED"))));
        assertTrue(passes("ERROR", printed(Map.of("tidemark", "deploy", "status", "OUT_OF_DATE", "answer", "FAILED"))));
        assertTrue(passes("ERROR", printed(Map.of("tidemark", "schedule", "status", "DRIFTED", "code", "TDM-612"))));
    }

    /** Metrics and the alarms on them are there where a function logs warnings only. */
    @Test
    void metricsPassWithTheWarnings() {
        Metrics metrics = new Metrics();
        metrics.put(Metrics.Metric.FAILED, 0);
        String line = printed(metrics.document("Tidemark", "shop", Instant.EPOCH));
        assertEquals(List.of(), Schemas.faults("metrics.json", line), line);
        assertTrue(passes("WARN", line), line);
    }

    @Test
    void theRuleIsLambdas() {
        assertTrue(!passes("WARN", "{\"level\":\"ERROR\",\"message\":\"without a timestamp\"}"));
        assertTrue(!passes("WARN", "{\"level\":\"ERROR\",\"timestamp\":\"yesterday\"}"));
        assertTrue(!passes("WARN", "{\"timestamp\":\"2026-11-30T03:02:03.004Z\"}"));
        assertTrue(passes("WARN", "{\"level\":\"ERROR\",\"timestamp\":\"2026-11-30T03:02:03.004Z\"}"));
    }

    @Test
    void aTimestampIsTheOneOfJavaTime() {
        Random random = new Random(20261130);
        for (int i = 0; i < 20_000; i++) {
            long millis = random.nextLong(253_402_300_800_000L);
            assertEquals(
                    Instant.ofEpochMilli(millis), Instant.parse(LogLevel.timestamp(millis)), Long.toString(millis));
        }
        for (String time : List.of(
                "1970-01-01T00:00:00.000Z",
                "2000-02-29T23:59:59.999Z",
                "2024-02-29T12:00:00.007Z",
                "2100-03-01T00:00:00.000Z",
                "2026-12-31T23:59:59.999Z")) {
            assertEquals(time, LogLevel.timestamp(Instant.parse(time).toEpochMilli()));
        }
    }
}
