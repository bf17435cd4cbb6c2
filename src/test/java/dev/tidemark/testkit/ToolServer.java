package dev.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Python tool that serves HTTP on the loopback interface, in a folder of its own; it and all that it started are killed with it, at the latest with this JVM. */
final class ToolServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LOG_TAIL = 8_000;

    private final Process process;
    private final Path folder;
    private final URI endpoint;
    private final Thread atExit = new Thread(this::kill);

    private ToolServer(Process process, Path folder, URI endpoint) {
        this.process = process;
        this.folder = folder;
        this.endpoint = endpoint;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** A free port, as far as one can tell. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder(String name) {
        try {
            return Files.createTempDirectory(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts it and waits, at most a minute, until it answers.
     *
     * @param folder becomes its home, with its temporary and cache folders and its log; deleted in the end
     * @param variables on top of {@code PATH}, {@code HOME}, {@code TMPDIR} and {@code XDG_CACHE_HOME}; nothing else is inherited
     */
    static ToolServer start(
            List<String> command, Path folder, Map<String, String> variables, URI endpoint, String health) {
        try {
            Files.createDirectories(folder.resolve("tmp"));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            Map<String, String> environment = builder.environment();
            String path = environment.getOrDefault("PATH", "/usr/bin:/bin");
            environment.clear();
            environment.putAll(Map.of(
                    "PATH",
                    path,
                    "HOME",
                    folder.toString(),
                    "TMPDIR",
                    folder.resolve("tmp").toString(),
                    "XDG_CACHE_HOME",
                    folder.resolve("cache").toString(),
                    "PYTHONDONTWRITEBYTECODE",
                    "1",
                    "PYTHONUNBUFFERED",
                    "1"));
            environment.putAll(variables);
            ToolServer server = new ToolServer(builder.start(), folder, endpoint);
            server.awaitAnswer(endpoint.resolve(health));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitAnswer(URI health) throws IOException {
        Instant end = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(end) && process.isAlive()) {
            if (answers(health)) {
                return;
            }
            pause();
        }
        String how = process.isAlive() ? "does not answer within " + LIMIT : "ended with " + process.exitValue();
        String log = log();
        close();
        throw new IOException(health + " " + how + ":\n" + log);
    }

    private static boolean answers(URI health) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
        connection.setConnectTimeout(1_000);
        connection.setReadTimeout(10_000);
        try {
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        } finally {
            connection.disconnect();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    URI endpoint() {
        return endpoint;
    }

    /** The end of what it wrote. */
    String log() {
        try {
            String all = new String(Files.readAllBytes(folder.resolve("log")), StandardCharsets.UTF_8);
            return all.substring(Math.max(0, all.length() - LOG_TAIL));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        kill();
    }

    private void kill() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        try {
            process.waitFor(5, TimeUnit.SECONDS);
            delete();
        } catch (IOException e) {
            System.err.println(folder + " stays: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
