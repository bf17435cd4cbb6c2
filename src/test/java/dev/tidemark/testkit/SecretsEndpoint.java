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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Secrets Manager as the SDK asks it (JSON 1.1, {@code GetSecretValue}) and as the Parameters and Secrets extension answers on a function's own port; at one
 * address. What is not stored does not exist, and that is said as each of the two says it. Checks no signature.
 */
public final class SecretsEndpoint implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    /** Starts it on a free port of the loopback interface. */
    public SecretsEndpoint() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::sdk);
        server.createContext("/secretsmanager/get", this::extension);
        server.start();
    }

    /** Stores a secret. */
    public SecretsEndpoint with(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    /** What a function without the extension needs to find it. */
    public Map<String, String> forSdk() {
        return Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_SESSION_TOKEN", "token");
    }

    /** What a function with the extension needs to find it. */
    public Map<String, String> forExtension() {
        return Map.of(
                "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", Integer.toString(port()),
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + port(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_SESSION_TOKEN", "token");
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void sdk(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String name = body.replaceAll(".*\"SecretId\"\\s*:\\s*\"([^\"]*)\".*", "$1");
        @Nullable String value = secrets.get(name);
        boolean asked = "secretsmanager.GetSecretValue"
                .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        if (!asked || value == null) {
            String type = asked ? "ResourceNotFoundException" : "UnknownOperationException";
            answer(
                    exchange,
                    400,
                    "{\"__type\":\"" + type + "\",\"Message\":\"Secrets Manager can't find the specified secret.\"}");
        } else {
            answer(exchange, 200, document(name, value));
        }
    }

    private void extension(HttpExchange exchange) throws IOException {
        String name = String.valueOf(exchange.getRequestURI().getQuery()).replaceFirst("^secretId=", "");
        @Nullable String value = secrets.get(name);
        if (exchange.getRequestHeaders().getFirst("X-Aws-Parameters-Secrets-Token") == null) {
            answer(exchange, 403, "Forbidden");
        } else if (value == null) {
            answer(exchange, 400, "an unexpected error occurred while executing request");
        } else {
            answer(exchange, 200, document(name, value));
        }
    }

    private static String document(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"");
        return "{\"ARN\":\"arn:aws:secretsmanager:eu-central-1:000000000000:secret:" + name + "\",\"Name\":\"" + name
                + "\",\"VersionId\":\"1\",\"SecretString\":\"" + escaped + "\",\"VersionStages\":[\"AWSCURRENT\"]}";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
