package dev.tidemark.cli;

import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** AWS by its SDK; the one class of the command line that loads it. */
final class AwsClient implements FunctionClient {
    /** A function may take 15 minutes; nothing that was signed for it outlives that. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final String function;
    private final @Nullable String qualifier;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final Map<String, String> env;
    private final AwsFaults faults;

    private AwsClient(FunctionOptions options, Map<String, String> env) {
        String name = Objects.requireNonNull(options.name);
        FunctionName read = FunctionName.of(name);
        this.function = read.function();
        this.qualifier = read.qualifier();
        this.env = env;
        this.region = region(options, read.region(), env);
        this.credentials = credentials(options.profile, env);
        this.faults = new AwsFaults(name, region.id());
        this.http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(LONGEST.plusSeconds(30))
                .build();
    }

    /**
     * Connects nowhere yet.
     *
     * @throws TidemarkException TDM-605 where no region is known
     */
    static FunctionClient of(FunctionOptions options, Map<String, String> env) {
        // The SDK logs by SLF4J, which would complain on stderr that nobody listens.
        if (System.getProperty(SLF4J_VERBOSITY) == null) {
            System.setProperty(SLF4J_VERBOSITY, "ERROR");
        }
        return new AwsClient(options, env);
    }

    private static Region region(FunctionOptions options, @Nullable String own, Map<String, String> env) {
        String given = first(options.region, own, env.get("AWS_REGION"), env.get("AWS_DEFAULT_REGION"));
        if (given != null) {
            return Region.of(given);
        }
        try {
            return DefaultAwsRegionProviderChain.builder()
                    .profileName(options.profile)
                    .build()
                    .getRegion();
        } catch (SdkException e) {
            throw TidemarkException.of(
                    "TDM-605",
                    "which region is function " + options.name + " in?",
                    "--region eu-central-1, or AWS_REGION");
        }
    }

    private static AwsCredentialsProvider credentials(@Nullable String profile, Map<String, String> env) {
        String id = env.get("AWS_ACCESS_KEY_ID");
        String key = env.get("AWS_SECRET_ACCESS_KEY");
        if (profile != null) {
            return ProfileCredentialsProvider.create(profile);
        }
        if (id == null || key == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        String token = env.get("AWS_SESSION_TOKEN");
        AwsCredentials credentials = token == null || token.isBlank()
                ? AwsBasicCredentials.create(id, key)
                : AwsSessionCredentials.create(id, key, token);
        return StaticCredentialsProvider.create(credentials);
    }

    @Override
    public byte[] invoke(byte[] event) {
        resolveCredentials();
        try (LambdaClient lambda = LambdaClient.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .endpointOverride(endpoint("AWS_ENDPOINT_URL_LAMBDA"))
                .overrideConfiguration(c -> c.apiCallTimeout(LONGEST.plusMinutes(1)))
                .build()) {
            InvokeResponse response = lambda.invoke(request ->
                    request.functionName(function).qualifier(qualifier).payload(SdkBytes.fromByteArrayUnsafe(event)));
            byte[] payload = response.payload().asByteArrayUnsafe();
            if (response.functionError() != null) {
                throw faults.ofFunction(payload);
            }
            return payload;
        } catch (SdkException e) {
            throw faults.ofLambda(e);
        }
    }

    /** First of all: an SSO login that is over, a profile that is broken are no fault of the call. */
    private void resolveCredentials() {
        try {
            credentials.resolveCredentials();
        } catch (SdkException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            throw AwsFaults.credentials(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public String lay(String bucket, String key, byte[] bytes) {
        try (S3Client s3 = s3();
                S3Presigner presigner = presigner()) {
            s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
            return presigner
                    .presignGetObject(sign -> sign.signatureDuration(LONGEST)
                            .getObjectRequest(get -> get.bucket(bucket).key(key)))
                    .url()
                    .toString();
        } catch (SdkException e) {
            throw faults.ofBucket(bucket, e);
        }
    }

    @Override
    public String writable(String bucket, String key) {
        try (S3Presigner presigner = presigner()) {
            return presigner
                    .presignPutObject(sign -> sign.signatureDuration(LONGEST)
                            .putObjectRequest(put -> put.bucket(bucket).key(key)))
                    .url()
                    .toString();
        } catch (SdkException e) {
            throw faults.ofBucket(bucket, e);
        }
    }

    @Override
    public byte[] read(String bucket, String key, int most) {
        try (S3Client s3 = s3();
                ResponseInputStream<GetObjectResponse> object =
                        s3.getObject(get -> get.bucket(bucket).key(key))) {
            byte[] bytes = object.readNBytes(most + 1);
            if (bytes.length > most) {
                object.abort();
                throw TidemarkException.of("TDM-635", "the plan has more than " + (most >> 20) + " MB, packed");
            }
            return bytes;
        } catch (SdkException e) {
            throw faults.ofBucket(bucket, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(String bucket, String key) {
        try (S3Client s3 = s3()) {
            s3.deleteObject(delete -> delete.bucket(bucket).key(key));
        } catch (SdkException e) {
            // Whoever may not delete leaves it to the lifecycle rule of docs/review.md.
            return;
        }
    }

    private S3Client s3() {
        @Nullable URI endpoint = endpoint("AWS_ENDPOINT_URL_S3");
        return S3Client.builder()
                .region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .endpointOverride(endpoint)
                .forcePathStyle(endpoint != null)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .build();
    }

    private S3Presigner presigner() {
        @Nullable URI endpoint = endpoint("AWS_ENDPOINT_URL_S3");
        return S3Presigner.builder()
                .region(region)
                .credentialsProvider(credentials)
                .endpointOverride(endpoint)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(endpoint != null)
                        .build())
                .build();
    }

    private @Nullable URI endpoint(String variable) {
        String given = first(env.get(variable), env.get("AWS_ENDPOINT_URL"));
        if (given == null) {
            return null;
        }
        URI endpoint = uri(given);
        boolean http = endpoint != null
                && List.of("http", "https").contains(String.valueOf(endpoint.getScheme()))
                && endpoint.getHost() != null;
        if (!http) {
            // Without the value: it may hold a password.
            throw TidemarkException.of(
                    "TDM-604", variable + " (or AWS_ENDPOINT_URL) is no URL of http or https", "https://host:port");
        }
        return endpoint;
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable String first(@Nullable String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    @Override
    public void close() {
        http.close();
    }
}
