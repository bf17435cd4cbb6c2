package dev.tidemark.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution of the command line, unpacked in a folder with a blank in its name and started by a link, as from a folder on the path. */
final class CommandLineTest {
    private static final String VERSION = System.getProperty("tidemark.version");

    /** A plan loads some hundreds. */
    private static final int MANY = 100;

    @TempDir
    Path directory;

    private Path command;
    private Path cache;

    @BeforeEach
    void unpack() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("my programs"));
        run(Map.of(), "tar", "xzf", Distribution.archive().toString(), "-C", folder.toString());
        command = Files.createSymbolicLink(
                directory.resolve("tidemark"), folder.resolve(Distribution.folder() + "/bin/tidemark"));
        cache = directory.resolve("cache");
    }

    @Test
    void plansAndStartsFromItsArchive() throws Exception {
        String[] plan = plan(Server.fresh("command_line"));
        String first = run(withCache(), plan);
        assertTrue(first.startsWith("{"), first);
        Path archive = archives().get(0);
        long written = Files.getLastModifiedTime(archive).toMillis();

        assertEquals(first, run(withCache(), plan));
        assertEquals(written, Files.getLastModifiedTime(archive).toMillis());
        Path loaded = directory.resolve("loaded.txt");
        run(
                Map.of("TIDEMARK_CACHE", cache.toString(), "TIDEMARK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded),
                plan);
        long shared = Files.readAllLines(loaded).stream()
                .filter(line -> line.contains(" dev.tidemark.") && line.contains("shared objects file (top)"))
                .count();
        assertTrue(shared > MANY, shared + " classes of Tidemark came from the archive");
    }

    @Test
    void aBrokenArchiveIsWrittenAnew() throws Exception {
        String[] plan = plan(Server.fresh("broken_archive"));
        run(withCache(), plan);
        Path archive = archives().get(0);
        Files.write(archive, new byte[] {1, 2, 3});

        String said = run(withCache(), plan);

        assertTrue(said.startsWith("{"), said);
        assertTrue(Files.size(archive) > 3, "the archive was not written again");
    }

    @Test
    void anOlderJavaIsPassedOver() throws Exception {
        Path old = Files.createDirectories(directory.resolve("jdk-17/bin"));
        Files.writeString(old.resolveSibling("release"), "JAVA_VERSION=\"17.0.15\"\n");
        Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\necho too old\nexit 1\n");
        assertTrue(java.toFile().setExecutable(true));
        String current = Path.of(System.getProperty("java.home"), "bin").toString();

        String said = run(
                Map.of(
                        "TIDEMARK_CACHE",
                        "",
                        "JAVA_HOME",
                        String.valueOf(old.getParent()),
                        "PATH",
                        current + ":" + System.getenv("PATH")),
                command.toString(),
                "--version");

        assertTrue(said.startsWith("tidemark " + VERSION), said);
    }

    private String[] plan(String database) throws IOException {
        Path schema = Files.writeString(directory.resolve("schema.sql"), "CREATE TABLE berth (id bigint PRIMARY KEY);");
        return new String[] {
            command.toString(),
            "plan",
            "--json",
            "--schema",
            schema.toString(),
            "--app",
            "harbour",
            "--url",
            Server.url(database)
        };
    }

    private Map<String, String> withCache() {
        return Map.of("TIDEMARK_CACHE", cache.toString());
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            List<Path> found = files.filter(f -> f.toString().endsWith(".jsa")).toList();
            assertEquals(1, found.size(), found.toString());
            return found;
        }
    }

    private String run(Map<String, String> environment, String... line) throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(20, TimeUnit.MINUTES), List.of(line).toString());
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), said);
        return said;
    }
}
