package dev.tidemark.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * AWS Lambda on this machine, as far as a handler can tell: execution environments as fresh JVMs under AWS's own runtime interface client, each with a
 * Runtime API of its own on the loopback interface. Closing it kills every JVM that it
 * started; so does the end of this JVM.
 *
 * <p>Not modelled: the limit of the init phase (await it with {@link RuntimeInstance#awaitInit}), CPU shares, the sandbox.
 */
public final class RuntimeApi implements AutoCloseable {
    private static final List<RuntimeInstance> EVERYWHERE = new CopyOnWriteArrayList<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> EVERYWHERE.forEach(RuntimeInstance::close)));
    }

    private final List<RuntimeInstance> instances = new CopyOnWriteArrayList<>();

    /**
     * What to start.
     *
     * @param handler as in a template, {@code package.Class::method} or the class alone
     * @param classPath what {@code /var/task} holds and the runtime interface client
     * @param environment the function's variables, on top of Lambda's own ({@link #lambdaEnvironment}); nothing is inherited
     * @param jvmOptions on top of {@link #JVM_OPTIONS}
     */
    public record Launch(
            String handler, List<Path> classPath, Map<String, String> environment, List<String> jvmOptions) {
        public Launch {
            classPath = List.copyOf(classPath);
            environment = Map.copyOf(environment);
            jvmOptions = List.copyOf(jvmOptions);
        }

        /** With these variables besides; the later one wins. */
        public Launch with(Map<String, String> more) {
            Map<String, String> all = new LinkedHashMap<>(environment);
            all.putAll(more);
            return new Launch(handler, classPath, all, jvmOptions);
        }

        /** With these JVM options besides. */
        public Launch withJvmOptions(String... more) {
            List<String> all = new ArrayList<>(jvmOptions);
            all.addAll(List.of(more));
            return new Launch(handler, classPath, environment, all);
        }

        /** As SnapStart does it: after init the runtime waits for a restore ({@link RuntimeInstance#restore}). */
        public Launch withSnapStart() {
            return with(Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"))
                    .withJvmOptions("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        }
    }

    /** How Lambda's Java runtimes start: one compiler tier, the serial collector, class data sharing. */
    public static final List<String> JVM_OPTIONS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED");

    /** A launch of a handler on the class path of this JVM. */
    public static Launch launch(String handler) {
        return new Launch(handler, classPath(), Map.of(), List.of());
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
