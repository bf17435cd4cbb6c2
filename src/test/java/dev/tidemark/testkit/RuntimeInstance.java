package dev.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One execution environment. Without {@link RuntimeApi.Limits} it is one JVM, and gone when that ends. With them it is what Lambda makes of it: an init that
 * takes too long is ended and done again inside the first invocation, in its time; so is the init of an environment whose JVM ended, by itself or because an
 * invocation took too long. One invocation at a time.
 */
public final class RuntimeInstance implements AutoCloseable {
    /** The tracing header of every invocation; Lambda always sends one. */
    public static final String TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0";

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

    private final RuntimeApi.Launch launch;
    private final List<RuntimeProcess> jvms = new CopyOnWriteArrayList<>();
    private final ReentrantLock invoking = new ReentrantLock();
    private volatile boolean closed;

    private RuntimeInstance(RuntimeApi.Launch launch) throws IOException {
        this.launch = launch;
        jvms.add(RuntimeProcess.start(launch));
        RuntimeApi.@Nullable Limits limits = launch.limits();
        if (limits != null) {
            RuntimeProcess first = jvm();
            Thread.ofVirtual().start(() -> keep(first, limits));
        }
    }

    static RuntimeInstance start(RuntimeApi.Launch launch) throws IOException {
        return new RuntimeInstance(launch);
    }

    private void keep(RuntimeProcess first, RuntimeApi.Limits limits) {
        if (launch.isSnapStart()) {
            first.limitRestore(limits.restore());
        } else {
            first.limitInit(limits.init());
        }
    }

    private RuntimeProcess jvm() {
        return jvms.getLast();
    }

    /** How many JVMs it took so far: one more for each init that was done again. */
    public int starts() {
        return jvms.size();
    }

    /** Waits for the end of the init phase; {@link Init#error()} says so where it did not end in time. */
    public Init awaitInit(Duration limit) {
        return jvm().awaitInit(limit);
    }

    /** Waits until SnapStart's hooks before the checkpoint ran and the runtime waits for its restore. */
    public void awaitSnapshot(Duration limit) {
        jvm().awaitSnapshot(limit);
    }

    /** Restores the snapshot: the hooks after it run, then init ends. */
    public void restore() {
        jvm().restore();
    }

    /**
     * Sends an event and waits for its answer; past the time limit the JVM is killed, as Lambda does it, and {@link Answer#error()} is
     * {@code Sandbox.Timedout}. With {@link RuntimeApi.Limits} the time counts from the end of the init phase; an init that is done again spends it.
     */
    public Answer invoke(String event, Duration timeout) {
        return launch.limits() == null ? within(jvm(), event, timeout) : withinLimits(event, timeout);
    }

    private static Answer within(RuntimeProcess jvm, String event, Duration timeout) {
        CompletableFuture<Answer> answer = jvm.send(event, Instant.now().plus(timeout));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            jvm.kill();
            String said = String.format(Locale.ROOT, "Task timed out after %.2f seconds", timeout.toMillis() / 1e3);
            return new Answer("", said, "Sandbox.Timedout", timeout);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer withinLimits(String event, Duration timeout) {
        invoking.lock();
        try {
            RuntimeProcess jvm = jvm();
            jvm.awaitEndOfInit();
            if (jvm.alive()) {
                return within(jvm, event, timeout);
            }
            if (launch.isSnapStart()) {
                return new Answer("", jvm.output(), "SnapStartTimeoutException", Duration.ZERO);
            }
            return within(again(jvm), event, timeout);
        } finally {
            invoking.unlock();
        }
    }

    private RuntimeProcess again(RuntimeProcess ended) {
        ended.close();
        if (closed) {
            throw new IllegalStateException("closed");
        }
        try {
            jvms.add(RuntimeProcess.start(launch));
            return jvm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends an event with this time limit and returns at once; only {@link RuntimeApi.Limits} keep it. */
    public CompletableFuture<Answer> send(String event, Duration timeout) {
        if (launch.limits() == null) {
            return jvm().send(event, Instant.now().plus(timeout));
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(withinLimits(event, timeout));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    /** Freezes the JVM (SIGSTOP), as Lambda does between invocations. */
    public void freeze() {
        jvm().freeze();
    }

    /** Lets a frozen JVM go on (SIGCONT). */
    public void thaw() {
        jvm().thaw();
    }

    /** Kills the JVM (SIGKILL) and waits until it is gone. */
    public void kill() {
        jvm().kill();
    }

    /** Whether the JVM lives. */
    public boolean alive() {
        return jvm().alive();
    }

    /** The JVM's process id. */
    public long pid() {
        return jvm().pid();
    }

    /** When the JVM was started. */
    public Instant startedAt() {
        return jvm().startedAt();
    }

    /** What the function wrote so far, on both streams, and Lambda's own reports of init phases that it ended. */
    public List<Line> lines() {
        return jvms.stream().flatMap(jvm -> jvm.lines().stream()).toList();
    }

    /** The same as one text. */
    public String output() {
        return lines().stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    /** Waits for a line of output. */
    public Line awaitLine(Predicate<String> wanted, Duration limit) {
        Instant end = Instant.now().plus(limit);
        do {
            for (Line line : lines()) {
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
        closed = true;
        jvms.forEach(RuntimeProcess::close);
    }

    private static void sleep() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
