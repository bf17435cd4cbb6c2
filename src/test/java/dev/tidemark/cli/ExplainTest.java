package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tidemark explain}. */
final class ExplainTest {
    private static final Path DOCS = Path.of(System.getProperty("tidemark.basedir", "."), "docs");

    private static Ran explain(String... code) {
        List<String> line = new ArrayList<>(List.of("explain"));
        line.addAll(List.of(code));
        return Ran.live(Map.of(), line.toArray(String[]::new));
    }

    @Test
    void everyCodeOfThePagesHasAnEntry() throws IOException {
        Pattern row = Pattern.compile("(?m)^\\| (TDM-\\w+) \\|");
        int codes = 0;
        for (String page : List.of("errors.md", "lint.md")) {
            for (var found :
                    row.matcher(Files.readString(DOCS.resolve(page))).results().toList()) {
                Ran ran = explain(found.group(1));
                assertEquals(0, ran.exit(), found.group(1) + ran.err());
                assertTrue(ran.out().startsWith(found.group(1) + "   "), ran.out());
                assertTrue(ran.out().lines().count() >= 2, ran.out());
                codes++;
            }
        }
        assertTrue(codes > 150, codes + " codes");
    }

    @ParameterizedTest
    @EnumSource(Hazard.class)
    void everyHazardHasAnEntry(Hazard hazard) {
        Ran ran = explain(hazard.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.out().startsWith(hazard.name() + "\n"), ran.out());
        assertFalse(ran.out().contains("]("), "links are no use on a terminal: " + ran.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TDM-302", "tdm-302", "302", "[TDM-302]"})
    void whatIsPrintedIsThePagesWord(String typed) {
        Ran ran = explain(typed);
        assertEquals("""
            TDM-302   3xx Locks, the lease, time
            A table's lock was not free within the lock timeout, each of the tries. The message names who holds it.
            Way out: `--lock-timeout`, `TIDEMARK_LOCK_TIMEOUT`; end that session
            Exit 8; what was committed before stands, and syncing again is safe at any time.
            """, ran.out());
    }

    @Test
    void theExitCodeOfOneCodeGoesBeforeThatOfItsFamily() {
        String said = explain("TDM-402").out();
        assertTrue(said.contains("\nExit: 7\n"), said);
        assertFalse(said.contains("Exit 6"), said);
    }

    @Test
    void anUnknownCodeComesWithTheNearest() {
        Ran ran = explain("TDM-3o2");
        assertEquals(2, ran.exit());
        assertTrue(ran.err().contains("did you mean TDM-302?"), ran.err());
        Ran json = explain("DATA_LOSS", "--json");
        assertTrue(json.out().contains("\"code\": \"DATA_LOSS\""), json.out());
    }
}
