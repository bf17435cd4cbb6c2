package dev.tidemark.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Another process: a main class of the tests in a fresh JVM with this one's class path; killed, if it still runs, when it is closed. */
public final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private final @Nullable Path classLog;

    private ChildJvm(Process process, @Nullable Path classLog) {
        this.process = process;
        this.classLog = classLog;
        this.reader =
                Thread.ofPlatform().daemon().name("child-" + process.pid()).start(this::read);
    }

    /** What to start. */
    public static Launch of(Class<?> main, String... args) {
        return new Launch(main.getName(), args);
    }

    /** What to start, by the name of its main class. */
    public static Launch of(String main, String... args) {
        return new Launch(main, args);
    }

    /** A JVM about to be started. */
    public static final class Launch {
        private final String main;
        private final String[] args;
        private final List<String> options =
                new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        private final Map<String, String> environment = new HashMap<>();
        private boolean logClasses;

        private Launch(String main, String... args) {
            this.main = main;
            this.args = args.clone();
        }

        /** Adds an environment variable. */
        public Launch env(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** Adds an option of the JVM. */
        public Launch option(String option) {
            options.add(option);
            return this;
        }

        /** Has it write down every class that it loads: {@link ChildJvm#loadedClasses}. */
        public Launch logClasses() {
            logClasses = true;
            return this;
        }

        /** Starts it; its standard output and error are one stream. */
        public ChildJvm start() {
            try {
                @Nullable Path log = logClasses ? Files.createTempFile("classes", ".log") : null;
                List<String> command = new ArrayList<>(List.of(java()));
                command.addAll(options);
                if (log != null) {
                    command.add("-Xlog:class+load:file=" + log + "::filecount=0");
                }
                command.addAll(List.of("-cp", classPath(), main));
                command.addAll(Arrays.asList(args));
                ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
                builder.environment().putAll(environment);
                return new ChildJvm(builder.start(), log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The class path of the tests, however they were started. */
    public static String classPath() {
        if (ChildJvm.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(ChildJvm::path).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }

    private static String path(URL url) {
        return Path.of(URI.create(url.toString())).toString();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            synchronized (lines) {
                lines.add("(output ended: " + e.getMessage() + ")");
                lines.notifyAll();
            }
        }
    }

    /** What it has written so far, line by line. */
    public List<String> output() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Writes a line to its standard input. */
    public void say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for a line that contains this text and returns it.
     *
     * @throws IllegalStateException with the output, where it does not come in time or the process ends without it
     */
    public String awaitLine(String part, Duration atMost) throws InterruptedException {
        return awaitLine(line -> line.contains(part), part, atMost);
    }

    private String awaitLine(Predicate<String> wanted, String name, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (lines) {
            while (true) {
                for (String line : lines) {
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0 || !reader.isAlive()) {
                    throw new IllegalStateException("no line with '" + name + "' in:\n" + String.join("\n", lines));
                }
                lines.wait(Math.min(left, 100));
            }
        }
    }

    /**
     * Waits for its end and returns the exit code (128 + signal where one ended it).
     *
     * @throws IllegalStateException with the output, where it does not end in time
     */
    public int awaitExit(Duration atMost) throws InterruptedException {
        if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("still running:\n" + String.join("\n", output()));
        }
        reader.join(5_000);
        return process.exitValue();
    }

    /** Whether it still runs (a stopped one does). */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill9() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGSTOP: it is frozen where it stands, its connections stay open. */
    public void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            Needs.Ran ran = Needs.run(List.of("kill", "-" + name, String.valueOf(process.pid())));
            if (ran.exit() != 0) {
                throw new IllegalStateException(ran.err());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The classes that it has loaded so far, the JDK's too; only after {@link Launch#logClasses}. */
    public SortedSet<String> loadedClasses() {
        Path log = classLog;
        if (log == null) {
            throw new IllegalStateException("it was started without logClasses()");
        }
        try {
            SortedSet<String> classes = new TreeSet<>();
            for (String line : Files.readAllLines(log)) {
                // [0.012s][info][class,load] java.lang.Object source: shared objects file
                int source = line.indexOf(" source: ");
                if (source > 0) {
                    classes.add(line.substring(line.lastIndexOf(' ', source - 1) + 1, source));
                }
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Path log = classLog;
        if (log != null) {
            try {
                Files.deleteIfExists(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
