package dev.tidemark.aws;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function that does as it is told, for the tests of the plugins: by {@code SCRIPT_INIT} in its init phase, by the event's {@code do} in an invocation,
 * and as a custom resource by the property {@code Do}. It needs nothing but the runtime interface client and the JDK.
 */
public final class ScriptedFunction implements RequestHandler<Map<String, Object>, Map<String, Object>> {
    private static final long STARTED = System.nanoTime();

    static {
        String script = System.getenv().getOrDefault("SCRIPT_INIT", "");
        System.out.println("init " + script);
        switch (script) {
            case "throw" -> throw new IllegalStateException("told to fail in init");
            case "exit" -> Runtime.getRuntime().halt(3);
            default -> sleep(script.isEmpty() ? 0 : Integer.parseInt(script));
        }
    }

    private int invocations;

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        if (event.containsKey("ResponseURL")) {
            return resource(event);
        }
        invocations++;
        Object ms = event.getOrDefault("ms", 0);
        switch (String.valueOf(event.get("do"))) {
            case "throw" -> throw new IllegalArgumentException("told to fail");
            case "exit" -> Runtime.getRuntime().halt(7);
            case "sleep" -> sleep(((Number) ms).intValue());
            default -> System.out.println("echo " + event.get("say"));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("event", event);
        answer.put("invocations", invocations);
        answer.put("remainingMs", context.getRemainingTimeInMillis());
        answer.put("aliveMs", (System.nanoTime() - STARTED) / 1_000_000);
        answer.put("arn", context.getInvokedFunctionArn());
        answer.put("environment", System.getenv());
        answer.put("property", String.valueOf(System.getProperty("scripted.property")));
        answer.put("tmp", System.getProperty("java.io.tmpdir"));
        return answer;
    }

    /** Notes the event in the file {@code SCRIPT_EVENTS}, and answers as the property {@code Do} says. */
    private static Map<String, Object> resource(Map<String, Object> event) {
        try {
            Object properties = event.get("ResourceProperties");
            Map<?, ?> told = properties instanceof Map<?, ?> map ? map : Map.of();
            Files.writeString(
                    Path.of(System.getenv("SCRIPT_EVENTS")),
                    event.get("RequestType") + " " + event.get("PhysicalResourceId") + " "
                            + event.get("OldResourceProperties") + " " + properties + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            String what = "Delete".equals(event.get("RequestType")) ? "succeed" : String.valueOf(told.get("Do"));
            if (!what.equals("silent")) {
                put(String.valueOf(event.get("ResponseURL")), answer(event, what));
            }
            return Map.of();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String answer(Map<String, Object> event, String what) {
        String id = what.startsWith("rename:") ? what.substring(7) : "the-id";
        String status = what.equals("fail") ? "FAILED" : "SUCCESS";
        String padding = what.equals("long") ? "x".repeat(4097) : "";
        return """
            {"Status": "%s", "Reason": "as told", "PhysicalResourceId": "%s", "StackId": "%s", "RequestId": "%s", "LogicalResourceId": "%s",
             "Data": {"Said": "%s", "Padding": "%s"}}
            """.formatted(
                        status,
                        id,
                        event.get("StackId"),
                        event.get("RequestId"),
                        event.get("LogicalResourceId"),
                        what,
                        padding);
    }

    private static void put(String url, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestMethod("PUT");
        connection.setRequestProperty("Content-Type", "");
        connection.setDoOutput(true);
        try (var out = connection.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        if (connection.getResponseCode() != 200) {
            throw new IOException("the PUT gave " + connection.getResponseCode());
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
