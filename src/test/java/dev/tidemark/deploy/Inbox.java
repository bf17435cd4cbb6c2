package dev.tidemark.deploy;

import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** The S3 of a test: takes PUTs at a URL with a secret in it, and answers with what it is told, then with 200. */
final class Inbox implements AutoCloseable {
    /** A part of the URL that must appear nowhere. */
    static final String SECRET = "X-Amz-Signature=0123456789abcdef-do-not-log";

    /** An address that says nothing (TEST-NET-1 of RFC 5737). */
    static final String SILENT_HOST = "192.0.2.1";

    /** Drops the connection instead of answering. */
    static final int HANG_UP = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();

    /**
     * A request.
     *
     * @param headers names in lower case
     * @param status what it was answered with
     */
    record Received(String method, String query, Map<String, List<String>> headers, String body, int status) {
        /** The body's JSON. */
        Map<String, Object> json() {
            return parse(body);
        }

        /** Its length in bytes. */
        int length() {
            return body.getBytes(StandardCharsets.UTF_8).length;
        }

        String text(String field) {
            return String.valueOf(json().get(field));
        }

        /** The names in {@code Data}. */
        Set<?> names() {
            return ((Map<?, ?>) json().getOrDefault("Data", Map.of())).keySet();
        }

        /** A value of {@code Data}. */
        String data(String field) {
            return String.valueOf(((Map<?, ?>) json().getOrDefault("Data", Map.of())).get(field));
        }
    }

    Inbox() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** The next requests are answered with these. */
    Inbox answering(Integer... codes) {
        statuses.addAll(List.of(codes));
        return this;
    }

    /** From now on everything is taken. */
    void hear() {
        statuses.clear();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort()
                + "/arn%3Aaws%3Acloudformation%3Astack%7CSchema%7Crequest?" + SECRET + "&Expires=1";
    }

    /** Where answers may be sent: here, and where nobody is, besides S3. */
    ResponseHosts hosts() {
        return ResponseHosts.ofS3(Map.of()).andPlain("127.0.0.1").andPlain(SILENT_HOST);
    }

    /** Everything that came. */
    List<Received> received() {
        return List.copyOf(received);
    }

    /** The one answer that was taken. */
    Received only() {
        List<Received> taken = received.stream().filter(r -> r.status() == 200).toList();
        if (taken.size() != 1) {
            throw new AssertionError(taken.size() + " answers: "
                    + taken.stream().map(r -> String.valueOf(r.json())).toList());
        }
        return taken.get(0);
    }

    /** Waits for the one answer. */
    Received await(Duration limit) throws InterruptedException {
        Instant end = Instant.now().plus(limit);
        while (received.isEmpty() && Instant.now().isBefore(end)) {
            Thread.sleep(20);
        }
        return only();
    }

    static Map<String, Object> parse(String json) {
        Map<String, Object> event = new HashMap<>();
        Map<?, ?> parsed = JacksonFactory.getInstance().getSerializer(Map.class).fromJson(json);
        parsed.forEach((key, value) -> event.put(String.valueOf(key), value));
        return event;
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Integer told = statuses.poll();
        int status = told == null ? 200 : told;
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), new ArrayList<>(values)));
        received.add(new Received(
                exchange.getRequestMethod(), exchange.getRequestURI().getRawQuery(), headers, body, status));
        if (status != HANG_UP) {
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
