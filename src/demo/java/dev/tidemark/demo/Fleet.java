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

    /** Longer than anything here takes: on Lambda each instance has its own CPUs, here they share what the machine has left. */
    static final Duration PATIENCE = Duration.ofMinutes(30);

    private static final int MAX_CHECKS = 20;

    /** So much of an answer is shown. */
    private static final int MAX_BODY = 70;

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
            return status + " " + (body.length() > MAX_BODY ? body.substring(0, MAX_BODY) + "…" : body);
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
        timeline.waitingFor(instances.size() == 1 ? "the JVM starts" : instances.size() + " JVMs start and check");
        for (int i = 0; i < instances.size(); i++) {
            RuntimeInstance.Init init = instances.get(i).awaitInit(PATIENCE);
            if (!init.ok()) {
                throw new IllegalStateException("JVM " + (i + 1) + " did not start: " + init.error());
            }
        }
        timeline.waitingFor("");
    }

    /**
     * Repeats a check that a slow machine cut short, as Lambda would: by the next request. HikariCP gives up after six seconds, an instance that waits for
     * another after a minute.
     */
    private void repeatUnfinishedChecks(String event) {
        for (int i = 0; i < instances.size(); i++) {
            for (int tries = 0; tries < MAX_CHECKS && isUnfinished(statuses().get(i)); tries++) {
                timeline.event("JVM " + (i + 1)
                        + "'s check was cut short: the machine is busy. Its next request checks again.");
                instances.get(i).invoke(event, PATIENCE);
            }
        }
    }

    private static boolean isUnfinished(String status) {
        return status.equals("ERROR") || status.equals("TIMED_OUT") || status.equals("NO CHECK");
    }

    /** Waits for init and says how the checks ended, in the order in which they did. */
    void tellColdStarts(String request) {
        awaitInit();
        repeatUnfinishedChecks(request);
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
                "JVM %d  %-15s %5s ms, of which %s ms to connect%s%s",
                number + 1,
                Json.text(line, "status"),
                wholeMillis(line, "ms"),
                wholeMillis(line, "connectMs"),
                statements.isEmpty() ? "" : "  " + statements + " statements",
                reason.isEmpty() ? "" : "  " + reason);
    }

    private static String wholeMillis(Map<String, Object> line, String field) {
        return line.get(field) instanceof Number millis ? Long.toString(Math.round(millis.doubleValue())) : "?";
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
        RuntimeInstance.Answer answer = instances.get(number).invoke(event, PATIENCE);
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
