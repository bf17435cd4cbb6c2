package dev.tidemark.demo;

import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Execution environments of one function and version, and what they say. */
final class Fleet implements AutoCloseable {
    static final String ORDERS = "com.example.orders.OrdersFunction::handleRequest";
    static final String TIDEMARK = "dev.tidemark.lambda.TidemarkHandler::handleRequest";

    /** A busy machine starts six JVMs slowly; on Lambda each has its own CPUs. */
    private static final Duration INIT = Duration.ofSeconds(90);

    private static final Duration INVOCATION = Duration.ofSeconds(30);

    private final RuntimeApi lambda = new RuntimeApi();
    private final List<RuntimeInstance> instances;
    private final Timeline timeline;

    /** The log line of a check. */
    private record Check(Instant at, Map<String, Object> line) {}

    /** What an HTTP event gave. */
    record Http(int status, String body, Map<String, Object> headers) {
        Map<String, Object> json() {
            return Json.parse(body);
        }

        String brief() {
            return status + " " + (body.length() > 110 ? body.substring(0, 110) + "…" : body);
        }
    }

    /** Starts {@code count} JVMs at once. */
    Fleet(Timeline timeline, String handler, List<Path> classPath, Map<String, String> environment, int count) {
        this.timeline = timeline;
        timeline.event(count == 1 ? "a fresh JVM starts" : count + " fresh JVMs start at once");
        instances = lambda.start(new RuntimeApi.Launch(handler, classPath, environment, List.of()), count);
    }

    int size() {
        return instances.size();
    }

    /** Waits for the end of all init phases. */
    void awaitInit() {
        for (int i = 0; i < instances.size(); i++) {
            RuntimeInstance.Init init = instances.get(i).awaitInit(INIT);
            if (!init.ok()) {
                throw new IllegalStateException("JVM " + (i + 1) + " did not start: " + init.error());
            }
        }
    }

    /** Waits for init and says how the checks ended, in the order in which they did. */
    void tellColdStarts() {
        awaitInit();
        record Told(Instant at, String text) {}
        List<Told> all = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            for (Check check : checks(i)) {
                all.add(new Told(check.at(), describe(i, check.line())));
            }
        }
        all.sort(Comparator.comparing(Told::at));
        all.forEach(told -> timeline.event(told.at(), told.text()));
    }

    private String describe(int number, Map<String, Object> line) {
        String reason = Json.text(line, "reason");
        String statements = Json.text(line, "statements");
        return String.format(
                Locale.ROOT,
                "JVM %d  %-15s %8s ms, %s of them to connect%s%s",
                number + 1,
                Json.text(line, "status"),
                Json.text(line, "ms"),
                Json.text(line, "connectMs"),
                statements.isEmpty() ? "" : "  " + statements + " statements",
                reason.isEmpty() ? "" : "  " + reason);
    }

    /** The status of each instance's last check. */
    List<String> statuses() {
        List<String> statuses = new ArrayList<>();
        for (int i = 0; i < instances.size(); i++) {
            List<Check> lines = checks(i);
            statuses.add(
                    lines.isEmpty()
                            ? "NO CHECK"
                            : Json.text(lines.get(lines.size() - 1).line(), "status"));
        }
        return statuses;
    }

    private List<Check> checks(int number) {
        List<Check> checks = new ArrayList<>();
        for (RuntimeInstance.Line line : instances.get(number).lines()) {
            Map<String, Object> json = Json.parse(line.text());
            if (Json.text(json, "tidemark").equals("cold-start")) {
                checks.add(new Check(line.at(), json));
            }
        }
        return checks;
    }

    /** Sends an HTTP API event to one instance. */
    Http http(int number, String event) {
        Map<String, Object> answer = Json.parse(send(number, event));
        Map<String, Object> headers =
                Json.objects(List.of(answer.getOrDefault("headers", Map.of()))).get(0);
        Object status = answer.get("statusCode");
        return new Http(status instanceof Number code ? code.intValue() : 0, Json.text(answer, "body"), headers);
    }

    /** Sends an event and returns the answer. */
    String send(int number, String event) {
        RuntimeInstance.Answer answer = instances.get(number).invoke(event, INVOCATION);
        if (!answer.ok()) {
            throw new IllegalStateException("JVM " + (number + 1) + ": " + answer.body() + "\n"
                    + instances.get(number).output());
        }
        return answer.body();
    }

    /** The event in a file of {@code events/}. */
    static String event(Path base, String name) {
        try {
            return Files.readString(base.resolve("events").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        lambda.close();
    }
}
