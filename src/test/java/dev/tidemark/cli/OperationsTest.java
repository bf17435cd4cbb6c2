package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.HistoryReport;
import dev.tidemark.Operations;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.UnlockReport;
import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.lease.Lease;
import dev.tidemark.lease.LeaseAttempt;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code history} and {@code unlock} on a real database. */
final class OperationsTest {
    private static final String FIRST = "CREATE TABLE customers (id bigint PRIMARY KEY);";

    @TempDir
    Path home;

    private TestDatabase database;

    @BeforeEach
    void start() throws IOException {
        database = TestPostgres.fresh();
        assertEquals(0, sync(FIRST).exit());
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private Ran sync(String schema) throws IOException {
        Path sql = Files.writeString(home.resolve("schema.sql"), schema);
        return run("sync", "--schema", sql.toString(), "--yes");
    }

    private Ran run(String... args) {
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--app";
        all[args.length + 1] = "shop";
        return Ran.live(Map.of("DATABASE_URL", database.url()), all);
    }

    @Test
    void historyNeedsTheAppsNameAloneAndSaysWhoDidWhat() throws IOException {
        assertEquals(0, sync(FIRST.replace("KEY)", "KEY, note text)")).exit());
        Ran history = run("history");
        assertEquals(0, history.exit(), history.err());
        int alter = history.out().indexOf("ALTER TABLE public.customers ADD COLUMN note text");
        assertTrue(
                alter > 0 && alter < history.out().indexOf("CREATE TABLE"), "the newest run first: " + history.out());
        assertTrue(history.out().contains("  by user "), history.out());
        Ran one = run("history", "--limit", "1", "--json");
        assertTrue(
                one.out().contains("\"status\": \"HISTORY\"")
                        && one.out().contains("\"by\": \"user ")
                        && !one.out().contains("CREATE TABLE"),
                one.out());
        assertEquals(2, run("history", "--limit", "0").exit());
    }

    @Test
    void aJournalOfAnEarlierTidemarkIsReadAndMended() throws IOException {
        database.run("alter table tidemark.journal drop column recorded_by");
        assertTrue(run("history").out().contains("nobody that was written down"));
        assertEquals(0, sync(FIRST.replace("KEY)", "KEY, note text)")).exit());
        assertTrue(run("history", "--limit", "1").out().contains("  by user "));
    }

    @Test
    void aLivingHolderKeepsTheLeaseUnlessForced() throws SQLException {
        ControlTables tables = new ControlTables("tidemark");
        Identity identity = new Identity("shop", "v1:aa", Generation.none());
        try (Connection work = database.dataSource().getConnection();
                Connection heartbeat = database.dataSource().getConnection()) {
            LeaseAttempt attempt = Lease.tryAcquire(tables, identity, "i-0c41", Duration.ofMinutes(5), work, heartbeat);
            Lease lease = assertInstanceOf(LeaseAttempt.Won.class, attempt).lease();
            Ran refused = run("unlock");
            assertEquals(8, refused.exit(), refused.err());
            assertTrue(
                    refused.err().startsWith("[TDM-309] shop: i-0c41 holds the lease (term ")
                            && refused.err().contains("unlock --force"),
                    refused.err());
            lease.confirm(work);

            Ran forced = run("unlock", "--force");
            assertEquals(0, forced.exit(), forced.err());
            assertTrue(
                    forced.out().contains("took the lease from i-0c41")
                            && forced.out().contains("and ended 2 backends"),
                    forced.out());
            assertEquals(
                    Long.toString(lease.term() + 1),
                    database.value("select term from tidemark.lease where app = 'shop'"));
            assertThrows(SQLException.class, () -> lease.confirm(work), "its backend is gone");
            lease.release();
        }
        assertTrue(run("history").out().contains("-- unlock --force: the lease of i-0c41"));
        assertTrue(run("unlock").out().contains("shop is not locked"));
    }

    @Test
    void whatADeadHolderStillRunsIsEndedWithoutForce() throws SQLException {
        Operations operations = Operations.of(database.dataSource(), "shop", SyncOptions.defaults());
        try (Connection stray = database.dataSource().getConnection();
                Statement statement = stray.createStatement()) {
            statement.execute("set application_name = 'tidemark:shop:77'");
            database.run("update tidemark.lease set holder = gen_random_uuid(), holder_name = 'i-dead', term = 77,"
                    + " backends = '77:0:0', renewed_at = clock_timestamp() - interval '1 minute',"
                    + " expires_at = clock_timestamp() - interval '30 seconds'");
            UnlockReport report = operations.unlock(false);
            assertEquals(UnlockReport.Status.RELEASED, report.status());
            assertEquals(1, report.ended().size());
            assertEquals(78, report.term());
            assertThrows(SQLException.class, () -> statement.execute("select 1"));
        }
        assertEquals(UnlockReport.Status.FREE, operations.unlock(false).status());
        HistoryReport history = operations.history(1);
        assertEquals(78, history.runs().get(0).term());
        assertEquals(
                "TDM-603",
                assertThrows(TidemarkException.class, () -> operations.history(0))
                        .code());
    }

    @Test
    void aHolderThatIsGoneLosesItsLeaseBeforeItsTimeIsOver() {
        database.run("update tidemark.lease set holder = gen_random_uuid(), holder_name = 'i-dead', term = 9,"
                + " backends = '9:0:0', acquired_at = clock_timestamp() - interval '4 minutes', renewed_at ="
                + " clock_timestamp() - interval '4 minutes', expires_at = clock_timestamp() + interval '1 minute'");
        Ran ran = run("unlock", "--json");
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.out().contains("\"status\": \"RELEASED\"") && ran.out().contains("\"term\": 10"), ran.out());
    }
}
