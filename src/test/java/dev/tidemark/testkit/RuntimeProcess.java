package dev.tidemark.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidemark.testkit.RuntimeInstance.Answer;
import dev.tidemark.testkit.RuntimeInstance.Init;
import dev.tidemark.testkit.RuntimeInstance.Line;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One JVM under the runtime interface client, and the Runtime API that it alone talks to: what an environment is, as long as nothing ends it. */
final class RuntimeProcess implements AutoCloseable {
    private static final String API = "/2018-06-01/runtime/";

    private record Invocation(
            String id, String event, Instant deadline, Instant sent, CompletableFuture<Answer> answer) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Instant startedAt;
    private final CompletableFuture<Init> init = new CompletableFuture<>();
    private final CompletableFuture<Instant> snapshot = new CompletableFuture<>();
    private final CompletableFuture<Instant> restore = new CompletableFuture<>();
    private final LinkedBlockingQueue<Invocation> queue = new LinkedBlockingQueue<>();
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private volatile @Nullable Duration killedPast;
    private final Process process;
    private final CompletableFuture<Void> outputEnd;

    private RuntimeProcess(RuntimeApi.Launch launch) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        startedAt = Instant.now();
        process = command(launch, "127.0.0.1:" + server.getAddress().getPort()).start();
        outputEnd = CompletableFuture.runAsync(this::readOutput, threads);
        var unused = process.onExit().thenAccept(p -> ended());
    }

    static RuntimeProcess start(RuntimeApi.Launch launch) throws IOException {
        return new RuntimeProcess(launch);
    }

    private static ProcessBuilder command(RuntimeApi.Launch launch, String endpoint) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(RuntimeApi.JVM_OPTIONS);
        command.add(NativeClient.jvmOption());
        command.addAll(launch.jvmOptions());
        command.add("-cp");
        command.add(launch.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
        command.add(launch.handler());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(RuntimeApi.lambdaEnvironment(launch.handler()));
        @Nullable Path taskRoot = launch.taskRoot();
        if (taskRoot != null) {
            builder.directory(taskRoot.toFile());
            environment.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        }
        environment.putAll(launch.environment());
        environment.put("AWS_LAMBDA_RUNTIME_API", endpoint);
        return builder;
    }

    /** Waits for the end of the init phase; {@link Init#error()} says so where it did not end in time, and the JVM lives on. */
    Init awaitInit(Duration limit) {
        try {
            return init.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Init(limit, "init did not end within " + limit + "; output: " + output());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until SnapStart's hooks before the checkpoint ran and the runtime waits for its restore. */
    void awaitSnapshot(Duration limit) {
        await(snapshot, limit, "the snapshot");
    }

    /** Restores the snapshot: the hooks after it run, then init ends. */
    void restore() {
        restore.complete(Instant.now());
    }

    /** Sends an event with this deadline and returns at once. */
    CompletableFuture<Answer> send(String event, Instant deadline) {
        Invocation invocation =
                new Invocation(UUID.randomUUID().toString(), event, deadline, Instant.now(), new CompletableFuture<>());
        queue.add(invocation);
        if (!process.isAlive()) {
            ended();
        }
        return invocation.answer();
    }

    /** Waits until init went well, failed, or its JVM is gone. */
    void awaitEndOfInit() {
        init.join();
    }

    /** Kills it where init has not ended within the limit, and says so as Lambda's log does. */
    void limitInit(Duration limit) {
        limit(limit, "INIT_REPORT Init Duration: %.2f ms\tPhase: init\tStatus: timeout");
    }

    /** Kills it where the hooks after a restore have not ended within the limit. */
    void limitRestore(Duration limit) {
        restore.join();
        limit(limit, "RESTORE_REPORT Restore Duration: %.2f ms\tStatus: timeout");
    }

    private void limit(Duration limit, String report) {
        try {
            init.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            lines.add(new Line(Instant.now(), String.format(Locale.ROOT, report, (double) limit.toMillis())));
            killedPast = limit;
            kill();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Freezes the JVM (SIGSTOP), as Lambda does between invocations. */
    void freeze() {
        signal("STOP");
    }

    /** Lets a frozen JVM go on (SIGCONT). */
    void thaw() {
        signal("CONT");
    }

    /** Kills the JVM (SIGKILL) and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        await(process.onExit(), Duration.ofSeconds(10), "the killed JVM");
    }

    /** Whether the JVM lives. */
    boolean alive() {
        return process.isAlive();
    }

    /** The JVM's process id. */
    long pid() {
        return process.pid();
    }

    /** When the JVM was started. */
    Instant startedAt() {
        return startedAt;
    }

    /** What the function wrote so far, on both streams. */
    List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The same as one text. */
    String output() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        restore.complete(Instant.now());
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            switch (path) {
                case API + "invocation/next" -> next(exchange);
                case API + "init/error" -> {
                    init.complete(new Init(sinceStart(), new String(body, StandardCharsets.UTF_8)));
                    reply(exchange, 202, "{}");
                }
                case API + "restore/next" -> {
                    snapshot.complete(Instant.now());
                    restore.join();
                    reply(exchange, 200, "");
                }
                case API + "restore/error" -> {
                    init.complete(new Init(sinceStart(), new String(body, StandardCharsets.UTF_8)));
                    reply(exchange, 202, "{}");
                }
                default -> finished(exchange, path, new String(body, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            exchange.close();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        init.complete(new Init(sinceStart(), null));
        Invocation invocation = queue.take();
        running.put(invocation.id(), invocation);
        var headers = exchange.getResponseHeaders();
        headers.add("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.add(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(invocation.deadline().toEpochMilli()));
        headers.add("Lambda-Runtime-Trace-Id", RuntimeInstance.TRACE);
        headers.add(
                "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:000000000000:function:function");
        headers.add("Lambda-Runtime-Trace-Id", RuntimeInstance.TRACE);
        headers.add("Content-Type", "application/json");
        byte[] event = invocation.event().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    private void finished(HttpExchange exchange, String path, String body) throws IOException {
        String[] parts = path.substring(Math.min(path.length(), API.length())).split("/", -1);
        Invocation invocation = parts.length == 3 ? running.remove(parts[1]) : null;
        if (invocation == null) {
            reply(exchange, 404, "{}");
            return;
        }
        String error = parts[2].equals("error")
                ? exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type")
                : null;
        reply(exchange, 202, "{}");
        invocation
                .answer()
                .complete(new Answer(invocation.id(), body, error, Duration.between(invocation.sent(), Instant.now())));
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private void readOutput() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(new Line(Instant.now(), line));
            }
        } catch (IOException e) {
            lines.add(new Line(Instant.now(), "(output ended: " + e.getMessage() + ")"));
        }
    }

    private void ended() {
        outputEnd.completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
        @Nullable Duration past = killedPast;
        String how = (past == null ? "exit " + process.exitValue() : "killed, since it was not done within " + past)
                + "; output: " + output();
        init.complete(new Init(sinceStart(), how));
        List<Invocation> lost = new ArrayList<>(running.values());
        queue.drainTo(lost);
        for (Invocation invocation : lost) {
            invocation
                    .answer()
                    .complete(new Answer(
                            invocation.id(),
                            how,
                            "Runtime.ExitError",
                            Duration.between(invocation.sent(), Instant.now())));
        }
    }

    private Duration sinceStart() {
        return Duration.between(startedAt, Instant.now());
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " " + pid() + " gave " + exit);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CompletableFuture<?> future, Duration limit, String what) {
        try {
            future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("waited " + limit + " for " + what, e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
