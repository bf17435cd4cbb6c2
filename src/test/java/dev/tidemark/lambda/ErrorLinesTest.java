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
import java.util.function.BiFunction;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

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

    static Stream<Map<String, String>> coldStarts() {
        return Stream.of(
                Map.of(),
                Map.of("TIDEMARK_MODE", "verify"),
                Map.of("TIDEMARK_MODE", "perhaps"),
                Map.of("TIDEMARK_ON_FAILURE", "serve"),
                Map.of("TIDEMARK_APP", "nobody"));
    }

    /** In the init phase, begun beside it, and in the invocation that finds it undone. */
    @ParameterizedTest
    @MethodSource("coldStarts")
    void aColdStartThatFailsNamesAppAndHash(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(settings);
        PGSimpleDataSource nowhere = new PGSimpleDataSource();
        nowhere.setUrl(ENVIRONMENT.get("TIDEMARK_URL"));
        for (BiFunction<DataSource, Map<String, String>, ColdStart> way :
                List.<BiFunction<DataSource, Map<String, String>, ColdStart>>of(ColdStart::check, ColdStart::begin)) {
            List<Map<?, ?>> errors =
                    errors(() -> way.apply(nowhere, environment).ready(TimedContext.of(Duration.ofSeconds(2))));
            assertFalse(errors.isEmpty(), settings.toString());
            errors.forEach(line -> named(line, settings.containsValue("nobody")));
        }
    }

    static Stream<Map<String, Object>> deployments() {
        Map<String, Object> properties = Map.of("ServiceToken", "arn:aws:lambda:eu-central-1:000000000000:function:f");
        Map<String, Object> unknown = new HashMap<>(properties);
        unknown.put("Colour", "red");
        Map<String, Object> nobody = new HashMap<>(properties);
        nobody.put("App", "nobody");
        return Stream.of(properties, unknown, nobody);
    }

    /** Of a custom resource; its answer may not go where its URL points. */
    @ParameterizedTest
    @MethodSource("deployments")
    void aDeploymentThatFailsNamesAppAndHash(Map<String, Object> properties) {
        List<Map<?, ?>> errors = errors(
                ENVIRONMENT,
                Json.line(Map.of(
                        "RequestType",
                        "Create",
                        "ResponseURL",
                        "https://nowhere.example.test/answer",
                        "StackId",
                        "arn:aws:cloudformation:eu-central-1:000000000000:stack/orders/5b6c2d10",
                        "RequestId",
                        "1",
                        "ResourceType",
                        "Custom::TidemarkSchema",
                        "LogicalResourceId",
                        "Schema",
                        "ResourceProperties",
                        properties)));
        assertFalse(errors.isEmpty(), properties.toString());
        errors.forEach(line -> named(line, properties.containsValue("nobody")));
    }

    /** Of an app that this code knows nothing of there is no hash. */
    private static void named(Map<?, ?> line, boolean unknown) {
        assertEquals(List.of(), Schemas.faults("log.json", Json.line(line)), line.toString());
        assertEquals(unknown ? "nobody" : "selfcheck", line.get("app"), line.toString());
        assertTrue(unknown || String.valueOf(line.get("hash")).matches("v1:[0-9a-f]{12}"), line.toString());
    }

    private static List<Map<?, ?>> errors(Map<String, String> environment, String event) {
        return errors(() -> new TidemarkHandler(environment, null)
                .handleRequest(
                        new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                        new ByteArrayOutputStream(),
                        TimedContext.of(Duration.ofSeconds(1))));
    }

    private static List<Map<?, ?>> errors(Executable failing) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            failing.execute();
        } catch (Throwable e) {
            // A scheduled run, a cold start and a deployment throw besides: what counts is the line.
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
