package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tidemark help} and {@code tidemark completion}. */
final class HelpTest {
    @ParameterizedTest
    @ValueSource(strings = {"plan", "sync", "status", "drift", "history", "unlock"})
    void helpOfACommandIsItsOwn(String command) {
        Ran help = Ran.live(Map.of(), "help", command);
        assertEquals(0, help.exit(), help.err());
        assertEquals(Ran.live(Map.of(), command, "--help").out(), help.out());
    }

    @Test
    void helpNamesEveryCommand() {
        Ran help = Ran.live(Map.of(), "help");
        assertEquals(0, help.exit(), help.err());
        for (String command : new String[] {
            "plan",
            "sync",
            "status",
            "drift",
            "lint",
            "history",
            "unlock",
            "diff",
            "export",
            "explain",
            "init",
            "help",
            "completion"
        }) {
            assertTrue(help.out().contains("\n  " + command), help.out());
        }
    }

    @Test
    void bashCompletesCommandsAndOptions(@TempDir Path directory) throws IOException, InterruptedException {
        Ran completion = Ran.live(Map.of(), "completion");
        assertEquals(0, completion.exit(), completion.err());
        Path script = Files.writeString(directory.resolve("tidemark.bash"), completion.out());

        assertTrue(completed(script, "tidemark", "st").contains("status"));
        assertTrue(completed(script, "tidemark", "sync", "--sa").contains("--safe"));
    }

    private static String completed(Path script, String... words) throws IOException, InterruptedException {
        String bash = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_tidemark; echo \"${COMPREPLY[@]}\"";
        Process process =
                new ProcessBuilder("bash", "-c", bash).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }
}
