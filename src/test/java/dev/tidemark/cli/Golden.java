package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected outputs as files; {@code -Dtidemark.golden=write} rewrites them. */
final class Golden {
    private static final Path FOLDER =
            Path.of(System.getProperty("tidemark.basedir", ".")).resolve("src/test/resources/dev/tidemark/cli");

    private Golden() {}

    static void check(String name, String actual) {
        Path file = FOLDER.resolve(name);
        try {
            if ("write".equals(System.getProperty("tidemark.golden"))) {
                Files.createDirectories(FOLDER);
                Files.writeString(file, actual);
            }
            assertEquals(Files.readString(file), actual, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
