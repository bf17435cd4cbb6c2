package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.report.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever is woken by a line with the level ERROR reads there which app it is, and which version of its code. */
final class ErrorLinesTest {
    /** Nothing listens there. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "TIDEMARK_URL",
            "jdbc:postgresql://127.0.0.1:1/none?user=none",
            "TIDEMARK_APP",
            "selfcheck",
            "TIDEMARK_REQUESTS",
            "plan,status,drift,verify,sync,schedule");

    static Stream<String> events() {
        List<String> events = new ArrayList<>(List.of(
                "no JSON", "[]", "{}", "{\"tidemark\": \"dance\"}", "{\"tidemark\": \"plan\", \"mode\": \"never\"}"));
        for (Request.Command command : Request.Command.values()) {
            events.add("{\"tidemark\": \"" + command.word() + "\"}");
        }
        events.add("{\"tidemark\": \"status\", \"app\": \"nobody\"}");
        return events.stream();
    }

    /** What cannot be read, is not allowed, has no time or no database. */
    @ParameterizedTest
    @MethodSource("events")
    void anInvocationThatFailsNamesAppAndHash(String event) {
        List<Map<?, ?>> errors = errors(ENVIRONMENT, event);
        assertFalse(errors.isEmpty(), event);
        errors.forEach(line -> named(line, event.contains("nobody")));
    }

    /** Commands that the environment does not allow. */
    @ParameterizedTest
    @MethodSource("events")
    void aRequestThatIsRefusedNamesAppAndHash(String event) {
        Map<String, String> closed = new HashMap<>(ENVIRONMENT);
        closed.put("TIDEMARK_REQUESTS", "verify");
        List<Map<?, ?>> errors = errors(closed, event);
        assertFalse(errors.isEmpty(), event);
        errors.forEach(line -> named(line, event.contains("nobody")));
    }

    /** Of an app that this code knows nothing of there is no hash. */
    private static void named(Map<?, ?> line, boolean unknown) {
        assertEquals(List.of(), Schemas.faults("log.json", Json.line(line)), line.toString());
        assertEquals(unknown ? "nobody" : "selfcheck", line.get("app"), line.toString());
        assertTrue(unknown || String.valueOf(line.get("hash")).matches("v1:[0-9a-f]{12}"), line.toString());
    }

    private static List<Map<?, ?>> errors(Map<String, String> environment, String event) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            new TidemarkHandler(environment, null)
                    .handleRequest(
                            new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                            new ByteArrayOutputStream(),
                            TimedContext.of(Duration.ofSeconds(1)));
        } catch (Exception e) {
            // A scheduled run throws besides: what counts is the line.
            assertTrue(log.size() > 0, e.toString());
        } finally {
            System.setOut(before);
        }
        List<Map<?, ?>> errors = new ArrayList<>();
        for (String line : log.toString(StandardCharsets.UTF_8).lines().toList()) {
            Map<?, ?> read = (Map<?, ?>) Objects.requireNonNull(Json.read(line));
            if ("ERROR".equals(read.get("level"))) {
                errors.add(read);
            }
        }
        return errors;
    }
}
