import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One training run of a function's cold start, under the runtime interface client and a Runtime API of this program's: once the function asks for its first
 * event, its JVM is ended (SIGTERM) and writes its cache. Arguments: the artefact's folder, the handler, the JVM options
 * that make the cache, then the command that starts the runtime. Called by aot-cache.sh.
 */
final class AotTraining {
    private static final String API = "/2018-06-01/runtime/";

    private AotTraining() {}

    public static void main(String[] args) throws Exception {
        if (!hasClass(Path.of(args[0]), args[1])) {
            System.err.println(args[0] + " has no class of the handler " + args[1]);
            System.exit(1);
        }
        CompletableFuture<String> init = new CompletableFuture<>();
        HttpServer api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        api.createContext("/", exchange -> answer(exchange, init));
        api.start();
        Process function = start(args, api.getAddress().getPort());
        function.onExit().thenAccept(p -> init.complete("it ended by itself: " + p.exitValue()));
        String failure = init.get(60, TimeUnit.SECONDS);
        function.destroy();
        if (!function.waitFor(120, TimeUnit.SECONDS)) {
            function.destroyForcibly();
            failure = "its JVM does not write the cache";
        }
        if (!failure.isEmpty()) {
            System.err.println("the training run failed: " + failure);
        }
        System.exit(failure.isEmpty() ? 0 : 1);
    }

    /** The runtime says that a handler is missing only when the first event comes. */
    private static boolean hasClass(Path folder, String handler) throws IOException {
        List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
        try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                urls.add(jar.toUri().toURL());
            }
        }
        try (URLClassLoader classes = new URLClassLoader(urls.toArray(URL[]::new), null)) {
            return classes.getResource(handler.replaceFirst("::.*", "").replace('.', '/') + ".class") != null;
        }
    }

    private static Process start(String[] args, int port) throws IOException {
        List<String> command = List.of(args).subList(3, args.length);
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File(args[0])).inheritIO();
        Map<String, String> environment = builder.environment();
        // A training run reads; whatever the shell holds, it never changes a database.
        environment.keySet().removeIf(name -> name.startsWith("TIDEMARK_DEPLOYER_"));
        environment.put("TIDEMARK_MODE", "verify");
        environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("AWS_LAMBDA_FUNCTION_NAME", "training");
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "training");
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "training");
        environment.put("LAMBDA_TASK_ROOT", args[0]);
        environment.put("_HANDLER", args[1]);
        environment.put("JAVA_TOOL_OPTIONS", args[2]);
        environment.putIfAbsent("AWS_REGION", "us-east-1");
        return builder.start();
    }

    private static void answer(HttpExchange exchange, CompletableFuture<String> init) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (exchange.getRequestURI().getPath()) {
            case API + "invocation/next" -> init.complete(""); // never answered: the function is ended while it waits
            case API + "init/error" -> {
                init.complete(new String(body));
                exchange.sendResponseHeaders(202, -1);
                exchange.close();
            }
            default -> {
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
            }
        }
    }
}
