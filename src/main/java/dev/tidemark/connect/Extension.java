package dev.tidemark.connect;

import dev.tidemark.report.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The AWS Parameters and Secrets Lambda Extension, which serves secrets and parameters on this machine's port 2773 and keeps them for 300 s by default
 * ("Use AWS Secrets Manager secrets in AWS Lambda functions").
 */
final class Extension {
    /** Lambda starts what stands there; the file has the extension's name. */
    private static final Path BINARY = Path.of("/opt/extensions/AWSParametersAndSecretsLambdaExtension");

    private static final String PORT = "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT";
    private static final String DEFAULT_PORT = "2773";
    private static final String NOT_READY = "not ready to serve traffic";
    private static final int BAD_REQUEST = 400;

    /** It starts beside the runtime and may need a moment longer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(25);

    private final String base;
    private final Map<String, String> headers;

    private Extension(String port, String token) {
        this.base = "http://localhost:".concat(port);
        this.headers = Map.of("X-Aws-Parameters-Secrets-Token", token);
    }

    /** Null where it is not there: neither its port is set nor its file lies in a layer; or the token that it asks for is missing (under SnapStart). */
    static @Nullable Extension of(Map<String, String> environment) {
        @Nullable String token = Address.given(environment, "AWS_SESSION_TOKEN");
        if (token == null) {
            return null;
        }
        @Nullable String port = Address.given(environment, PORT);
        if (port != null) {
            return new Extension(port, token);
        }
        return Files.exists(BINARY) ? new Extension(DEFAULT_PORT, token) : null;
    }

    /**
     * Reads.
     *
     * @throws SocketTimeoutException where it is silent: what it asks is silent too
     * @throws IOException for every other failure; its message has nothing of the answer
     * @throws dev.tidemark.TidemarkException TDM-423 for a secret that is binary
     */
    String read(Credential credential, Deadline deadline) throws IOException {
        URI uri = URI.create(base.concat(path(credential)));
        long patient = System.nanoTime() + PATIENCE.toNanos();
        HttpGet answer = ask(uri, deadline);
        while (answer.status() == BAD_REQUEST
                && answer.body().contains(NOT_READY)
                && System.nanoTime() < patient
                && deadline.millis() > PAUSE.toMillis()) {
            pause();
            answer = ask(uri, deadline);
        }
        if (!answer.ok()) {
            throw new IOException(
                    answer.body().contains(NOT_READY)
                            ? "the extension is not ready yet"
                            : "the extension answered HTTP " + answer.status());
        }
        return value(credential, answer.body());
    }

    private HttpGet ask(URI uri, Deadline deadline) throws IOException {
        try {
            return HttpGet.of(uri, headers, deadline.millis());
        } catch (ConnectException e) {
            throw new IOException("nothing answers at the extension's address " + base, e);
        }
    }

    private static String path(Credential credential) {
        String name = RdsToken.encode(credential.text());
        return credential.kind() == Credential.Kind.SECRET
                ? "/secretsmanager/get?secretId=".concat(name)
                : "/systemsmanager/parameters/get?name=".concat(name).concat("&withDecryption=true");
    }

    private static String value(Credential credential, String body) throws IOException {
        @Nullable Object fields = json(body);
        if (credential.kind() == Credential.Kind.PARAMETER && fields instanceof Map<?, ?> answer) {
            fields = answer.get("Parameter");
        }
        String name = credential.kind() == Credential.Kind.SECRET ? "SecretString" : "Value";
        if (fields instanceof Map<?, ?> map && map.get(name) instanceof String value) {
            return value;
        }
        if (fields instanceof Map<?, ?> map && map.get("SecretBinary") != null) {
            throw Secrets.binary(credential);
        }
        throw new IOException("the extension's answer has no " + name);
    }

    private static @Nullable Object json(String body) throws IOException {
        try {
            return Json.read(body);
        } catch (IllegalArgumentException e) {
            throw new IOException("the extension's answer is no JSON", e);
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
