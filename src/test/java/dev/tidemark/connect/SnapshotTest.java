package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.report.Json;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is kept across a snapshot: real JVMs under AWS's runtime interface client, which runs its hooks; the restore is simulated. */
final class SnapshotTest {
    private static final TlsServer SERVER = TlsServer.get();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final FakeAws aws = new FakeAws();
    private final RuntimeApi lambda = new RuntimeApi();
    private final String user = "snapshot_" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeEach
    void createRoles() {
        SERVER.database()
                .run(
                        "create role " + user + " login password 'old'",
                        "create role " + user + "_clone login password 'new'");
        aws.values.put("login", login(user, "old"));
    }

    @AfterEach
    void stop() {
        lambda.close();
        aws.close();
        SERVER.database().run("drop role " + user, "drop role " + user + "_clone");
    }

    private static String login(String name, String password) {
        return Json.line(Map.of("username", name, "password", password));
    }

    @Test
    void aPoolTakesNeitherConnectionsNorSecretsNorCredentialsAlong() throws InterruptedException {
        restoredOneIsAnother(Map.of("TIDEMARK_SECRET", "login"));
    }

    @Test
    void norDoesTheCheckOfAFunctionWithADataSourceOfItsOwn() throws InterruptedException {
        restoredOneIsAnother(Map.of("TIDEMARK_DEPLOYER_SECRET", "login", "WITHOUT_POOL", "true"));
    }

    /** The first login stays good, so that only somebody who kept it would still use it. */
    private void restoredOneIsAnother(Map<String, String> settings) throws InterruptedException {
        RuntimeInstance instance = lambda.start(RuntimeApi.launch(SnapshotFunction.class.getName())
                .with(Map.of(
                        "TIDEMARK_HOST",
                        "localhost",
                        "TIDEMARK_PORT",
                        String.valueOf(SERVER.port()),
                        "TIDEMARK_DATABASE",
                        "postgres",
                        "AWS_ENDPOINT_URL",
                        "http://localhost:" + aws.port(),
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        aws.credentialsUrl(),
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                        "authorized"))
                .with(settings)
                .withSnapStart());
        instance.awaitSnapshot(LIMIT);
        instance.awaitLine(line -> line.contains("=> init as " + user), LIMIT);
        assertEquals(List.of("credentials", "sdk"), aws.asked);
        assertTrue(comesToNothing(), "a connection went into the snapshot");
        aws.values.put("login", login(user + "_clone", "new"));
        instance.restore();
        assertEquals("\"" + user + "_clone\"", instance.invoke("{}", LIMIT).body());
        assertEquals(List.of("credentials", "sdk", "credentials", "sdk"), aws.asked);
    }

    /** A server process outlives its connection by a moment. */
    private boolean comesToNothing() throws InterruptedException {
        String sessions = "select count(*) from pg_stat_activity where usename = '" + user + "'";
        for (int i = 0; i < 200 && !"0".equals(SERVER.database().value(sessions)); i++) {
            Thread.sleep(50);
        }
        return "0".equals(SERVER.database().value(sessions));
    }
}
