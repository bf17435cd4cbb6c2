package dev.tidemark.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** The folders of {@code src/test/resources/processor}. {@code -Dtidemark.golden=write} rewrites what is expected. */
final class Fixtures {
    private static final boolean REWRITE = "write".equals(System.getProperty("tidemark.golden"));

    private Fixtures() {}

    static Path root() {
        return Path.of(System.getProperty("tidemark.basedir", "."), "src/test/resources/processor");
    }

    /** The names of the folders below {@code good} or {@code bad}. */
    static Stream<String> names(String kind) {
        try (Stream<Path> folders = Files.list(root().resolve(kind))) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path folder(String kind, String name) {
        return root().resolve(kind).resolve(name);
    }

    /** What the fixture wants of the compiler besides. */
    static String[] options(Path folder) {
        Path options = folder.resolve("options.txt");
        List<String> lines = Files.exists(options) ? Javac.read(options).lines().toList() : List.of();
        return lines.toArray(String[]::new);
    }

    /** Compares with the golden file, or writes it. */
    static void assertGolden(Path golden, String actual) {
        if (REWRITE) {
            write(golden, actual);
        }
        Assertions.assertTrue(Files.exists(golden), () -> golden + " is missing; the text would be:\n" + actual);
        Assertions.assertEquals(Javac.read(golden), actual, golden::toString);
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
