package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check in real JVMs under AWS's runtime interface client. */
final class UnderLambdaTest {
    private static final String HASH = "v1:" + "c".repeat(64);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestDatabase database = TestPostgres.fresh();
    private final RuntimeApi lambda = new RuntimeApi();
    private RuntimeApi.Launch function = RuntimeApi.launch(CheckedFunction.class.getName());

    @BeforeEach
    void carryACompiledSchema(@TempDir Path classes) throws IOException {
        Path folder = Files.createDirectories(classes.resolve("META-INF/tidemark/underlambda"));
        Files.writeString(folder.resolve("schema.sql"), "create table t (id int primary key);");
        Files.writeString(folder.resolve("schema.properties"), "app=underlambda\nhash=" + HASH + "\nformat=1\n");
        List<Path> classPath = new ArrayList<>(function.classPath());
        classPath.add(classes);
        function = new RuntimeApi.Launch(
                function.handler(),
                classPath,
                Map.of("TIDEMARK_APP", "underlambda", "TIDEMARK_URL", database.url()),
                List.of());
    }

    @AfterEach
    void stop() {
        lambda.close();
        database.close();
    }

    @Test
    void initDoesNotFailAndAnInvocationIsRefusedUntilTheDatabaseIsInStep() throws Exception {
        RuntimeInstance instance = lambda.start(function);
        assertTrue(instance.awaitInit(LIMIT).ok());
        instance.awaitLine(line -> line.contains("\"status\":\"OUT_OF_DATE\"") && line.contains("\"init\""), LIMIT);
        assertEquals("\"unavailable OUT_OF_DATE\"", instance.invoke("{}", LIMIT).body());
        record();
        Thread.sleep(ColdStart.RECHECK.toMillis() + 50);
        assertEquals("\"served\"", instance.invoke("{}", LIMIT).body());
    }

    @Test
    void afterARestoreTheDatabaseIsCheckedAgainOnANewConnection() throws SQLException {
        RuntimeInstance instance = lambda.start(function.withSnapStart());
        instance.awaitSnapshot(LIMIT);
        instance.awaitLine(line -> line.contains("\"status\":\"OUT_OF_DATE\"") && line.contains("\"init\""), LIMIT);
        assertEquals(
                "0",
                database.value("select count(*) from pg_stat_activity where application_name = 'function'"
                        + " and datname = current_database()"),
                "a connection went into the snapshot");
        record();
        instance.restore();
        instance.awaitLine(line -> line.contains("\"status\":\"UP_TO_DATE\"") && line.contains("\"restore\""), LIMIT);
        assertEquals("\"served\"", instance.invoke("{}", LIMIT).body());
    }

    @Test
    void withoutCracOnTheClassPathAFunctionWorksAndSaysWhatItCannotDo() throws SQLException {
        record();
        List<Path> without = function.classPath().stream()
                .filter(p -> !p.getFileName().toString().startsWith("crac-"))
                .toList();
        RuntimeApi.Launch launch =
                new RuntimeApi.Launch(function.handler(), without, function.environment(), List.of());
        RuntimeInstance instance = lambda.start(launch);
        assertEquals("\"served\"", instance.invoke("{}", LIMIT).body());
        RuntimeInstance snapshot = lambda.start(launch.withSnapStart());
        snapshot.awaitSnapshot(LIMIT);
        snapshot.awaitLine(line -> line.contains("\"status\":\"NO_HOOK\""), LIMIT);
        snapshot.restore();
        assertEquals("\"served\"", snapshot.invoke("{}", LIMIT).body());
    }

    private void record() throws SQLException {
        ControlTables tables = new ControlTables("tidemark");
        try (Connection connection = database.connect()) {
            tables.bootstrap(connection, List.of());
            Identity identity = new Identity("underlambda", HASH, Generation.none());
            tables.recordCurrent(connection, identity, "", 0, 0, "", "test", "test");
        }
    }
}
