package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import org.junit.jupiter.params.provider.ValueSource;
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
                "postgresql://u:a:b@h, jdbc:postgresql://h/, u, a:b",
                "postgresql://h:1?sslmode=require, jdbc:postgresql://h:1/?sslmode=require, -, -",
                "postgresql://h?sslrootcert=/a/b.pem, jdbc:postgresql://h/?sslrootcert=/a/b.pem, -, -",
                "jdbc:postgresql://u:p%40@h:1/d, jdbc:postgresql://h:1/d, u, p@",
                "jdbc:postgresql://u:p@x@h/d?user=v, jdbc:postgresql://h/d, v, p@x",
                "postgresql://u:p@[::1]:5433/d, jdbc:postgresql://[::1]:5433/d, u, p",
                "postgresql://u:p@[fd00::1]/d, jdbc:postgresql://[fd00::1]/d, u, p",
                "'postgresql://u@h1:1,h2,[::1]:2/d', 'jdbc:postgresql://h1:1,h2,[::1]:2/d', u, -",
                "postgresql://u:p?x@h, jdbc:postgresql://h/, u, p?x",
                "postgresql:///d?host=h, jdbc:postgresql:///d?host=h, -, -",
                "jdbc:postgresql:d?user=u, jdbc:postgresql:d, u, -",
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

    /** The driver would repeat such an address in its error, and in its log. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:hush/x@h/d",
                "postgresql://u:1/hush@h/d",
                "postgresql://u:1/hush@h",
                "jdbc:postgresql://u:hush/x@h/d",
                "postgresql://u:hush%zz@h/d",
                "postgresql://u:hush%@h/d",
                "jdbc:postgresql://h/d?user=u&password=hush%",
                "postgresql://u:hush@h:99999/d",
                "postgresql://u:hush@h:0/d",
                "postgresql://u:hush@h:x/d",
                "postgresql://u:hush@h: 5432/d",
                "postgresql://u:hush@h:/d",
                "postgresql://u:hush@h h/d",
                "postgresql://u:hush@[::1/d",
                "postgresql://u:hush@[::1]x/d",
                "postgresql://u:hush@h/d/e",
                "POSTGRESQL://u:hush@h/d",
                "postgresql+asyncpg://u:hush@h/d",
                "\"postgresql://u:hush@h/d\"",
                "{\"password\":\"hush\"}",
            })
    void anAddressThatCannotBeReadIsRefusedBeforeTheDriverSeesIt(String text) {
        Map<String, String> environment = Map.of("TIDEMARK_URL", text);
        TidemarkException fault = assertThrows(TidemarkException.class, () -> Databases.runtime(environment, LONG));
        assertEquals("TDM-604", fault.code());
        assertFalse(fault.getMessage().contains("hush"), fault.getMessage());
        assertNull(fault.getCause(), "its message repeats a piece of the address");
    }

    /** A password that was put where the name belongs must not come back in an error. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"username\":\"u\",\"password\":\"hush\"}", "hush hush", "hush$", "hush&x", "größehush"})
    void aSecretInThePlaceOfItsNameIsNotRepeated(String text) {
        for (String variable : List.of("TIDEMARK_SECRET", "TIDEMARK_PASSWORD_PARAMETER")) {
            TidemarkException fault = assertThrows(
                    TidemarkException.class,
                    () -> Databases.runtime(Map.of("TIDEMARK_HOST", "h", variable, text), LONG));
            assertEquals("TDM-603", fault.code());
            assertTrue(fault.getMessage().contains(variable), fault.getMessage());
            assertFalse(fault.getMessage().contains("hush"), fault.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prod/db",
                "rds!db-0a1b2c3d-4e5f-6789-abcd-ef0123456789",
                "arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/db-AbCdEf",
                "/prod/orders/password:3",
                "a_b+c=d.e@f-g",
            })
    void namesAndArnsAreTaken(String name) {
        for (String variable : List.of("TIDEMARK_SECRET", "TIDEMARK_PASSWORD_PARAMETER")) {
            assertInstanceOf(
                    LoginDataSource.class, Databases.runtime(Map.of("TIDEMARK_HOST", "h", variable, name), LONG));
        }
    }

    @Test
    void severalHostsShareThePort() {
        PGSimpleDataSource source = plain("TIDEMARK_HOST", "h1,h2,::1", "TIDEMARK_PORT", "6000");
        assertArrayEquals(new String[] {"h1", "h2", "::1"}, source.getServerNames());
        assertArrayEquals(new int[] {6000, 6000, 6000}, source.getPortNumbers());
        assertEquals("[fd00::1]", plain("PGHOST", "[fd00::1]").getServerNames()[0]);
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
                "TDM-603 | TIDEMARK_HOST=h TIDEMARK_PORT=+1 | TIDEMARK_PORT",
                "TDM-603 | TIDEMARK_HOST=h:5432 | TIDEMARK_HOST",
                "TDM-603 | TIDEMARK_HOST=h1:5432,h2:5432 | TIDEMARK_HOST",
                "TDM-603 | TIDEMARK_HOST=h1, | TIDEMARK_HOST",
                "TDM-603 | TIDEMARK_HOST=postgresql://u:hush@h/d | TIDEMARK_HOST",
                "TDM-603 | TIDEMARK_HOST=https://h/ | TIDEMARK_HOST",
                "TDM-603 | PGHOST=/var/run/postgresql | PGHOST",
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
        assertFalse(fault.problems().get(0).wayOutTexts().isEmpty());
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
