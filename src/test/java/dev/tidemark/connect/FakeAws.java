package dev.tidemark.connect;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.report.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a function finds of AWS, on one port: the Parameters and Secrets extension with its cache, the JSON protocol of Secrets Manager and Systems Manager,
 * and the endpoint for credentials. Real HTTP, real clients.
 */
final class FakeAws implements AutoCloseable {
    static final String TOKEN = "session-token";

    /** Secrets and parameters by name. */
    final Map<String, String> values = new ConcurrentHashMap<>();

    /** Errors of the service by name: code, and what it says. */
    final Map<String, String> errors = new ConcurrentHashMap<>();

    /** What stands before a value that is binary. */
    static final String BINARY = "binary:";

    /** What came, one word each: extension, sdk, credentials. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** So many times the extension says that it is not ready. */
    final AtomicInteger notReady = new AtomicInteger();

    volatile int extensionStatus = 200;
    volatile boolean silent;
    volatile String expiration = "2099-01-01T00:00:00Z";

    private final Map<String, String> cache = new ConcurrentHashMap<>();
    private final HttpServer server;

    FakeAws() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/secretsmanager/get", exchange -> extension(exchange, "secretId"));
        server.createContext("/systemsmanager/parameters/get", exchange -> extension(exchange, "name"));
        server.createContext("/credentials", this::credentials);
        server.createContext("/", this::service);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What Lambda sets, with the extension in a layer. */
    Map<String, String> withExtension() {
        Map<String, String> environment = withoutExtension();
        environment.put("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", String.valueOf(port()));
        return environment;
    }

    /** What Lambda sets, and where AWS is. */
    Map<String, String> withoutExtension() {
        return new HashMap<>(Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                "AWS_SESSION_TOKEN", TOKEN,
                "AWS_ENDPOINT_URL", "http://localhost:" + port()));
    }

    /** Where Lambda has credentials under SnapStart. */
    String credentialsUrl() {
        return "http://localhost:" + port() + "/credentials";
    }

    private void extension(HttpExchange exchange, String parameter) throws IOException {
        asked.add("extension");
        if (hangs()) {
            return;
        }
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Aws-Parameters-Secrets-Token"))) {
            answer(exchange, 403, "");
            return;
        }
        if (notReady.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            answer(exchange, 400, "not ready to serve traffic, please wait");
            return;
        }
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String name = query.getOrDefault(parameter, "");
        @Nullable String value = cache.computeIfAbsent(name, values::get);
        if (extensionStatus != 200 || value == null) {
            answer(exchange, value == null ? 400 : extensionStatus, "an unexpected error occurred");
            return;
        }
        boolean decrypted = "true".equals(query.get("withDecryption"));
        answer(
                exchange,
                200,
                parameter.equals("secretId")
                        ? secret(name, value)
                        : Json.line(Map.of("Parameter", Map.of("Name", name, "Value", decrypted ? value : "AQICAH…"))));
    }

    private void service(HttpExchange exchange) throws IOException {
        asked.add("sdk");
        if (hangs()) {
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<?, ?> request = (Map<?, ?>) Objects.requireNonNull(Json.read(body));
        boolean secret = "secretsmanager.GetSecretValue"
                .equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        String name = String.valueOf(request.get(secret ? "SecretId" : "Name"));
        @Nullable String error = errors.get(name);
        @Nullable String value = values.get(name);
        if (error != null) {
            refuse(exchange, error);
        } else if (value == null) {
            refuse(exchange, (secret ? "ResourceNotFoundException" : "ParameterNotFound") + " cannot find it");
        } else if (secret) {
            answer(exchange, 200, secret(name, value));
        } else {
            boolean decrypted = Boolean.TRUE.equals(request.get("WithDecryption"));
            answer(
                    exchange,
                    200,
                    Json.line(Map.of("Parameter", Map.of("Name", name, "Value", decrypted ? value : "AQICAH…"))));
        }
    }

    private static String secret(String name, String value) {
        boolean binary = value.startsWith(BINARY);
        return Json.line(Map.of(
                "Name",
                name,
                binary ? "SecretBinary" : "SecretString",
                binary ? value.substring(BINARY.length()) : value,
                "VersionStages",
                List.of("AWSCURRENT")));
    }

    private static void refuse(HttpExchange exchange, String error) throws IOException {
        int blank = error.indexOf(' ');
        Map<String, String> body = new LinkedHashMap<>();
        body.put("__type", error.substring(0, blank));
        body.put("message", error.substring(blank + 1));
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        answer(exchange, error.startsWith("InternalServiceError") ? 500 : 400, Json.line(body));
    }

    private void credentials(HttpExchange exchange) throws IOException {
        asked.add("credentials");
        if (!"authorized".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "");
            return;
        }
        answer(
                exchange,
                200,
                Json.line(Map.of(
                        "AccessKeyId",
                        "ASIA" + asked.size(),
                        "SecretAccessKey",
                        "secret",
                        "Token",
                        "token",
                        "Expiration",
                        expiration)));
    }

    private boolean hangs() {
        if (!silent) {
            return false;
        }
        try {
            Thread.sleep(20_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new HashMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return query;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
