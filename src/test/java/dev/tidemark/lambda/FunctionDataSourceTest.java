package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.Mode;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
            assertEquals(2000, pool.getConnectionTimeout());
            assertEquals(2000, pool.getValidationTimeout());
        }
        try (HikariDataSource pool =
                FunctionDataSource.fromEnvironment(Map.of("TIDEMARK_URL", "postgresql://127.0.0.1:1/d"))) {
            assertEquals(6000, pool.getConnectionTimeout());
        }
    }
}
