package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                "jdbc:postgresql://h/d?user=u&password=a%26b, jdbc:postgresql://h/d, u, a&b",
                "jdbc:postgresql://h/d?ssl=true&user=u&x=1, jdbc:postgresql://h/d?ssl=true&x=1, u, -",
                "postgresql://h/d?password=p&sslmode=require, jdbc:postgresql://h/d?sslmode=require, -, p",
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

    private static PGSimpleDataSource plain(String... settings) {
        return (PGSimpleDataSource) Databases.runtime(environment(settings), LONG);
    }

    private static Map<String, String> environment(String... settings) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return environment;
    }

    @Test
    void anAddressInPartsComesBeforeOthersAndNeedsNoEscapes() {
        PGSimpleDataSource source = plain(
                "TIDEMARK_HOST",
                "h",
                "TIDEMARK_PORT",
                "6000",
                "TIDEMARK_DATABASE",
                "a/b?c d",
                "TIDEMARK_USER",
                "u",
                "TIDEMARK_PASSWORD",
                "p&q",
                "DATABASE_URL",
                "postgresql://a:b@other/d",
                "PGHOST",
                "pg");
        assertEquals("h", source.getServerNames()[0]);
        assertEquals(6000, source.getPortNumbers()[0]);
        assertEquals("a/b?c d", source.getDatabaseName());
        assertEquals("u", source.getUser());
        assertEquals("p&q", source.getPassword());
        PGSimpleDataSource bare = plain("TIDEMARK_HOST", "h", "TIDEMARK_USER", "u");
        assertEquals(5432, bare.getPortNumbers()[0]);
        assertEquals("u", bare.getDatabaseName(), "as libpq does");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TDM-605 | TIDEMARK_URL=postgresql://h/d TIDEMARK_HOST=h | TIDEMARK_URL and TIDEMARK_HOST",
                "TDM-605 | TIDEMARK_URL=postgresql://h/d TIDEMARK_PORT=1 | TIDEMARK_URL and TIDEMARK_PORT",
                "TDM-605 | TIDEMARK_URL=postgresql://h/d TIDEMARK_DATABASE=e | TIDEMARK_URL and TIDEMARK_DATABASE",
                "TDM-602 | TIDEMARK_DATABASE=d | TIDEMARK_HOST",
                "TDM-602 | TIDEMARK_USER=u | TIDEMARK_HOST",
                "TDM-602 | TIDEMARK_USER=u TIDEMARK_IAM_AUTH=true | TIDEMARK_HOST",
                "TDM-603 | TIDEMARK_HOST=h TIDEMARK_PORT=x | TIDEMARK_PORT",
                "TDM-603 | TIDEMARK_HOST=h TIDEMARK_PORT=65536 | TIDEMARK_PORT",
                "TDM-603 | PGHOST=h PGPORT=0 | PGPORT",
                "TDM-603 | TIDEMARK_HOST=h TIDEMARK_IAM_AUTH=yes | TIDEMARK_IAM_AUTH",
                "TDM-605 | TIDEMARK_HOST=h TIDEMARK_PASSWORD=hush TIDEMARK_SECRET=s"
                        + " | TIDEMARK_PASSWORD and TIDEMARK_SECRET",
                "TDM-605 | TIDEMARK_HOST=h TIDEMARK_SECRET=s TIDEMARK_IAM_AUTH=true"
                        + " | TIDEMARK_SECRET and TIDEMARK_IAM_AUTH",
                "TDM-605 | TIDEMARK_HOST=h TIDEMARK_SECRET=s TIDEMARK_PASSWORD_PARAMETER=p"
                        + " | TIDEMARK_SECRET and TIDEMARK_PASSWORD_PARAMETER",
                "TDM-605 | TIDEMARK_HOST=h TIDEMARK_PASSWORD_PARAMETER=p TIDEMARK_IAM_AUTH=true"
                        + " | TIDEMARK_PASSWORD_PARAMETER and TIDEMARK_IAM_AUTH",
                "TDM-605 | TIDEMARK_URL=postgresql://u:hush@h/d TIDEMARK_SECRET=s | TIDEMARK_URL and TIDEMARK_SECRET",
                "TDM-605 | TIDEMARK_URL=jdbc:postgresql://h/d?password=hush TIDEMARK_IAM_AUTH=true"
                        + " | TIDEMARK_URL and TIDEMARK_IAM_AUTH",
            })
    void whatContradictsItselfIsRefusedByName(String code, String settings, String told) {
        Map<String, String> split = new HashMap<>();
        for (String setting : settings.split(" ", -1)) {
            int equals = setting.indexOf('=');
            split.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        TidemarkException fault = assertThrows(TidemarkException.class, () -> Databases.runtime(split, LONG));
        assertEquals(code, fault.code(), fault.getMessage());
        assertTrue(fault.getMessage().contains(told), fault.getMessage());
        assertFalse(fault.getMessage().contains("hush"), fault.getMessage());
        assertFalse(fault.problems().get(0).waysOut().isEmpty());
    }

    @Test
    void eachLoginHasItsOwnCredential() {
        Map<String, String> environment = environment(
                "TIDEMARK_URL", "postgresql://app:1@h/d",
                "TIDEMARK_DEPLOYER_SECRET", "s",
                "TIDEMARK_PLAN_USER", "planner",
                "TIDEMARK_PLAN_PASSWORD", "3");
        assertEquals("app", ((PGSimpleDataSource) Databases.runtime(environment, LONG)).getUser());
        assertTrue(Databases.deployer(environment, LONG) instanceof LoginDataSource);
        PGSimpleDataSource planner = (PGSimpleDataSource) Databases.planner(environment, LONG);
        assertEquals("planner3h", planner.getUser() + planner.getPassword() + planner.getServerNames()[0]);
    }

    @Test
    void theFunctionsOwnPasswordIsNobodyElses() {
        Map<String, String> environment = environment(
                "TIDEMARK_URL", "postgresql://app:1@h/d", "TIDEMARK_DEPLOYER_USER", "deployer", "PGPASSWORD", "2");
        assertNull(((PGSimpleDataSource) Databases.deployer(environment, LONG)).getPassword());
        environment.put("TIDEMARK_URL", "jdbc:postgresql://h/d?user=app&password=1&ssl=true");
        PGSimpleDataSource deployer = (PGSimpleDataSource) Databases.deployer(environment, LONG);
        assertNull(deployer.getPassword());
        assertEquals("deployer", deployer.getUser());
        assertEquals("verify-full", deployer.getSslMode());
    }

    @Test
    void pastAPoolerTheDeployerLogsIn() {
        Map<String, String> environment = environment(
                "TIDEMARK_URL", "postgresql://app:1@pooler/d",
                "TIDEMARK_DEPLOYER_URL", "postgresql://deployer:2@pooler/d");
        assertNull(Databases.direct(environment, LONG));
        environment.put("TIDEMARK_DIRECT_URL", "postgresql://straight/d");
        PGSimpleDataSource direct = (PGSimpleDataSource) Objects.requireNonNull(Databases.direct(environment, LONG));
        assertEquals("deployer2straight", direct.getUser() + direct.getPassword() + direct.getServerNames()[0]);
        environment.remove("TIDEMARK_DEPLOYER_URL");
        environment.put("TIDEMARK_USER", "app");
        PGSimpleDataSource own = (PGSimpleDataSource) Objects.requireNonNull(Databases.direct(environment, LONG));
        assertEquals("app", own.getUser());
    }

    @Test
    void whoHasALoginIsKnownWithoutOpeningAnything() {
        for (String variable : List.of(
                "TIDEMARK_DEPLOYER_USER",
                "TIDEMARK_DEPLOYER_URL",
                "TIDEMARK_DEPLOYER_SECRET",
                "TIDEMARK_DEPLOYER_PASSWORD_PARAMETER")) {
            assertTrue(Databases.hasDeployer(Map.of(variable, "x")), variable);
            assertFalse(Databases.hasDeployer(Map.of(variable, " ")), variable);
        }
        assertTrue(Databases.hasDeployer(Map.of("TIDEMARK_DEPLOYER_IAM_AUTH", "true")));
        assertFalse(Databases.hasDeployer(Map.of("TIDEMARK_DEPLOYER_IAM_AUTH", "false")));
        assertTrue(Databases.hasPlanner(Map.of("TIDEMARK_PLAN_SECRET", "x")));
        assertFalse(Databases.hasPlanner(Map.of("TIDEMARK_DEPLOYER_SECRET", "x")));
        for (String variable : List.of("TIDEMARK_URL", "TIDEMARK_HOST", "TIDEMARK_SECRET", "DATABASE_URL", "PGHOST")) {
            assertTrue(Databases.hasRuntime(Map.of(variable, "x")), variable);
        }
        assertFalse(Databases.hasRuntime(Map.of()));
    }

    @Test
    void aLoginWithoutAUserIsRefused() {
        Map<String, String> environment =
                environment("TIDEMARK_URL", "postgresql://h/d", "TIDEMARK_PLAN_PASSWORD", "hush");
        TidemarkException fault = assertThrows(TidemarkException.class, () -> Databases.planner(environment, LONG));
        assertEquals("TDM-605", fault.code());
        assertTrue(fault.getMessage().contains("TIDEMARK_PLAN_USER"), fault.getMessage());
    }

    @Test
    void timeoutsAreCutToWhatThereIs() {
        PGSimpleDataSource source =
                (PGSimpleDataSource) Databases.runtime(environment("TIDEMARK_HOST", "h"), Duration.ofMillis(1500));
        assertEquals(2, source.getConnectTimeout());
        assertEquals(2, source.getLoginTimeout());
        assertEquals(4, source.getSocketTimeout());
        assertEquals(2000, source.getSslResponseTimeout());
        PGSimpleDataSource longer = plain("TIDEMARK_HOST", "h", "TIDEMARK_CONNECT_TIMEOUT", "3s");
        assertEquals(3, longer.getConnectTimeout());
        assertEquals(32, longer.getSocketTimeout());
    }
}
