package dev.tidemark.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One execution environment: a JVM under the runtime interface client, and the Runtime API it talks to. */
public final class RuntimeInstance implements AutoCloseable {
    /** The tracing header of every invocation; Lambda always sends one. */
    public static final String TRACE =
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";

    private static final String API = "/2018-06-01/runtime/";

    /**
     * How the init phase ended.
     *
     * @param error what the runtime reported, or why there is no report; null where it went well
     */
    public record Init(Duration took, @Nullable String error) {
        /** Whether the handler is ready for events. */
        public boolean ok() {
            return error == null;
        }
    }

    /**
     * What an invocation gave.
     *
     * @param body the answer, or the error as the runtime describes it
     * @param error the error's type; null where the handler answered
     */
    public record Answer(
            String requestId, String body, @Nullable String error, Duration took) {
        /** Whether the handler answered. */
        public boolean ok() {
            return error == null;
        }
    }

    /** A line that the function wrote. */
    public record Line(Instant at, String text) {}

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
    private final Process process;
    private final CompletableFuture<Void> outputEnd;

    private RuntimeInstance(RuntimeApi.Launch launch) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        startedAt = Instant.now();
        process = command(launch, "127.0.0.1:" + server.getAddress().getPort()).start();
        outputEnd = CompletableFuture.runAsync(this::readOutput, threads);
        var unused = process.onExit().thenAccept(p -> ended());
    }

    static RuntimeInstance start(RuntimeApi.Launch launch) throws IOException {
        return new RuntimeInstance(launch);
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
        environment.putAll(launch.environment());
        environment.put("AWS_LAMBDA_RUNTIME_API", endpoint);
        return builder;
    }

    /** Waits for the end of the init phase; {@link Init#error()} says so where it did not end in time, and the JVM lives on. */
    public Init awaitInit(Duration limit) {
        try {
            return init.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Init(limit, "init did not end within " + limit + "; output: " + output());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until SnapStart's hooks before the checkpoint ran and the runtime waits for its restore. */
    public void awaitSnapshot(Duration limit) {
        await(snapshot, limit, "the snapshot");
    }

    /** Restores the snapshot: the hooks after it run, then init ends. */
    public void restore() {
        restore.complete(Instant.now());
    }

    /**
     * Sends an event and waits for its answer; past the time limit the JVM is killed, as Lambda does it, and {@link Answer#error()} is
     * {@code Sandbox.Timedout}.
     */
    public Answer invoke(String event, Duration timeout) {
        CompletableFuture<Answer> answer = send(event, timeout);
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            kill();
            return new Answer("", "Task timed out after " + timeout.toMillis() + " ms", "Sandbox.Timedout", timeout);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends an event with this time limit and returns at once. */
    public CompletableFuture<Answer> send(String event, Duration timeout) {
        Instant now = Instant.now();
        Invocation invocation =
                new Invocation(UUID.randomUUID().toString(), event, now.plus(timeout), now, new CompletableFuture<>());
        queue.add(invocation);
        if (!process.isAlive()) {
            ended();
        }
        return invocation.answer();
    }

    /** Freezes the JVM (SIGSTOP), as Lambda does between invocations. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets a frozen JVM go on (SIGCONT). */
    public void thaw() {
        signal("CONT");
    }

    /** Kills the JVM (SIGKILL) and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(process.onExit(), Duration.ofSeconds(10), "the killed JVM");
    }

    /** Whether the JVM lives. */
    public boolean alive() {
        return process.isAlive();
    }

    /** The JVM's process id. */
    public long pid() {
        return process.pid();
    }

    /** When the JVM was started. */
    public Instant startedAt() {
        return startedAt;
    }

    /** What the function wrote so far, on both streams. */
    public List<Line> lines() {
        return List.copyOf(lines);
    }

    /** The same as one text. */
    public String output() {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    /** Waits for a line of output. */
    public Line awaitLine(Predicate<String> wanted, Duration limit) {
        Instant end = Instant.now().plus(limit);
        do {
            for (Line line : lines) {
                if (wanted.test(line.text())) {
                    return line;
                }
            }
            sleep();
        } while (Instant.now().isBefore(end));
        throw new IllegalStateException("no such line within " + limit + "; output: " + output());
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
        headers.add(
                "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:000000000000:function:function");
        headers.add("Lambda-Runtime-Trace-Id", TRACE);
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
        String how = "exit " + process.exitValue() + "; output: " + output();
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

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
