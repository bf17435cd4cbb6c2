package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.Mode;
import dev.tidemark.TidemarkException;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class FunctionDataSourceTest {
    @Test
    void theDeployersCredentialDecidesTheMode() {
        Map<String, String> deployer = Map.of("TIDEMARK_URL", "postgresql://h/d", "TIDEMARK_DEPLOYER_USER", "deployer");
        assertEquals(Mode.SAFE, LambdaMode.of(deployer));
        assertEquals(Mode.VERIFY, LambdaMode.of(Map.of("TIDEMARK_URL", "postgresql://h/d")));
        assertEquals(Mode.OFF, LambdaMode.of(Map.of("TIDEMARK_MODE", "Off")));
        assertThrows(TidemarkException.class, () -> LambdaMode.of(Map.of("TIDEMARK_MODE", "full")));
    }

    @Test
    void aFunctionsPoolOpensOneConnectionWhenItIsAskedAndNamesTheFunction() throws SQLException {
        try (TestDatabase database = TestPostgres.fresh();
                HikariDataSource pool = FunctionDataSource.fromEnvironment(Map.of(
                        "TIDEMARK_URL", database.url().replace("?user=postgres&password=postgres", ""),
                        "TIDEMARK_USER", "postgres",
                        "TIDEMARK_PASSWORD", "postgres",
                        "AWS_LAMBDA_FUNCTION_NAME", "checkout"))) {
            String sessions =
                    "select count(*) from pg_stat_activity where application_name = 'checkout' and datname = '"
                            + database.name() + "'";
            assertEquals("0", database.value(sessions));
            assertEquals(1, pool.getMaximumPoolSize());
            try (Connection connection = pool.getConnection()) {
                assertTrue(connection.isValid(1));
                assertEquals("1", database.value(sessions));
            }
            assertEquals("1", database.value(sessions), "kept for the next invocation");
        }
    }

    @Test
    void aShortFunctionDoesNotWaitForItsPoolPastItsEnd() {
        Map<String, String> environment =
                Map.of("TIDEMARK_URL", "postgresql://127.0.0.1:1/d", "TIDEMARK_FUNCTION_TIMEOUT", "3s");
        try (HikariDataSource pool = FunctionDataSource.fromEnvironment(environment)) {
            assertEquals(Duration.ofSeconds(2), ((FunctionPool) pool).patience());
            assertEquals(2000, pool.getValidationTimeout());
        }
        try (HikariDataSource pool =
                FunctionDataSource.fromEnvironment(Map.of("TIDEMARK_URL", "postgresql://127.0.0.1:1/d"))) {
            assertEquals(Duration.ofSeconds(6), ((FunctionPool) pool).patience());
        }
    }

    @Test
    void anAttemptEndsBeforeThePoolDoesSoThatThePoolCanTellWhy() throws SQLException {
        assertEquals(1, attempt("TIDEMARK_FUNCTION_TIMEOUT", "3s"));
        assertEquals(4, attempt("TIDEMARK_FUNCTION_TIMEOUT", "6s"));
        assertEquals(5, attempt("TIDEMARK_FUNCTION_TIMEOUT", "900s"));
        assertEquals(3, attempt("TIDEMARK_CONNECT_TIMEOUT", "3s"));
    }

    private static int attempt(String variable, String value) throws SQLException {
        try (HikariDataSource pool = FunctionDataSource.fromEnvironment(
                Map.of("TIDEMARK_URL", "postgresql://127.0.0.1:1/d", variable, value))) {
            PGSimpleDataSource source = pool.getDataSource().unwrap(PGSimpleDataSource.class);
            assertEquals(source.getConnectTimeout(), source.getLoginTimeout());
            return source.getLoginTimeout();
        }
    }

    @Test
    void whatIsSilentIsToldByItsName() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(silent.getLocalPort());
            Map<String, String> database = Map.of(
                    "TIDEMARK_URL", "postgresql://u@127.0.0.1:" + port + "/d", "TIDEMARK_FUNCTION_TIMEOUT", "4s");
            assertEquals("TDM-403", fault(database).code());
            Map<String, String> secret = new HashMap<>(database);
            secret.putAll(Map.of(
                    "TIDEMARK_SECRET", "silent",
                    "AWS_SESSION_TOKEN", "token",
                    "AWS_REGION", "eu-central-1",
                    "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", port));
            assertEquals("TDM-422", fault(secret).code());
        }
    }

    private static TidemarkException fault(Map<String, String> environment) {
        try (HikariDataSource pool = FunctionDataSource.fromEnvironment(environment)) {
            TidemarkException fault =
                    ConnectionFaults.of(assertThrows(SQLException.class, pool::getConnection), "the database");
            assertTrue(fault.retriable(), fault.getMessage());
            return fault;
        }
    }
}
