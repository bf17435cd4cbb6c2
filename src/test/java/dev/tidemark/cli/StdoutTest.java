package dev.tidemark.cli;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.RuntimeApi;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What could not be written was not said: a process of its own, with a stdout that takes nothing. */
final class StdoutTest {
    /** {@code rest} of the shell's line behind the command that says its version. */
    private static Process version(String rest) throws IOException {
        String command = "{ \"$0\" -XX:TieredStopAtLevel=1 -cp \"$1\" dev.tidemark.cli.Main --version " + rest;
        String java = ProcessHandle.current().info().command().orElseThrow();
        String classPath = RuntimeApi.classPath().stream().map(Path::toString).collect(joining(File.pathSeparator));
        return new ProcessBuilder("sh", "-c", command, java, classPath).start();
    }

    private static int exit(Process process) throws InterruptedException {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
        return process.exitValue();
    }

    private static String err(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aFullDiskIsTold() throws Exception {
        Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")), "Linux has /dev/full");
        Process full = version("> /dev/full; }");
        String said = err(full);
        assertTrue(said.contains("[TDM-606] the answer could not be written to stdout"), said);
        assertEquals(Exit.USAGE, exit(full));
    }

    @Test
    void aReaderThatHasHadEnoughIsNone() throws Exception {
        Process piped = version("; echo exit $? >&2; } | :");
        String said = err(piped);
        assertTrue(said.endsWith("exit 0\n") && !said.contains("TDM-"), said);
        assertEquals(0, exit(piped));
    }
}
