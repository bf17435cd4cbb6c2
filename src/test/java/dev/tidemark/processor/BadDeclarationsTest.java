package dev.tidemark.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class BadDeclarationsTest {
    @TempDir
    private Path temporary;

    static Stream<String> fixtures() {
        return Fixtures.names("bad");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void reportsAllFaultsWhereTheyStandAndWritesNothing(String fixture) {
        Path folder = Fixtures.folder("bad", fixture);
        Javac javac = new Javac(temporary);

        Javac.Result result = javac.compile(Javac.sources(folder), Fixtures.options(folder));

        Fixtures.assertGolden(folder.resolve("expected.txt"), String.join("\n", result.messages()) + "\n");
        assertEquals(fixture.equals("warning"), result.success());
        assertEquals(result.success(), !javac.output().isEmpty());
    }

    @Test
    void everyFaultHasItsFixture() {
        String expected = fixtures()
                .map(f -> Javac.read(Fixtures.folder("bad", f).resolve("expected.txt")))
                .collect(Collectors.joining());
        Set<Fault> missing = EnumSet.allOf(Fault.class);
        missing.removeAll(EnumSet.of(Fault.CLASS_PATH, Fault.OUTPUT)); // IncrementalCompilationTest
        missing.removeIf(fault -> expected.contains("[" + fault.code() + "]"));
        assertEquals(Set.of(), missing);
    }

    @Test
    void everyFaultIsDocumented() {
        String page = Javac.read(Path.of(System.getProperty("tidemark.basedir", "."), "docs/annotations.md"));
        List<String> rows = page.lines().filter(l -> l.startsWith("| TDM-1")).toList();
        List<String> wanted = Arrays.stream(Fault.values())
                .map(f -> "| " + f.code() + " | " + f.what().replace("%s", "…") + " | " + f.wayOut() + " |")
                .toList();
        assertEquals(wanted, rows);
    }

    @Test
    void aWarningFailsOnlyUnderWerrorAndCanBeSuppressed() throws IOException {
        List<Path> sources = Javac.sources(Fixtures.folder("bad", "warning"));
        assertFalse(new Javac(temporary).compile(sources, "-Werror").success());

        Path suppressed = temporary.resolve("Bad.java");
        String source = Javac.read(sources.get(0)).replace("@Table", "@Table @SuppressWarnings(\"TDM-147\")");
        Files.writeString(suppressed, source);
        Javac.Result result = new Javac(temporary).compile(List.of(suppressed, sources.get(1)), "-Werror");
        assertEquals(List.of(), result.messages());
        assertTrue(result.success());
    }

    @Test
    void codesAreDistinctAndInTheirFamily() {
        Map<String, Long> codes =
                Arrays.stream(Fault.values()).collect(Collectors.groupingBy(Fault::code, Collectors.counting()));
        codes.forEach((code, count) -> assertTrue(count == 1 && code.matches("TDM-1[2345]\\d"), code));
    }
}
