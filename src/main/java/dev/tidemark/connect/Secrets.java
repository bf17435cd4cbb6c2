package dev.tidemark.connect;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets and parameters: by the extension where it is there, else by the SDK; once a process, and again when the server has refused what was read.
 *
 * <p>A failure is remembered for {@link #FAILURE_KEPT}, since a pool asks again at once, many times a second.
 */
final class Secrets {
    /** A read takes milliseconds, or a second and a half on a cold JVM; what takes longer hangs in a subnet without a way to AWS. */
    private static final Duration LONGEST_READ = Duration.ofSeconds(5);

    private static final Duration FAILURE_KEPT = Duration.ofSeconds(2);

    private static final Map<String, Kept> KEPT = new HashMap<>();

    private record Kept(@Nullable String value, @Nullable TidemarkException failure, long at, boolean fresh) {
        boolean young() {
            return System.nanoTime() - at < FAILURE_KEPT.toNanos();
        }
    }

    private Secrets() {}

    /**
     * The text.
     *
     * @param longest what all of it may take
     * @param refused what was read before, and the server no longer takes; then the extension's cache is passed by
     * @throws TidemarkException TDM-420 … TDM-425; the message never holds the value
     */
    static synchronized String read(
            Credential credential, Map<String, String> environment, Duration longest, @Nullable String refused) {
        String key = credential.kind().name().concat(" ").concat(credential.text());
        @Nullable Kept last = KEPT.get(key);
        if (last != null) {
            if (last.failure() != null && last.young()) {
                throw last.failure();
            }
            @Nullable String value = last.value();
            if (value != null && (!value.equals(refused) || (last.fresh() && last.young()))) {
                return value;
            }
        }
        try {
            String value = readNow(credential, environment, longest, refused != null);
            KEPT.put(key, new Kept(value, null, System.nanoTime(), refused != null));
            return value;
        } catch (TidemarkException e) {
            KEPT.put(key, new Kept(null, e, System.nanoTime(), false));
            throw e;
        }
    }

    /** Before a snapshot: what is in it would be shared by all that are made of it, for as long as they live. */
    static synchronized void forget() {
        KEPT.clear();
    }

    private static String readNow(
            Credential credential, Map<String, String> environment, Duration longest, boolean pastCaches) {
        Deadline deadline = Deadline.in(longest.compareTo(LONGEST_READ) < 0 ? longest : LONGEST_READ);
        @Nullable Extension extension = isElsewhere(credential, environment) ? null : Extension.of(environment);
        if (extension == null) {
            return bySdk(credential, environment, deadline, null);
        }
        if (pastCaches) {
            try {
                return bySdk(credential, environment, deadline, null);
            } catch (TidemarkException e) {
                if (!e.code().equals("TDM-424")) {
                    throw e;
                }
                // Without the SDK the extension is all there is; what it keeps may have run out by now.
            }
        }
        return byExtension(extension, credential, environment, deadline);
    }

    private static String byExtension(
            Extension extension, Credential credential, Map<String, String> environment, Deadline deadline) {
        try {
            return extension.read(credential, deadline);
        } catch (SocketTimeoutException e) {
            boolean secret = credential.kind() == Credential.Kind.SECRET;
            throw unreachable(credential.told(), secret, environment.get("AWS_REGION"), e);
        } catch (IOException e) {
            return bySdk(credential, environment, deadline, e);
        }
    }

    private static String bySdk(
            Credential credential, Map<String, String> environment, Deadline deadline, @Nullable IOException before) {
        boolean secret = credential.kind() == Credential.Kind.SECRET;
        try {
            SdkSettings settings = settings(credential, environment, deadline);
            return secret ? SecretsManagerSdk.read(credential, settings) : ParameterStoreSdk.read(credential, settings);
        } catch (LinkageError e) {
            throw withoutSdk(credential, before, e);
        }
    }

    private static SdkSettings settings(Credential credential, Map<String, String> environment, Deadline deadline) {
        String own = credential.kind() == Credential.Kind.SECRET
                ? "AWS_ENDPOINT_URL_SECRETS_MANAGER"
                : "AWS_ENDPOINT_URL_SSM";
        @Nullable String endpoint = endpoint(own, environment);
        return new SdkSettings(
                region(credential, environment),
                endpoint != null ? endpoint : endpoint("AWS_ENDPOINT_URL", environment),
                AwsCredentials.find(environment, deadline.millis()),
                Duration.ofMillis(deadline.millis()));
    }

    private static @Nullable String endpoint(String variable, Map<String, String> environment) {
        @Nullable String url = Address.given(environment, variable);
        if (url != null && !url.startsWith("https://") && !url.startsWith("http://")) {
            throw TidemarkException.of(
                    "TDM-603",
                    variable + " is no address",
                    variable + "=https://…",
                    "or unset it: the SDK knows AWS's own");
        }
        return url;
    }

    /** An ARN's own, else the function's. */
    static @Nullable String region(Credential credential, Map<String, String> environment) {
        @Nullable String ofArn = regionOfArn(credential.text());
        if (ofArn != null) {
            return ofArn;
        }
        @Nullable String region = Address.given(environment, "AWS_REGION");
        return region == null ? Address.given(environment, "AWS_DEFAULT_REGION") : region;
    }

    /** The extension asks in the function's region alone. */
    private static boolean isElsewhere(Credential credential, Map<String, String> environment) {
        @Nullable String region = regionOfArn(credential.text());
        return region != null && !region.equals(environment.get("AWS_REGION"));
    }

    /** {@code arn:aws:secretsmanager:REGION:…}; null for a name. */
    private static @Nullable String regionOfArn(String text) {
        if (!text.startsWith("arn:")) {
            return null;
        }
        String[] parts = text.split(":", 5);
        return parts.length < 5 || parts[3].isEmpty() ? null : parts[3];
    }

    private static TidemarkException withoutSdk(
            Credential credential, @Nullable IOException before, LinkageError cause) {
        boolean secret = credential.kind() == Credential.Kind.SECRET;
        String sdk = "software.amazon.awssdk:" + (secret ? "secretsmanager" : "ssm")
                + " and software.amazon.awssdk:url-connection-client";
        String why = before == null ? "there is no Parameters and Secrets extension" : before.getMessage();
        List<String> waysOut = before == null
                ? List.of("the layer AWS-Parameters-and-Secrets-Lambda-Extension (the quickest)", "or " + sdk)
                : List.of(
                        "does it exist, and may the function's role read it?   "
                                + (secret ? "secretsmanager:GetSecretValue" : "ssm:GetParameter")
                                + ", and kms:Decrypt on a key of your own",
                        "the extension's own log tells: PARAMETERS_SECRETS_EXTENSION_LOG_LEVEL=debug",
                        "or " + sdk + ": what the extension does not serve is then read by it, and told here");
        return new TidemarkException(
                Problem.of(
                        "TDM-424",
                        null,
                        credential.told() + " cannot be read: " + why + ", and the AWS SDK is not on the class path",
                        null,
                        null,
                        waysOut),
                before != null,
                cause);
    }

    /** A login is text. */
    static TidemarkException binary(Credential credential) {
        return TidemarkException.of(
                "TDM-423", credential.told() + " is binary, not text", "store it as a SecretString");
    }

    /** Nothing came in time, or the connection failed. */
    static TidemarkException unreachable(String what, boolean secret, @Nullable String region, Exception cause) {
        String service = secret ? "secretsmanager" : "ssm";
        return new TidemarkException(
                Problem.of(
                        "TDM-422",
                        null,
                        what + " was not read: " + (secret ? "Secrets Manager" : "Systems Manager")
                                + " is not to be reached from here",
                        null,
                        null,
                        List.of(
                                "in a private subnet: an interface endpoint com.amazonaws."
                                        + (region == null ? "REGION" : region) + "." + service
                                        + " whose security group lets the function in on 443",
                                "or IAM authentication, which needs no network")),
                true,
                cause);
    }
}
