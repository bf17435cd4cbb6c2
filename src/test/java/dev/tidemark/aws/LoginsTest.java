package dev.tidemark.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import dev.tidemark.connect.Databases;
import dev.tidemark.testkit.LocalStack;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Logins kept by Secrets Manager and by SSM, read by the SDK, with a role of the database that lets in nobody but by its password. */
final class LoginsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LocalStack aws = LocalStack.any();
    private final TestDatabase database = PasswordServer.fresh();
    private final String role = database.name() + "_role";

    @BeforeEach
    void makeRole() {
        database.run("create role " + role + " login password 'first'");
    }

    @AfterEach
    void dropRole() {
        database.close();
        new TestDatabase(database.host(), database.port(), "postgres").run("drop role " + role);
    }

    private Map<String, String> environment(String variable, String value) {
        Map<String, String> environment = new HashMap<>(aws.environment());
        environment.putAll(Map.of(
                "TIDEMARK_HOST",
                database.host(),
                "TIDEMARK_PORT",
                Integer.toString(database.port()),
                "TIDEMARK_DATABASE",
                database.name(),
                variable,
                value));
        return environment;
    }

    @Test
    void aPoolGoesOnWhenItsSecretIsRotated() throws InterruptedException {
        try (SecretsManagerClient secrets = aws.client(SecretsManagerClient.builder());
                RuntimeApi lambda = new RuntimeApi()) {
            String secret = secrets.createSecret(b -> b.name(role).secretString(login("first")))
                    .arn();
            RuntimeInstance function = lambda.start(
                    RuntimeApi.launch(LoginFunction.class.getName()).with(environment("TIDEMARK_SECRET", secret)));
            String before = answer(function);
            assertTrue(before.startsWith(role + " "), before);
            assertEquals(before, answer(function), "the pool's connection is used again");

            rotate(secrets, secret);
            assertEquals(before, answer(function), "a connection that is open outlives its password");
            database.run("select pg_terminate_backend(" + before.split(" ", -1)[1] + ")");
            // HikariCP asks a connection for its life once it has been idle for half a second.
            Thread.sleep(600);
            String after = answer(function);
            assertTrue(after.startsWith(role + " "), after + function.output());
            assertNotEquals(before, after, "a new connection, with the new password");
        }
    }

    private String login(String password) {
        return "{\"engine\": \"postgres\", \"username\": \"" + role + "\", \"password\": \"" + password + "\"}";
    }

    /** The four steps of a rotation function: create, set, test, finish. */
    private void rotate(SecretsManagerClient secrets, String secret) {
        String old = secrets.getSecretValue(b -> b.secretId(secret)).versionId();
        String pending = secrets.putSecretValue(
                        b -> b.secretId(secret).secretString(login("second")).versionStages("AWSPENDING"))
                .versionId();
        database.run("alter role " + role + " password 'second'");
        secrets.updateSecretVersionStage(b -> b.secretId(secret)
                .versionStage("AWSCURRENT")
                .moveToVersionId(pending)
                .removeFromVersionId(old));
        assertEquals(
                login("second"), secrets.getSecretValue(b -> b.secretId(secret)).secretString());
    }

    private static String answer(RuntimeInstance function) {
        RuntimeInstance.Answer answer = function.invoke("{}", LIMIT);
        assertTrue(answer.ok(), () -> answer.body() + function.output());
        return answer.body().replace("\"", "");
    }

    @Test
    void aPasswordInTheParameterStore() throws SQLException {
        String name = "/" + role + "/password";
        try (SsmClient ssm = aws.client(SsmClient.builder())) {
            ssm.putParameter(b -> b.name(name).type(ParameterType.SECURE_STRING).value("first"));
        }
        Map<String, String> environment = environment("TIDEMARK_PASSWORD_PARAMETER", name);
        environment.put("TIDEMARK_USER", role);
        try (Connection connection = Databases.runtime(environment, LIMIT).getConnection()) {
            assertEquals(role, connection.getMetaData().getUserName());
        }
        database.run("alter role " + role + " password 'other'");
        TidemarkException refused = assertThrows(
                TidemarkException.class,
                () -> Databases.runtime(environment, LIMIT).getConnection().close(),
                "the database asks for the password");
        assertEquals("28P01", refused.sqlState());
    }
}
