package dev.tidemark.connect;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The function's own credentials at AWS: {@code AWS_ACCESS_KEY_ID} and its kin, or, under SnapStart, where Lambda sets none, those of the endpoint
 * {@code AWS_CONTAINER_CREDENTIALS_FULL_URI}.
 *
 * @param accessKeyId names them; no secret
 * @param secretKey what is signed with
 * @param sessionToken goes along with temporary ones, which all of a function's are
 * @param source where they came from, for errors
 */
record AwsCredentials(
        String accessKeyId, String secretKey, @Nullable String sessionToken, String source) {
    private static final String ENDPOINT = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    /** So long before they expire they are fetched again. */
    private static final Duration EARLY = Duration.ofMinutes(2);

    private static @Nullable Expiring kept;

    private record Expiring(String endpoint, AwsCredentials credentials, Instant until) {}

    /**
     * Those of the environment; null where there are none.
     *
     * @param millis how long the endpoint may take
     * @throws TidemarkException TDM-425 where the endpoint does not give them
     */
    static @Nullable AwsCredentials find(Map<String, String> environment, long millis) {
        @Nullable String key = Address.given(environment, "AWS_ACCESS_KEY_ID");
        @Nullable String secret = Address.given(environment, "AWS_SECRET_ACCESS_KEY");
        if (key != null && secret != null) {
            return new AwsCredentials(
                    key, secret, Address.given(environment, "AWS_SESSION_TOKEN"), "AWS_ACCESS_KEY_ID");
        }
        @Nullable String endpoint = Address.given(environment, ENDPOINT);
        return endpoint != null ? ofContainer(endpoint, environment, millis) : null;
    }

    /**
     * Those of the environment.
     *
     * @throws TidemarkException TDM-425 where there are none
     */
    static AwsCredentials require(Map<String, String> environment, long millis) {
        @Nullable AwsCredentials found = find(environment, millis);
        if (found == null) {
            throw TidemarkException.of(
                    "TDM-425",
                    "an IAM token has to be signed, and there are no credentials: neither AWS_ACCESS_KEY_ID and"
                            + " AWS_SECRET_ACCESS_KEY nor " + ENDPOINT + " is set",
                    "Lambda sets them from the function's role; elsewhere: eval \"$(aws configure export-credentials"
                            + " --format env)\"");
        }
        return found;
    }

    /** Before a snapshot: what is in it would be shared by all that are made of it. */
    static synchronized void forget() {
        kept = null;
    }

    private static synchronized AwsCredentials ofContainer(
            String endpoint, Map<String, String> environment, long millis) {
        @Nullable Expiring last = kept;
        if (last != null
                && last.endpoint().equals(endpoint)
                && Instant.now().plus(EARLY).isBefore(last.until())) {
            return last.credentials();
        }
        Expiring fetched = fetch(endpoint, environment, millis);
        kept = fetched;
        return fetched.credentials();
    }

    private static Expiring fetch(String endpoint, Map<String, String> environment, long millis) {
        try {
            HttpGet answer = HttpGet.of(URI.create(endpoint), authorization(environment), millis);
            if (!answer.ok()) {
                throw failed("answered HTTP " + answer.status(), true, null);
            }
            return read(endpoint, answer.body());
        } catch (IOException | IllegalArgumentException e) {
            // Without the cause's message: it may repeat the address, or the answer.
            throw failed("gave no answer that can be used (" + e.getClass().getSimpleName() + ")", true, e);
        }
    }

    private static Map<String, String> authorization(Map<String, String> environment) throws IOException {
        @Nullable String token = Address.given(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
        @Nullable String file = Address.given(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        if (token == null && file != null) {
            token = Files.readString(Path.of(file)).strip();
        }
        return token != null ? Map.of("Authorization", token) : Map.of();
    }

    private static Expiring read(String endpoint, String body) {
        if (Json.read(body) instanceof Map<?, ?> fields
                && fields.get("AccessKeyId") instanceof String key
                && fields.get("SecretAccessKey") instanceof String secret) {
            @Nullable String token = fields.get("Token") instanceof String text ? text : null;
            return new Expiring(endpoint, new AwsCredentials(key, secret, token, ENDPOINT), expiration(fields));
        }
        throw failed("answered without an access key", false, null);
    }

    private static Instant expiration(Map<?, ?> fields) {
        try {
            return fields.get("Expiration") instanceof String text ? Instant.parse(text) : Instant.EPOCH;
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static TidemarkException failed(String why, boolean again, @Nullable Throwable cause) {
        return new TidemarkException(
                Problem.of(
                        "TDM-425",
                        null,
                        "the endpoint of " + ENDPOINT + " " + why,
                        null,
                        null,
                        List.of("it is Lambda's own under SnapStart; try again")),
                again,
                cause);
    }

    /** Without what is secret in it. */
    @Override
    public String toString() {
        return accessKeyId + " (" + source + ")";
    }
}
