package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's exit code becomes Maven's, with no word about it: the demo has said what went wrong. */
class DemoOutcomeTest {
    private static final Path PROGRAM =
            Path.of(System.getProperty("tidemark.basedir", "")).toAbsolutePath().resolve("src/build/DemoOutcome.java");

    @TempDir
    Path folder;

    @Test
    void passesOnWhatTheDemoLeft() throws Exception {
        Files.writeString(folder.resolve("failed"), "3\n");
        Files.writeString(folder.resolve("passed"), "0\n");
        assertEquals("3, ", run("failed"));
        assertEquals("0, ", run("passed"));
    }

    @Test
    void noCodeIsAFailure() throws Exception {
        assertEquals("1, ", run("missing"));
    }

    /** The exit code, and what was printed. */
    private String run(String file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        PROGRAM.toString(),
                        folder.resolve(file).toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ", " + output;
    }
}
