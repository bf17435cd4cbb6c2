package dev.tidemark.testkit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** What a test needs from the machine it runs on; missing, it is skipped with a line nobody can overlook, and fails where {@code CI=true}. */
public final class Needs {
    private static final boolean CI = "true".equals(System.getenv("CI"));

    private Needs() {}

    /** Ends the calling test: it is skipped here, and fails in CI. */
    public static RuntimeException missing(String what, String reason) {
        String line = "!!! SKIPPED, because " + what + " cannot be had here: " + reason.strip();
        System.err.println(line);
        if (CI) {
            throw new IllegalStateException(what + " is compulsory in CI: " + reason.strip());
        }
        return new TestAbortedException(line);
    }

    /** The repository's root. */
    public static Path basedir() {
        return Path.of(System.getProperty("tidemark.basedir", System.getProperty("user.dir")));
    }

    /**
     * What a finished command left.
     *
     * @param exit its exit code
     * @param out what it wrote to its standard output
     * @param err what it wrote to its standard error
     */
    public record Ran(int exit, String out, String err) {
        /** What it wrote, whatever its exit code. */
        public String all() {
            return out + err;
        }
    }

    /**
     * Runs a command to its end, at most two minutes.
     *
     * @throws IOException where it cannot be started or does not end
     */
    public static Ran run(List<String> command) throws IOException {
        return run(new ProcessBuilder(command));
    }

    /** Runs what was built, at most two minutes. */
    public static Ran run(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        process.getOutputStream().close();
        StringBuilder err = new StringBuilder();
        Thread reader = Thread.ofVirtual().start(() -> drain(process, err));
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                throw new IOException(builder.command() + " does not end");
            }
            reader.join();
            return new Ran(process.exitValue(), out, err.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(builder.command().toString());
        } finally {
            process.destroyForcibly();
        }
    }

    private static void drain(Process process, StringBuilder into) {
        try {
            into.append(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            into.append(e.getMessage());
        }
    }
}
