package dev.tidemark.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Lambda API of the function {@code orders} as far as who serves goes: GetAlias, ListProvisionedConcurrencyConfigs and GetFunctionConfiguration, with answers in
 * the form of its reference. The SDK of this JVM is sent here until it is closed.
 */
public final class LambdaRoutes implements AutoCloseable {
    private static final String FUNCTION = "/2015-03-31/functions/orders";
    private static final Map<String, String> SETTINGS = Map.of(
            "aws.region", "eu-central-1",
            "aws.accessKeyId", "test",
            "aws.secretAccessKey", "test");

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** Version 7 alone serves; 6 was published an hour earlier. */
    public LambdaRoutes() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
        SETTINGS.forEach(System::setProperty);
        System.setProperty(
                "aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort());
        alias("{\"Name\":\"live\",\"FunctionVersion\":\"7\"}");
        warm();
        published("6", "2026-11-30T07:00:00.000+0000");
        published("7", "2026-11-30T08:00:00.125+0000");
    }

    /** What GetAlias says of {@code live}; empty: there is no such alias. */
    public void alias(String json) {
        answers.put(FUNCTION + "/aliases/live", json);
    }

    /** Which versions or aliases have provisioned concurrency. */
    public void warm(String... qualifiers) {
        StringBuilder configs = new StringBuilder();
        for (String qualifier : qualifiers) {
            configs.append(configs.isEmpty() ? "" : ",")
                    .append("{\"FunctionArn\":\"arn:aws:lambda:eu-central-1:000000000000:function:orders:")
                    .append(qualifier)
                    .append("\",\"Status\":\"READY\"}");
        }
        answers.put(
                "/2019-09-30/functions/orders/provisioned-concurrency",
                "{\"ProvisionedConcurrencyConfigs\":[" + configs + "]}");
    }

    /** When a version was published, as Lambda writes it: {@code 2026-11-30T07:00:00.000+0000}. */
    public void published(String version, String at) {
        answers.put(
                FUNCTION + "/configuration?Qualifier=" + version,
                "{\"FunctionName\":\"orders\",\"Version\":\"" + version + "\",\"LastModified\":\"" + at + "\"}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String uri = exchange.getRequestURI().toString().replaceFirst("\\?List=ALL$", "");
        String known = answers.getOrDefault(uri, "");
        byte[] body = (known.isEmpty() ? "{\"Message\":\"no " + uri + "\"}" : known).getBytes(StandardCharsets.UTF_8);
        if (known.isEmpty()) {
            exchange.getResponseHeaders().add("x-amzn-ErrorType", "ResourceNotFoundException");
        }
        exchange.sendResponseHeaders(known.isEmpty() ? 404 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }
}
