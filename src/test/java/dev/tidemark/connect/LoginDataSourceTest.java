package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.TidemarkException;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.report.Json;
import dev.tidemark.testkit.PgBouncer;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins by secret, parameter and token at a PostgreSQL that asks for passwords. */
final class LoginDataSourceTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final TlsServer SERVER = TlsServer.get();

    private final FakeAws aws = new FakeAws();
    private final String user = "login_" + UUID.randomUUID().toString().substring(0, 8);
    private final String secret = "secret-of-" + user;

    @BeforeEach
    void createRole() {
        Databases.forget();
        password("old");
    }

    @AfterEach
    void dropRole() {
        SERVER.database().run("drop role if exists " + user, "drop role if exists " + user + "_clone");
        aws.close();
    }

    private void password(String password) {
        SERVER.database()
                .run(
                        "do $$ begin create role " + user + " login; exception when duplicate_object then null; end $$",
                        "alter role " + user + " password '" + password + "'");
    }

    private String json(String name, String password) {
        return Json.line(Map.of(
                "username",
                name,
                "password",
                password,
                "host",
                "localhost",
                "port",
                SERVER.port(),
                "dbname",
                "postgres",
                "engine",
                "postgres"));
    }

    private Map<String, String> environment(String... settings) {
        Map<String, String> environment = aws.withExtension();
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        return environment;
    }

    private static String whoAmI(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            return whoAmI(connection);
        }
    }

    private static String whoAmI(Connection connection) throws SQLException {
        try (ResultSet row =
                connection.createStatement().executeQuery("select current_user || '@' || current_database()")) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void aSecretInTheFormOfRdsIsAllThatIsNeeded() throws SQLException {
        aws.values.put(secret, json(user, "old"));
        assertEquals(user + "@postgres", whoAmI(Databases.runtime(environment("TIDEMARK_SECRET", secret), LONG)));
        assertEquals(
                user + "@postgres", whoAmI(Databases.deployer(environment("TIDEMARK_DEPLOYER_SECRET", secret), LONG)));
        assertEquals(user + "@postgres", whoAmI(Databases.planner(environment("TIDEMARK_PLAN_SECRET", secret), LONG)));
        assertEquals(List.of("extension"), aws.asked, "one secret, read once");
    }

    @Test
    void whatIsSetComesBeforeWhatTheSecretSays() throws SQLException {
        aws.values.put(secret, Json.line(Map.of("username", "nobody", "password", "old", "host", "nowhere.invalid")));
        Map<String, String> environment = environment(
                "TIDEMARK_SECRET",
                secret,
                "TIDEMARK_USER",
                user,
                "TIDEMARK_HOST",
                "localhost",
                "TIDEMARK_PORT",
                String.valueOf(SERVER.port()),
                "TIDEMARK_DATABASE",
                "template1");
        assertEquals(user + "@template1", whoAmI(Databases.runtime(environment, LONG)));
    }

    @Test
    void aPlainSecretAndAParameterArePasswords() throws SQLException {
        aws.values.put(secret, "old");
        aws.values.put("/prod/db", "old");
        String url = "postgresql://" + user + "@localhost:" + SERVER.port() + "/postgres";
        assertEquals(
                user + "@postgres",
                whoAmI(Databases.runtime(environment("TIDEMARK_SECRET", secret, "TIDEMARK_URL", url), LONG)));
        assertEquals(
                user + "@postgres",
                whoAmI(Databases.runtime(
                        environment("TIDEMARK_PASSWORD_PARAMETER", "/prod/db", "DATABASE_URL", url), LONG)));
        TidemarkException nobody = assertThrows(
                TidemarkException.class,
                () -> whoAmI(
                        Databases.runtime(environment("TIDEMARK_SECRET", secret, "TIDEMARK_HOST", "localhost"), LONG)));
        assertEquals("TDM-605", nobody.code());
        assertTrue(nobody.getMessage().contains("TIDEMARK_USER"), nobody.getMessage());
    }

    @Test
    void aSecretIsRotatedUnderALivingPool() throws SQLException {
        aws.values.put(secret, json(user, "old"));
        HikariConfig config = new HikariConfig();
        config.setDataSource(Databases.runtime(environment("TIDEMARK_SECRET", secret), LONG));
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        try (HikariDataSource pool = new HikariDataSource(config);
                Connection before = pool.getConnection()) {
            assertEquals(user + "@postgres", whoAmI(before));
            password("new");
            aws.values.put(secret, json(user, "new"));
            try (Connection after = pool.getConnection()) {
                assertEquals(user + "@postgres", whoAmI(after));
                assertEquals(user + "@postgres", whoAmI(before), "it goes on");
            }
            assertEquals(List.of("extension", "sdk"), aws.asked, "past the cache of the extension, once");
        }
    }

    @Test
    void aRotationThatChangesTheUserTooIsFollowed() throws SQLException {
        aws.values.put(secret, json(user, "old"));
        DataSource source = Databases.runtime(environment("TIDEMARK_SECRET", secret), LONG);
        assertEquals(user + "@postgres", whoAmI(source));
        SERVER.database().run("create role " + user + "_clone login password 'new'");
        password("gone");
        aws.values.put(secret, json(user + "_clone", "new"));
        assertEquals(user + "_clone@postgres", whoAmI(source));
    }

    /** 28000 is what an RDS Proxy says of the user that a rotation for alternating users has left (aws-secretsmanager-jdbc#222). */
    @Test
    void aUserWhoMayNoLongerLogInIsFollowedToo() throws SQLException {
        aws.values.put(secret, json(user, "old"));
        DataSource source = Databases.runtime(environment("TIDEMARK_SECRET", secret), LONG);
        assertEquals(user + "@postgres", whoAmI(source));
        SERVER.database().run("create role " + user + "_clone login password 'new'", "alter role " + user + " nologin");
        TidemarkException left = assertThrows(TidemarkException.class, source::getConnection);
        assertEquals("TDM-401", left.code());
        assertTrue(left.getMessage().contains("(28000)") && left.getMessage().contains(secret), left.getMessage());
        Databases.forget();
        aws.values.put(secret, json(user + "_clone", "new"));
        assertEquals(user + "_clone@postgres", whoAmI(source), "the extension still has the user that was left");
    }

    /** Whose words for a wrong password are 08P01. */
    @Test
    void aRotationBehindPgBouncerIsFollowedToo() throws SQLException {
        try (TestDatabase database = TestPostgres.fresh();
                PgBouncer bouncer = PgBouncer.inFrontOf(database, 2)) {
            aws.values.put(secret, "old");
            String url = "postgresql://postgres@127.0.0.1:" + bouncer.port() + "/" + database.name();
            DataSource source = Databases.runtime(environment("TIDEMARK_SECRET", secret, "TIDEMARK_URL", url), LONG);
            TidemarkException wrong = assertThrows(TidemarkException.class, source::getConnection);
            assertEquals("TDM-401", wrong.code(), wrong.getMessage());
            assertTrue(wrong.getMessage().contains(secret), wrong.getMessage());
            Databases.forget();
            aws.values.put(secret, "postgres");
            assertEquals("postgres@" + database.name(), whoAmI(source));
        }
    }

    @Test
    void aSecondRefusalIsAnErrorThatSaysWhereThePasswordCameFrom() {
        aws.values.put(secret, json(user, "wrong"));
        DataSource source = Databases.runtime(environment("TIDEMARK_SECRET", secret), LONG);
        TidemarkException same = assertThrows(TidemarkException.class, source::getConnection);
        assertEquals("TDM-401", same.code());
        assertTrue(same.getMessage().contains("the secret \"" + secret + "\" (TIDEMARK_SECRET)"), same.getMessage());
        assertTrue(same.getMessage().contains("has not changed"), same.getMessage());
        assertTrue(same.getMessage().contains("localhost:" + SERVER.port()), same.getMessage());
        assertFalse(same.getMessage().contains("\"wrong\""), same.getMessage());
        Databases.forget();
        aws.asked.clear();
        assertThrows(TidemarkException.class, source::getConnection);
        aws.values.put(secret, json(user, "wrong too"));
        Databases.forget();
        assertThrows(TidemarkException.class, source::getConnection);
        assertEquals(List.of("extension", "sdk", "extension", "sdk"), aws.asked);
    }

    @Test
    void aNewPasswordThatIsRefusedTooIsNotTriedAThirdTime() throws SQLException {
        aws.values.put(secret, json(user, "old"));
        DataSource source = Databases.runtime(environment("TIDEMARK_SECRET", secret), LONG);
        assertEquals(user + "@postgres", whoAmI(source));
        password("newest");
        aws.values.put(secret, json(user, "new"));
        TidemarkException fault = assertThrows(TidemarkException.class, source::getConnection);
        assertEquals("TDM-401", fault.code());
        assertTrue(fault.getMessage().contains("the new one is refused too"), fault.getMessage());
    }

    @Test
    void aPoolTellsWhatTheDataSourceSaid() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(
                Databases.runtime(environment("TIDEMARK_SECRET", "missing", "TIDEMARK_HOST", "localhost"), LONG));
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(4000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            SQLException wrapped = assertThrows(SQLException.class, pool::getConnection);
            assertEquals("TDM-420", ConnectionFaults.of(wrapped, "the database").code());
        }
    }

    @Test
    void eachConnectionGetsATokenOfItsOwn() throws Exception {
        Map<String, String> environment = iam(TlsServer.RDS);
        assertEquals(user + "@postgres", withTokenOfTheSecond(Databases.runtime(environment, LONG)));
        Thread.sleep(1000);
        assertEquals(user + "@postgres", withTokenOfTheSecond(Databases.runtime(environment, LONG)));
        assertEquals(List.of(), aws.asked, "nothing is asked of anybody");
    }

    /** A token is a function of the second in which it is signed: the role's password is made the one of a second to come. */
    private String withTokenOfTheSecond(DataSource source) throws Exception {
        AwsCredentials credentials = AwsCredentials.require(aws.withoutExtension(), 1);
        TidemarkException late = TidemarkException.of("TDM-401", "never tried");
        for (int i = 0; i < 20; i++) {
            Instant second = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
            password(RdsToken.sign(TlsServer.RDS, SERVER.port(), user, "eu-central-1", credentials, second));
            Thread.sleep(Math.max(0, Duration.between(Instant.now(), second).toMillis() + 1));
            try {
                return whoAmI(source);
            } catch (TidemarkException e) {
                late = e;
            }
        }
        throw late;
    }

    private Map<String, String> iam(String host) {
        return environment(
                "TIDEMARK_URL",
                "jdbc:postgresql://" + host + ":" + SERVER.port() + "/postgres?socketFactory="
                        + LocalSockets.class.getName(),
                "TIDEMARK_USER",
                user,
                "TIDEMARK_IAM_AUTH",
                "true",
                "TIDEMARK_SSL_ROOT_CERT",
                SERVER.authority().toString());
    }

    @Test
    void aTokenThatIsRefusedIsToldWithWhatIsMissing() {
        DataSource source = Databases.runtime(iam(TlsServer.RDS), LONG);
        TidemarkException fault = assertThrows(TidemarkException.class, source::getConnection);
        assertEquals("TDM-401", fault.code());
        assertTrue(fault.getMessage().contains("GRANT rds_iam TO \"" + user + "\""), fault.getMessage());
        assertTrue(
                fault.getMessage().contains("arn:aws:rds-db:eu-central-1:ACCOUNT:dbuser:RESOURCE_ID/" + user),
                fault.getMessage());
        assertFalse(fault.getMessage().contains("X-Amz"), fault.getMessage());
    }

    @Test
    void aTokenNeverCrossesTheNetworkInTheOpen() {
        Map<String, String> plain = iam("localhost");
        plain.remove("TIDEMARK_SSL_ROOT_CERT");
        for (String mode : new String[] {"", "disable", "allow", "prefer"}) {
            plain.put("TIDEMARK_SSL_MODE", mode);
            DataSource source = Databases.runtime(plain, LONG);
            TidemarkException fault = assertThrows(TidemarkException.class, source::getConnection);
            assertEquals("TDM-605", fault.code());
            assertTrue(fault.getMessage().contains("TIDEMARK_SSL_MODE=verify-full"), fault.getMessage());
        }
    }

    @Test
    void aTokenNeedsAUserAndCredentials() {
        Map<String, String> nobody = iam(TlsServer.RDS);
        nobody.remove("TIDEMARK_USER");
        assertCode("TDM-605", nobody);
        Map<String, String> poor = iam(TlsServer.RDS);
        poor.remove("AWS_ACCESS_KEY_ID");
        assertCode("TDM-425", poor);
        Map<String, String> two = iam(TlsServer.RDS);
        two.computeIfPresent("TIDEMARK_URL", (k, url) -> url.replace(TlsServer.RDS, TlsServer.RDS + ",other"));
        assertCode("TDM-605", two);
    }

    private static void assertCode(String code, Map<String, String> environment) {
        TidemarkException fault = assertThrows(
                TidemarkException.class,
                () -> Databases.runtime(environment, LONG).getConnection());
        assertEquals(code, fault.code(), fault.getMessage());
    }

    @Test
    void underSnapStartTheCredentialsComeFromTheEndpointUntilTheyExpire() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                aws.credentialsUrl(),
                "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                "authorized"));
        AwsCredentials first = AwsCredentials.require(environment, 2000);
        assertEquals(new AwsCredentials("ASIA1", "secret", "token", "AWS_CONTAINER_CREDENTIALS_FULL_URI"), first);
        assertEquals(first, AwsCredentials.require(environment, 2000));
        Databases.forget();
        aws.expiration = Instant.now().plusSeconds(60).toString();
        assertEquals("ASIA2", AwsCredentials.require(environment, 2000).accessKeyId(), "not kept in a snapshot");
        assertEquals("ASIA3", AwsCredentials.require(environment, 2000).accessKeyId(), "the last ones expire soon");
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "wrong");
        TidemarkException fault =
                assertThrows(TidemarkException.class, () -> AwsCredentials.require(environment, 2000));
        assertEquals("TDM-425", fault.code());
        assertFalse(fault.getMessage().contains("wrong"));
    }
}
