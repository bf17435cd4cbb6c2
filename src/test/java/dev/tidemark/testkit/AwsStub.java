package dev.tidemark.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes what AWS's SDK sends to EventBridge (JSON 1.1, {@code PutEvents}) and SNS (query, {@code Publish}), as both services document their protocols, and
 * answers as they do. It checks no signature.
 */
public final class AwsStub implements AutoCloseable {
    private static final String PUBLISHED = "<PublishResponse"
            + " xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult><MessageId>m-1</MessageId>"
            + "</PublishResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> messages = new CopyOnWriteArrayList<>();
    private volatile int failure;
    private volatile boolean silent;

    /** Starts it on a free port of the loopback interface. */
    public AwsStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** What a function needs to find it. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "AWS_EC2_METADATA_DISABLED",
                "true");
    }

    /** From now on every request is refused with this status of HTTP; 0: none is. */
    public void refuseWith(int status) {
        failure = status;
    }

    /** From now on nothing is answered, or again something is. */
    public void keepSilent(boolean silence) {
        silent = silence;
    }

    /** The bodies of {@code PutEvents}. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** The parameters of {@code Publish}. */
    public List<Map<String, String>> messages() {
        return List.copyOf(messages);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (silent) {
            return;
        }
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (failure != 0) {
            answer(exchange, failure, "application/x-amz-json-1.1", "{\"__type\":\"AccessDeniedException\"}");
        } else if ("AWSEvents.PutEvents".equals(target)) {
            events.add(body);
            answer(
                    exchange,
                    200,
                    "application/x-amz-json-1.1",
                    "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e-1\"}]}");
        } else {
            messages.add(form(body));
            answer(exchange, 200, "text/xml", PUBLISHED);
        }
    }

    private static Map<String, String> form(String body) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            parameters.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return parameters;
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
