package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

final class DatabasesTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "jdbc:postgresql://h:1/d?sslmode=require, jdbc:postgresql://h:1/d?sslmode=require, -, -",
                "postgresql://h/d, jdbc:postgresql://h/d, -, -",
                "postgres://u@h:5433/d?a=b, jdbc:postgresql://h:5433/d?a=b, u, -",
                "postgresql://u:p%40s%2Fs+1@h/d, jdbc:postgresql://h/d, u, p@s/s+1",
                "postgresql://u:a:b@h, jdbc:postgresql://h, u, a:b",
            })
    void bothFormsOfAnAddressAreUnderstood(String text, String jdbc, String user, String password) {
        assertEquals(new DatabaseUrl(jdbc, user, password), DatabaseUrl.parse("TIDEMARK_URL", text));
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutItsPassword() {
        TidemarkException fault = assertThrows(
                TidemarkException.class, () -> DatabaseUrl.parse("DATABASE_URL", "mysql://root:secret@h/d"));
        assertEquals("TDM-604", fault.code());
        assertTrue(String.valueOf(fault.getMessage()).contains("DATABASE_URL")
                && !String.valueOf(fault.getMessage()).contains("secret"));
        assertFalse(
                DatabaseUrl.parse("X", "postgresql://u:secret@h/d").toString().contains("secret"));
    }

    @Test
    void theEnvironmentNamesTheDatabaseInThisOrder() {
        Map<String, String> pg = Map.of("PGHOST", "pg", "PGPORT", "1", "PGDATABASE", "d", "PGUSER", "u");
        PGSimpleDataSource byPg = (PGSimpleDataSource) Databases.runtime(pg, LONG);
        assertEquals("pg", byPg.getServerNames()[0]);
        assertEquals(1, byPg.getPortNumbers()[0]);
        assertEquals("u", byPg.getUser());
        PGSimpleDataSource byUrl = (PGSimpleDataSource) Databases.runtime(
                Map.of("PGHOST", "pg", "DATABASE_URL", "postgresql://a:b@url/d", "TIDEMARK_USER", "c"), LONG);
        assertEquals("url", byUrl.getServerNames()[0]);
        assertEquals("c", byUrl.getUser());
        assertEquals(
                "TDM-602",
                assertThrows(TidemarkException.class, () -> Databases.runtime(Map.of(), LONG))
                        .code());
    }

    @Test
    void theDeployerLogsInAtTheFunctionsAddress() {
        Map<String, String> both = Map.of(
                "TIDEMARK_URL", "postgresql://h/d",
                "TIDEMARK_USER", "app",
                "TIDEMARK_PASSWORD", "1",
                "TIDEMARK_DEPLOYER_USER", "deployer",
                "TIDEMARK_DEPLOYER_PASSWORD", "2");
        PGSimpleDataSource deployer = (PGSimpleDataSource) Databases.deployer(both, LONG);
        assertEquals("deployer2h", deployer.getUser() + deployer.getPassword() + deployer.getServerNames()[0]);
        assertEquals("app", ((PGSimpleDataSource) Databases.runtime(both, LONG)).getUser());
    }
}
