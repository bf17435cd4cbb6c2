package dev.tidemark.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The little of AWS that a command asks: Lambda's Invoke API with functions that a test gives, and S3 by path, objects in memory.
 *
 * <p>Signatures are demanded and not checked: a request without one, or a pre-signed URL that is good for more than 15 minutes, is answered with 403.
 */
public final class AwsServer implements AutoCloseable {
    private static final String FUNCTIONS = "/2015-03-31/functions/";

    /**
     * What Lambda answers.
     *
     * @param functionError {@code X-Amz-Function-Error}; null where the function answered
     * @param errorType {@code x-amzn-ErrorType} where Lambda itself refuses
     */
    public record Answer(
            int status,
            String body,
            @Nullable String functionError,
            @Nullable String errorType) {
        /** The function's. */
        public static Answer of(String body) {
            return new Answer(200, body, null, null);
        }

        /** Lambda's refusal. */
        public static Answer refused(int status, String type, String message) {
            return new Answer(status, "{\"Message\": \"" + message + "\"}", null, type);
        }
    }

    /** A function: {@code NAME} or {@code NAME:QUALIFIER} and the event in, the answer out. */
    @FunctionalInterface
    public interface Lambda {
        /** Answers an event. */
        Answer invoke(String function, String event);
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Integer> events = new CopyOnWriteArrayList<>();
    private volatile Lambda lambda;

    private AwsServer(Lambda lambda) throws IOException {
        this.lambda = lambda;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Starts it. */
    public static AwsServer start(Lambda lambda) {
        try {
            return new AwsServer(lambda);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A function that is a JVM of its own. */
    public static Lambda of(RuntimeInstance instance, java.time.Duration timeout) {
        return (function, event) -> {
            RuntimeInstance.Answer answer = instance.invoke(event, timeout);
            return new Answer(200, answer.body(), answer.ok() ? null : "Unhandled", null);
        };
    }

    /** From now on. */
    public void answer(Lambda next) {
        lambda = next;
    }

    /** {@code http://127.0.0.1:PORT}, for {@code AWS_ENDPOINT_URL}. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The variables of whoever asks. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", url(),
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "secret");
    }

    /** What lies in S3 now, by {@code bucket/key}. */
    public Map<String, byte[]> objects() {
        return objects;
    }

    /** Method and path of every request so far; of pre-signed ones {@code signed} behind it. */
    public List<String> requests() {
        return requests;
    }

    /** How many bytes the events had. */
    public List<Integer> events() {
        return events;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        boolean signed = query.contains("X-Amz-Signature=");
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(exchange.getRequestMethod() + " " + path + (signed ? " signed" : ""));
        boolean expires = signed && query.matches(".*X-Amz-Expires=([1-8]?\\d{1,2}|900)(&.*|$)");
        if (!expires && exchange.getRequestHeaders().getFirst("Authorization") == null) {
            reply(
                    exchange,
                    403,
                    "<Error><Code>AccessDenied</Code><Message>no signature</Message></Error>"
                            .getBytes(StandardCharsets.UTF_8));
        } else if (path.startsWith(FUNCTIONS)) {
            invoke(exchange, path, query, new String(body, StandardCharsets.UTF_8));
        } else {
            object(exchange, path.substring(1), body);
        }
    }

    private void invoke(HttpExchange exchange, String path, String query, String event) throws IOException {
        String name = path.substring(FUNCTIONS.length(), path.indexOf("/invocations"));
        String qualifier = query.startsWith("Qualifier=") ? ":" + query.substring("Qualifier=".length()) : "";
        events.add(event.length());
        Answer answer = lambda.invoke(name + qualifier, event);
        if (answer.functionError() != null) {
            exchange.getResponseHeaders().set("X-Amz-Function-Error", answer.functionError());
        }
        if (answer.errorType() != null) {
            exchange.getResponseHeaders().set("x-amzn-ErrorType", answer.errorType());
        }
        reply(exchange, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private void object(HttpExchange exchange, String key, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                objects.put(key, body);
                reply(exchange, 200, new byte[0]);
            }
            case "DELETE" -> {
                objects.remove(key);
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            }
            default -> {
                byte[] found = objects.get(key);
                reply(
                        exchange,
                        found == null ? 404 : 200,
                        found == null
                                ? "<Error><Code>NoSuchKey</Code></Error>".getBytes(StandardCharsets.UTF_8)
                                : found);
            }
        }
    }

    private static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
