package dev.tidemark.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} says what {@link Setting} does; {@code -Dtidemark.rewrite=true} writes it again. */
class ConfigurationDocTest {
    private static final Path DOC = Path.of(System.getProperty("tidemark.basedir", "."), "docs", "configuration.md");

    @Test
    void theDocumentIsThatOfTheEnum() throws IOException {
        String expected = document();
        if (Boolean.getBoolean("tidemark.rewrite")) {
            Files.createDirectories(DOC.getParent());
            Files.writeString(DOC, expected);
        }
        assertEquals(expected, Files.readString(DOC), "run this test with -Dtidemark.rewrite=true");
    }

    private static String document() {
        StringBuilder text = new StringBuilder("""
            # Configuration

            Generated from `dev.tidemark.identity.Setting`; do not edit. A function reads these environment variables;
            `SyncOptions` and the command line have the same defaults and floors.

            - A **duration** is `500ms`, `30s`, `2m`, `1h`, or plain milliseconds.
            - A **list** is separated by commas. Choices may be in upper or lower case.
            - Blank is the same as unset. What is not understood, or below its floor, is refused (`TDM-603`), never repaired.

            | variable | value | default | floor | meaning |
            |---|---|---|---|---|
            """);
        for (Setting setting : Setting.values()) {
            text.append("| `").append(setting.variable()).append("` | ").append(setting.valuesText());
            text.append(" | ").append(setting.defaultText().isEmpty() ? "–" : setting.defaultText());
            text.append(" | ").append(setting.floorText().isEmpty() ? "–" : setting.floorText());
            text.append(" | ").append(setting.description()).append(" |\n");
        }
        return text.toString();
    }
}
