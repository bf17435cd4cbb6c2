package dev.tidemark.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * AWS on this machine: one LocalStack 4.14.0 for the whole test run, started when it is first asked for; tests keep apart by unique names.
 *
 * <p>{@link #host()} runs it from {@code src/build/locks/localstack.txt} with the project's own plugins, so that functions are real JVMs and custom resources
 * are called. {@link #any()} is for tests of plain services: a container where docker has the image already, else the same. It listens on all interfaces,
 * whatever it is told. IAM is not enforced ({@link Moto} does that).
 */
public final class LocalStack {
    /** The only region. */
    public static final String REGION = "us-east-1";

    private static final String IMAGE = "localstack/localstack:4.14.0";
    private static final Set<String> RUNTIME_JARS = Set.of(
            "aws-lambda-java-core",
            "aws-lambda-java-runtime-interface-client",
            "aws-lambda-java-serialization",
            "utils-lite");

    private static @Nullable LocalStack host;
    private static @Nullable LocalStack any;

    private final URI endpoint;
    private final @Nullable ToolServer server;

    private LocalStack(URI endpoint, @Nullable ToolServer server) {
        this.endpoint = endpoint;
        this.server = server;
    }

    /** The one on the host, with the plugins; the test is skipped loudly where it is not installed, and fails in CI. */
    public static synchronized LocalStack host() {
        if (host == null) {
            host = startOnHost();
        }
        return host;
    }

    /** Any LocalStack; without the plugins where it is a container. */
    public static synchronized LocalStack any() {
        if (any == null) {
            any = imageIsHere() ? startContainer() : host();
        }
        return any;
    }

    private static LocalStack startOnHost() {
        long start = System.nanoTime();
        Path python = Tool.bin("localstack").resolve("python");
        Path folder = ToolServer.folder("localstack");
        int port = ToolServer.freePort();
        ToolServer server = ToolServer.start(
                List.of(python.toString(), "-m", "localstack.runtime.main"),
                folder,
                variables(folder, port),
                URI.create("http://127.0.0.1:" + port),
                "/_localstack/health");
        say("on the host, port " + port, start);
        return new LocalStack(server.endpoint(), server);
    }

    private static Map<String, String> variables(Path folder, int port) {
        Map<String, String> variables = new HashMap<>(plugins());
        variables.putAll(Map.of(
                "GATEWAY_LISTEN", "127.0.0.1:" + port,
                "LOCALSTACK_HOST", "127.0.0.1:" + port,
                "DNS_ADDRESS", "0",
                "OVERRIDE_IN_DOCKER", "0",
                "FILESYSTEM_ROOT", folder.resolve("fs").toString(),
                "DISABLE_EVENTS", "1",
                "SKIP_SSL_CERT_DOWNLOAD", "1",
                // By default a wrong signature of a pre-signed URL is accepted.
                "S3_SKIP_SIGNATURE_VALIDATION", "0",
                "LAMBDA_KEEPALIVE_MS", "60000"));
        return variables;
    }

    /** What the plugins in {@code src/test/localstack} need: where they are, and the JVM and the runtime interface client that functions run under. */
    public static Map<String, String> plugins() {
        return Map.of(
                "PYTHONPATH", Needs.basedir().resolve("src/test/localstack").toString(),
                "LAMBDA_RUNTIME_EXECUTOR", "tidemark-jvm",
                "TIDEMARK_LAMBDA_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "TIDEMARK_LAMBDA_CLASS_PATH",
                        RuntimeApi.classPath().stream()
                                .filter(LocalStack::isOfTheRuntime)
                                .map(Path::toString)
                                .collect(Collectors.joining(File.pathSeparator)),
                "TIDEMARK_LAMBDA_JVM_OPTIONS", NativeClient.jvmOption(),
                "TIDEMARK_LAMBDA_HANDLERS", LocalHandlers.REAL + "=" + LocalHandlers.LOCAL,
                "TIDEMARK_LAMBDA_CLASSES", LocalHandlers.classes().toString());
    }

    private static boolean isOfTheRuntime(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return name.endsWith(".jar") && RUNTIME_JARS.stream().anyMatch(jar -> name.matches(jar + "-[0-9].*"));
    }

    private static boolean imageIsHere() {
        try {
            return Needs.run(List.of("docker", "image", "inspect", IMAGE)).exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @SuppressWarnings("resource") // Testcontainers ends it with this JVM.
    private static LocalStack startContainer() {
        long start = System.nanoTime();
        LocalStackContainer container = new LocalStackContainer(DockerImageName.parse(IMAGE));
        container.start();
        say("as a container (" + IMAGE + "), without the plugins", start);
        return new LocalStack(container.getEndpoint(), null);
    }

    private static void say(String where, long start) {
        System.err.println("!!! LocalStack 4.14.0 runs " + where + ", ready after "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    }

    /** {@code http://host:port}. */
    public URI endpoint() {
        return endpoint;
    }

    /** What an SDK or a tool needs to be told by its environment to find it, and nothing of the real AWS. */
    public Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL",
                endpoint.toString(),
                "AWS_REGION",
                REGION,
                "AWS_DEFAULT_REGION",
                REGION,
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test",
                "AWS_EC2_METADATA_DISABLED",
                "true");
    }

    /** A client of one of its services: {@code stack.client(SqsClient.builder())}. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return client(builder, endpoint, AwsBasicCredentials.create("test", "test"));
    }

    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, URI endpoint, AwsCredentials credentials) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(2)))
                .build();
    }

    /** What all functions wrote so far, each environment's output as a whole, the last one to write last; nothing from a container. */
    public String functionLogs() {
        if (server == null) {
            return "";
        }
        try (Stream<Path> folders = Files.list(server.folder().resolve("tmp"))) {
            StringBuilder all = new StringBuilder();
            for (Path log : folders.map(f -> f.resolve(".log"))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparingLong(f -> f.toFile().lastModified()))
                    .toList()) {
                all.append(Files.readString(log));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of its log, for a failing test. */
    public String log() {
        return server == null ? "(in the container)" : server.log();
    }
}
