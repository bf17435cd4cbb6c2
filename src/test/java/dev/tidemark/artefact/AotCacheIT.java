package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Artefact;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code src/build/aot-cache.sh}: its cache serves a start under the runtime interface client, and it leaves none behind that is of other classes. */
final class AotCacheIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestDatabase database = TestPostgres.fresh();
    private final RuntimeApi lambda = new RuntimeApi();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        lambda.close();
        database.close();
    }

    @Test
    void aStartTakesItsClassesFromTheCacheWhereverTheArtefactLies() throws IOException {
        Path built = copy(Artefact.ORDERS.folder(), folder.resolve("built here"));
        Needs.Ran ran = script("--artefact", built.toString(), Artefact.ORDERS.handler());
        assertEquals(0, ran.exit(), ran.all());
        Path deployed = Files.move(built, folder.resolve("task"));
        Path log = folder.resolve("classes.log");
        RuntimeInstance function = lambda.start(RuntimeApi.launch(Artefact.ORDERS.handler(), deployed)
                .with(environment())
                .withJvmOptions(option(deployed), "-Xlog:class+load:file=" + log + "::filecount=0"));
        assertTrue(function.awaitInit(LIMIT).ok(), function::output);
        assertTrue(function.output().contains("\"status\":\"OUT_OF_DATE\""), function::output);
        for (String name : List.of(
                "com.example.orders.OrdersFunction", "dev.tidemark.control.ControlTables", "org.postgresql.Driver")) {
            assertTrue(
                    Files.readString(log).contains("] " + name + " source: shared objects file"),
                    name + " is not from the cache");
        }
    }

    @Test
    void aCacheOfOtherClassesIsNoticedAndReplacedOrTakenAway() throws IOException {
        Path built = copy(Artefact.ORDERS.folder(), folder.resolve("built"));
        assertNotEquals(0, script("--check", built.toString()).exit(), "there is none yet");
        assertEquals(
                0,
                script("--artefact", built.toString(), Artefact.ORDERS.handler())
                        .exit());
        assertEquals(0, script("--check", built.toString()).exit());
        Path changed = built.resolve("com/example/orders/Order.class");
        Files.write(changed, new byte[] {0}, StandardOpenOption.APPEND);
        Needs.Ran stale = script("--check", built.toString());
        assertEquals(1, stale.exit());
        assertTrue(stale.all().contains("com/example/orders/Order.class"), stale.all());
        Needs.Ran failed = script("--artefact", built.toString(), "com.example.orders.Nobody::handleRequest");
        assertEquals(1, failed.exit());
        assertFalse(Files.exists(built.resolve("cold-start.aot")) || Files.exists(built.resolve("cold-start.jsa")));
    }

    private static String option(Path artefact) {
        return Files.exists(artefact.resolve("cold-start.aot"))
                ? "-XX:AOTCache=" + artefact.resolve("cold-start.aot")
                : "-XX:SharedArchiveFile=" + artefact.resolve("cold-start.jsa");
    }

    private Needs.Ran script(String... arguments) throws IOException {
        String script = Needs.basedir().resolve("src/build/aot-cache.sh").toString();
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(script), Stream.of(arguments)).toList());
        builder.environment().putAll(environment());
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        return Needs.run(builder);
    }

    private Map<String, String> environment() {
        return Map.of(
                "TIDEMARK_APP", "orders",
                "TIDEMARK_URL", "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name(),
                "TIDEMARK_USER", "postgres",
                "TIDEMARK_PASSWORD", "postgres");
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
