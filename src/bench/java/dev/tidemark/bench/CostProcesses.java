package dev.tidemark.bench;

import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The same work by whole processes: {@code psql}, {@code pg_dump}, and Tidemark's command line in a fresh JVM as {@code bin/tidemark} starts it from its second
 * start on. GNU time tells CPU time and memory.
 */
final class CostProcesses implements AutoCloseable {
    private static final Path TIME = Path.of("/usr/bin/time");

    private final Path folder;
    private final Path schema;
    private final Path more;
    private final CommandLine commands;

    CostProcesses(String schema, String more) throws IOException {
        if (!Files.isExecutable(TIME)) {
            throw new IllegalStateException(TIME + " is missing: apt-get install time");
        }
        this.folder = Files.createTempDirectory("cost");
        this.schema = Files.writeString(folder.resolve("schema.sql"), schema);
        this.more = Files.writeString(folder.resolve("more.sql"), more);
        this.commands = new CommandLine(folder);
    }

    /**
     * What a process took.
     *
     * @param memory the most that was resident, in KB
     */
    record Ran(Duration wall, Duration cpu, long memory) {}

    Ran psql(TestDatabase database) throws IOException {
        return postgres(database, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-1", "-f", schema.toString());
    }

    Ran dump(TestDatabase database) throws IOException {
        return postgres(database, "pg_dump", "--schema-only");
    }

    private Ran postgres(TestDatabase database, String program, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                PgDump.binaries().resolve(program).toString(),
                "-h",
                database.host(),
                "-p",
                String.valueOf(database.port()),
                "-U",
                "postgres",
                "-d",
                database.name()));
        command.addAll(List.of(options));
        return timed(command);
    }

    Ran sync(TestDatabase database) throws IOException {
        return tidemark(database, "sync", schema, "--yes");
    }

    /** One column more. */
    Ran syncMore(TestDatabase database) throws IOException {
        return tidemark(database, "sync", more, "--yes");
    }

    Ran plan(TestDatabase database, boolean changed) throws IOException {
        return tidemark(database, "plan", changed ? more : schema);
    }

    private Ran tidemark(TestDatabase database, String command, Path declaration, String... options)
            throws IOException {
        List<String> words = new ArrayList<>(commands.words(command));
        words.addAll(List.of("--schema", declaration.toString(), "--app", "bench", "--url", database.url()));
        words.addAll(List.of(options));
        return timed(words);
    }

    private Ran timed(List<String> command) throws IOException {
        Path told = folder.resolve("time");
        List<String> words = new ArrayList<>(List.of(TIME.toString(), "-f", "%U %S %M", "-o", told.toString()));
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PGPASSWORD", "postgres");
        Path printed = folder.resolve("out");
        builder.redirectErrorStream(true).redirectOutput(printed.toFile());
        long start = System.nanoTime();
        int exit = exit(builder);
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", command) + "\n" + Files.readString(printed));
        }
        String[] figures = Files.readString(told).strip().split(" ", -1);
        double cpu = Double.parseDouble(figures[0]) + Double.parseDouble(figures[1]);
        return new Ran(wall, Duration.ofMillis(Math.round(cpu * 1000)), Long.parseLong(figures[2]));
    }

    private static int exit(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while measuring");
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
