package dev.tidemark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} has every code of the sources, each once, and no other. */
final class ErrorCodesTest {
    private static final Path BASE = Path.of(System.getProperty("tidemark.basedir", "."));
    private static final Pattern CODE = Pattern.compile("TDM-\\d{3}");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (TDM-\\d{3}) \\|");

    @Test
    void everyCodeIsDocumentedAndEveryDocumentedCodeExists() {
        NavigableSet<String> emitted = new TreeSet<>();
        sources().forEach(file -> emitted.addAll(all(CODE, read(file))));
        assertTrue(emitted.size() > 50, emitted::toString);
        assertEquals(listed(emitted), listed(new TreeSet<>(all(ROW, errors()))));
    }

    @Test
    void noCodeHasTwoRows() {
        NavigableSet<String> seen = new TreeSet<>();
        ROW.matcher(errors()).results().forEach(row -> assertTrue(seen.add(row.group(1)), row.group(1)));
    }

    @Test
    void otherPagesNameOnlyCodesThatExist() throws IOException {
        NavigableSet<String> known = new TreeSet<>(all(ROW, errors()));
        try (Stream<Path> pages = Files.walk(BASE.resolve("docs"))) {
            pages.filter(p -> p.toString().endsWith(".md"))
                    .forEach(page -> all(CODE, read(page))
                            .forEach(code -> assertTrue(known.contains(code), code + " in " + page)));
        }
    }

    private static Stream<Path> sources() {
        try (Stream<Path> files = Files.walk(BASE.resolve("src/main/java"))) {
            return files.filter(p -> p.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String errors() {
        return read(BASE.resolve("docs/errors.md"));
    }

    private static NavigableSet<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(r -> r.groupCount() == 0 ? r.group() : r.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String listed(NavigableSet<String> codes) {
        return String.join(" ", codes);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
