package dev.tidemark.testkit;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * AWS Lambda on this machine, as far as a handler can tell: execution environments as fresh JVMs under AWS's own runtime interface client, each with a
 * Runtime API of its own on the loopback interface. Closing it kills every JVM that it
 * started; so does the end of this JVM.
 *
 * <p>Lambda's limits of time are kept where a launch asks for them ({@link Launch#withLimits}). Not modelled: CPU shares, the sandbox, the 130 s of an init phase
 * under SnapStart and provisioned concurrency.
 */
public final class RuntimeApi implements AutoCloseable {
    private static final List<RuntimeInstance> EVERYWHERE = new CopyOnWriteArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> EVERYWHERE.forEach(RuntimeInstance::close)));
    }

    /** What a managed runtime brings itself. */
    private static final List<Path> RUNTIME = Stream.of(
                    AWSLambda.class,
                    JacksonFactory.class,
                    com.amazonaws.services.lambda.runtime.Context.class,
                    SdkInternalThreadLocal.class)
            .map(RuntimeApi::jarOf)
            .toList();

    private final List<RuntimeInstance> instances = new CopyOnWriteArrayList<>();

    /**
     * What to start.
     *
     * @param handler as in a template, {@code package.Class::method} or the class alone
     * @param classPath what {@code /var/task} holds and the runtime interface client
     * @param environment the function's variables, on top of Lambda's own ({@link #lambdaEnvironment}); nothing is inherited
     * @param jvmOptions on top of {@link #JVM_OPTIONS}
     * @param taskRoot what stands for {@code /var/task}: the JVM's working folder, from which the client's own class loader takes the classes at the root, then
     *     {@code lib/*.jar}, as a managed runtime does; null where the class path has all
     * @param limits the limits that are kept; null: none
     */
    public record Launch(
            String handler,
            List<Path> classPath,
            Map<String, String> environment,
            List<String> jvmOptions,
            @Nullable Path taskRoot,
            @Nullable Limits limits) {
        public Launch(String handler, List<Path> classPath, Map<String, String> environment, List<String> jvmOptions) {
            this(handler, classPath, environment, jvmOptions, null, null);
        }

        public Launch {
            classPath = List.copyOf(classPath);
            environment = Map.copyOf(environment);
            jvmOptions = List.copyOf(jvmOptions);
        }

        /** With these variables besides; the later one wins. */
        public Launch with(Map<String, String> more) {
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.putAll(more);
            return new Launch(handler, classPath, all, jvmOptions, taskRoot, limits);
        }

        /** With these JVM options besides. */
        public Launch withJvmOptions(String... more) {
            List<String> all = new ArrayList<>(jvmOptions);
            all.addAll(List.of(more));
            return new Launch(handler, classPath, environment, all, taskRoot, limits);
        }

        /** With these limits kept. */
        public Launch withLimits(Limits kept) {
            return new Launch(handler, classPath, environment, jvmOptions, taskRoot, kept);
        }

        boolean isSnapStart() {
            return "snap-start".equals(environment.get("AWS_LAMBDA_INITIALIZATION_TYPE"));
        }

        /** As SnapStart does it: after init the runtime waits for a restore ({@link RuntimeInstance#restore}). */
        public Launch withSnapStart() {
            return with(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"))
                    .withJvmOptions("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        }
    }

    /**
     * The limits of time that Lambda keeps by SIGKILL; that of an invocation comes with {@link RuntimeInstance#invoke}.
     *
     * @param init of the init phase on demand, from the start of the JVM; past it init is done again in the first invocation, within its limit
     * @param restore of the hooks after a restore; past it the invocation fails
     */
    public record Limits(Duration init, Duration restore) {
        /** Lambda's own ("Understanding the Lambda execution environment lifecycle", "Lambda SnapStart runtime hooks"). */
        public static final Limits LAMBDA = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    /** How Lambda's Java runtimes start: one compiler tier, the serial collector; class data sharing is the default. */
    public static final List<String> JVM_OPTIONS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED");

    /** A launch of a handler on the class path of this JVM. */
    public static Launch launch(String handler) {
        return new Launch(handler, classPath(), Map.of(), List.of());
    }

    /** A launch of a built artefact as a managed runtime does it: the runtime's jars on the class path, the artefact's by the client's class loader. */
    public static Launch launch(String handler, Path artefact) {
        return new Launch(handler, RUNTIME, Map.of(), List.of(), artefact, null);
    }

    /** The class path that this class came from: the JVM's, or that of the class loader that a test launcher made. */
    public static List<Path> classPath() {
        List<Path> classPath = new ArrayList<>();
        if (RuntimeApi.class.getClassLoader() instanceof URLClassLoader loader) {
            for (URL url : loader.getURLs()) {
                classPath.add(Path.of(URI.create(url.toString())));
            }
        } else {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                classPath.add(Path.of(entry).toAbsolutePath());
            }
        }
        return classPath;
    }

    private static Path jarOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** The variables that Lambda itself sets, but for the endpoint of the Runtime API. */
    static Map<String, String> lambdaEnvironment(String handler) {
        return Map.ofEntries(
                Map.entry("_HANDLER", handler),
                Map.entry("AWS_REGION", "eu-central-1"),
                Map.entry("AWS_LAMBDA_FUNCTION_NAME", "function"),
                Map.entry("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                Map.entry("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
                Map.entry("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/function"),
                Map.entry("AWS_LAMBDA_LOG_STREAM_NAME", "stream"),
                Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand"),
                Map.entry("LAMBDA_TASK_ROOT", "/var/task"),
                Map.entry("TZ", ":UTC"),
                Map.entry("LANG", "C.UTF-8"),
                Map.entry("PATH", "/usr/local/bin:/usr/bin:/bin"));
    }

    /** Starts an execution environment and returns at once. */
    public RuntimeInstance start(Launch launch) {
        try {
            RuntimeInstance instance = RuntimeInstance.start(launch);
            instances.add(instance);
            EVERYWHERE.add(instance);
            return instance;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts several at once. */
    public List<RuntimeInstance> start(Launch launch, int count) {
        List<RuntimeInstance> started = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            started.add(start(launch));
        }
        return started;
    }

    @Override
    public void close() {
        instances.forEach(RuntimeInstance::close);
        EVERYWHERE.removeAll(instances);
    }
}
