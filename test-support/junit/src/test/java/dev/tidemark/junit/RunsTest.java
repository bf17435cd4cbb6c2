package dev.tidemark.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Whole runs against a server that outlives them. */
final class RunsTest {
    private static final String TEMPLATES = "select count(*) from pg_database where datname like 'tidemark_template_%'";
    private static final String OID = "select max(oid) from pg_database where datname like 'tidemark_template_%'";
    private static final String COPIES = "select count(*) from pg_database where datname like 'tidemark_test_%'";

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "off")
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void theSecondRunFindsTheTemplateAndLeavesNothingElse() throws SQLException {
        DataSource admin = server.getPostgresDatabase();
        assertEquals(2, run(Given.class).succeeded().count());
        assertEquals(1, Counting.number(admin, TEMPLATES));
        long oid = Counting.number(admin, OID);

        assertEquals(2, run(Given.class).succeeded().count());
        assertEquals(1, Counting.number(admin, TEMPLATES));
        assertEquals(oid, Counting.number(admin, OID));
        assertEquals(0, Counting.number(admin, COPIES));
    }

    @Test
    void whatAKilledRunLeftIsMadeAgain() throws SQLException {
        DataSource admin = server.getPostgresDatabase();
        run(Given.class);
        long oid = Counting.number(admin, OID);
        Counting.run(
                admin,
                "do $$ begin execute (select format('comment on database %I is null', datname) from pg_database"
                        + " where datname like 'tidemark_template_%'); end $$");

        assertEquals(2, run(Given.class).succeeded().count());
        assertNotEquals(oid, Counting.number(admin, OID));
    }

    @Test
    void aConstructorIsToldWhyItGetsNone() {
        Events tests = run(InConstructor.class);

        String message = tests.failed().stream()
                .map(event ->
                        String.valueOf(event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                                .getThrowable()
                                .orElseThrow()))
                .reduce("", String::concat);
        assertTrue(message.contains("@TidemarkTest(copy = CLASS)"), message);
    }

    private static Events run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter("tidemark.test.url", server.getJdbcUrl("postgres", "postgres"))
                .selectors(selectClass(testClass))
                .execute()
                .testEvents();
    }

    /** Run by the tests above only. */
    @TidemarkTest
    static final class Given {
        @Test
        void hasTheSchema(DataSource source) throws SQLException {
            assertEquals(0, Counting.number(source, "select count(*) from shop.product"));
        }

        @Test
        void isOnTheGivenServer(TestDatabase database) {
            assertTrue(database.url().contains(":" + server.getPort() + "/"), database.url());
        }
    }

    /** The same. */
    @TidemarkTest
    static final class InConstructor {
        InConstructor(DataSource source) {}

        @Test
        void neverRuns() {}
    }
}
