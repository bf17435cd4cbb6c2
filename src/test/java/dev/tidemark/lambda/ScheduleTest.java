package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.report.Json;
import dev.tidemark.testkit.AwsStub;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schedule's event in a real JVM under AWS's runtime interface client: what it writes, sends and throws. */
final class ScheduleTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SCHEDULE = "{\"tidemark\": \"schedule\"}";

    private final TestDatabase database = TestPostgres.fresh();
    private final AwsStub aws = new AwsStub();
    private final RuntimeApi lambda = new RuntimeApi();

    @BeforeEach
    void sync() {
        assertEquals(
                SyncStatus.SYNCED,
                Tidemark.open(database.dataSource(), SyncOptions.defaults().withApp("selfcheck"))
                        .sync()
                        .status());
    }

    @AfterEach
    void stop() {
        lambda.close();
        aws.close();
        database.close();
    }

    @Test
    void quietThenDriftThenFailureIsMeasuredLoggedToldAndThrown() {
        RuntimeInstance function = start(Map.of(
                "TIDEMARK_EVENT_BUS", "tidemark", "TIDEMARK_TOPIC", "arn:aws:sns:eu-central-1:000000000000:alerts"));
        RuntimeInstance.Answer quiet = function.invoke(SCHEDULE, LIMIT);
        assertTrue(quiet.ok(), quiet.body());
        assertEquals(List.of(), Schemas.faults("answers.json#/$defs/schedule", quiet.body()), quiet.body());
        assertEquals("UP_TO_DATE", read(quiet.body()).get("status"));
        Map<?, ?> calm = metrics(function, 1);
        assertEquals(0, number(calm, "DriftObjects"));
        assertEquals(0, number(calm, "Failed"));
        double hot = ((Number) Objects.requireNonNull(calm.get("HotPathSeconds"))).doubleValue();
        assertTrue(hot > 0.0005 && hot < 20, calm.toString());
        assertEquals(List.of(), aws.events());
        assertEquals(List.of(), aws.messages());

        database.run("alter table " + table() + " add column hand text");
        RuntimeInstance.Answer drifted = function.invoke(SCHEDULE, LIMIT);
        assertTrue(drifted.ok(), drifted.body());
        assertEquals(List.of(), Schemas.faults("answers.json#/$defs/schedule", drifted.body()), drifted.body());
        assertEquals(1, number(metrics(function, 2), "DriftObjects"));
        Map<?, ?> event = event(0);
        Map<?, ?> line = line(function, 2);
        assertEquals("Tidemark drift", event.get("DetailType"));
        assertEquals("dev.tidemark", event.get("Source"));
        assertEquals("tidemark", event.get("EventBusName"));
        Map<?, ?> detail = read((String) event.get("Detail"));
        assertEquals(1, number(detail, "count"));
        assertEquals("same", detail.get("codeIs"));
        assertEquals(line.get("fingerprint"), detail.get("fingerprint"));
        assertEquals(List.of(), Schemas.faults("notices.json", String.valueOf(event.get("Detail"))));
        assertEquals("Tidemark drift", aws.messages().get(0).get("Subject"));
        assertEquals(event.get("Detail"), aws.messages().get(0).get("Message"));
        assertEquals(2, number(line, "notices"));

        database.run("delete from tidemark.schema_text");
        RuntimeInstance.Answer failed = function.invoke(SCHEDULE, LIMIT);
        assertFalse(failed.ok(), "Lambda's error metric, its retries and the dead-letter queue see it");
        assertTrue(failed.body().contains("dev.tidemark.TidemarkException"), failed.body());
        assertTrue(failed.body().contains("TDM-503"), failed.body());
        assertEquals(1, number(metrics(function, 3), "Failed"));
        assertFalse(metrics(function, 3).containsKey("DriftObjects"), "what was not measured is not zero");
        assertEquals("TDM-503", line(function, 3).get("code"));
        assertEquals("Tidemark schedule failed", event(1).get("DetailType"));
        assertEquals(List.of(), Schemas.faults("notices.json", String.valueOf(event(1).get("Detail"))));
    }

    @Test
    void aNoticeThatCannotBeSentIsSaidAndHidesNothing() {
        RuntimeInstance function = start(Map.of("TIDEMARK_EVENT_BUS", "tidemark", "TIDEMARK_TOPIC", "not-an-arn"));
        database.run("alter table " + table() + " add column hand text");
        aws.refuseWith(403);
        RuntimeInstance.Answer answer = function.invoke(SCHEDULE, LIMIT);
        assertTrue(answer.ok(), answer.body());
        assertEquals(2, number(metrics(function, 1), "NoticesFailed"));
        String said = String.valueOf(line(function, 1).get("noticesFailed"));
        assertTrue(said.contains("TIDEMARK_EVENT_BUS: ") && said.contains("TIDEMARK_TOPIC: "), said);
        aws.keepSilent(true);
        RuntimeInstance.Answer late = function.invoke(SCHEDULE, Duration.ofSeconds(9));
        assertTrue(late.ok(), late.body());
        assertEquals(2, number(metrics(function, 2), "NoticesFailed"));
        assertEquals(1, number(metrics(function, 2), "DriftObjects"));
    }

    @Test
    void withMetricsOffAndNobodyToTellItWritesOneTracedLineAndLoadsNoSdk() {
        RuntimeInstance function = start(Map.of("TIDEMARK_METRICS", "false"), "-Xlog:class+load");
        assertTrue(function.invoke(SCHEDULE, LIMIT).ok());
        Map<?, ?> line = line(function, 1);
        assertEquals(JsonLine.trace(RuntimeInstance.TRACE), line.get("trace"));
        assertFalse(function.output().contains("\"_aws\""));
        assertTrue(function.output().contains("dev.tidemark.lambda.Notices "), "classes are logged");
        assertFalse(function.output().contains("software.amazon.awssdk.services"), "the SDK is for notices alone");
    }

    private RuntimeInstance start(Map<String, String> more, String... jvmOptions) {
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.put("TIDEMARK_APP", "selfcheck");
        environment.put("TIDEMARK_URL", database.url());
        environment.putAll(more);
        return lambda.start(RuntimeApi.launch(TidemarkHandler.class.getName())
                .with(environment)
                .withJvmOptions(jvmOptions));
    }

    private String table() {
        return database.value("select oid::regclass from pg_class where relname = 'probe'");
    }

    private Map<?, ?> event(int number) {
        List<?> entries =
                (List<?>) Objects.requireNonNull(read(aws.events().get(number)).get("Entries"));
        assertEquals(1, entries.size());
        return (Map<?, ?>) entries.get(0);
    }

    /** The metrics of the nth run. */
    private static Map<?, ?> metrics(RuntimeInstance function, int run) {
        String line = lines(function, "_aws", run).get(run - 1);
        assertEquals(List.of(), Schemas.faults("metrics.json", line), line);
        return read(line);
    }

    /** The log line of the nth run. */
    private static Map<?, ?> line(RuntimeInstance function, int run) {
        String line = lines(function, "\"tidemark\":\"schedule\"", run).get(run - 1);
        assertEquals(List.of(), Schemas.faults("log.json", line), line);
        return read(line);
    }

    private static List<String> lines(RuntimeInstance function, String with, int atLeast) {
        Instant end = Instant.now().plus(LIMIT);
        while (true) {
            List<String> found = function.lines().stream()
                    .map(RuntimeInstance.Line::text)
                    .filter(l -> l.startsWith("{") && l.contains(with))
                    .toList();
            if (found.size() >= atLeast) {
                return found;
            }
            assertTrue(Instant.now().isBefore(end), function.output());
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static int number(Map<?, ?> document, String field) {
        return ((Number) Objects.requireNonNull(document.get(field))).intValue();
    }

    private static Map<?, ?> read(@Nullable String json) {
        return (Map<?, ?>) Objects.requireNonNull(Json.read(String.valueOf(json)));
    }
}
