package dev.tidemark.engine;

import static dev.tidemark.engine.Syncs.coldStart;
import static dev.tidemark.engine.Syncs.full;
import static dev.tidemark.engine.Syncs.sync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.DriftReport;
import dev.tidemark.Mode;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.MessageProxy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an earlier run left undone is finished, by the text that was recorded; and nothing else is touched. */
final class FinishTest extends Upgrades {
    private static final String V1 = "create table a (id int primary key, n int, old int);";
    private static final String V2 = "create table a (id int primary key, n int); create index a_n on a (n);";
    private static final String V3 = V2 + " create table c (id int primary key);";
    private static final Duration SHORT = Duration.ofSeconds(20);

    @Test
    void anIndexThatTookTooLongIsFinishedWhicheverVersionRuns() {
        deferAnIndex();
        String recordedAs = record();
        for (String code : new String[] {V1, V2, V3}) {
            SyncResult result = finish(coldStart(code).withBudget(SHORT));
            assertEquals(SyncStatus.DEFERRED, result.status(), result.toString());
            assertEquals(1, result.deferred());
        }
        assertEquals(recordedAs, record(), "where nothing could be done the record stays");
        smaller();
        SyncResult result = finish(coldStart(V1));
        assertEquals(SyncStatus.SYNCED, result.status(), result.toString());
        assertEquals(1, result.statements(), result.plan().toString());
        assertEquals(Tidemark.open(database.dataSource(), coldStart(V1)).hash(), result.hash());
        assertEquals(Tidemark.open(database.dataSource(), coldStart(V2)).hash(), result.currentHash());
        assertEquals("t", database.value("select indisvalid from pg_index where indexrelid = 'a_n'::regclass"));
        assertEquals("7", database.value("select old from a where id = 1"), "data loss stays withheld");
        assertEquals(
                "ci|5|1|0",
                database.value("select lineage, generation, withheld, deferred from tidemark.schema_version where"
                        + " state = 'current'"));
        assertEquals(
                DriftReport.Status.IN_STEP,
                Tidemark.open(database.dataSource(), coldStart(V2)).drift().status());
    }

    @Test
    void withNothingLeftItIsOneHotReadAndRepairsNoDrift() {
        sync(database, full(V2));
        database.run("drop index a_n");
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            for (String code : new String[] {V2, V3}) {
                proxy.reset();
                SyncResult result =
                        Tidemark.open(proxy.dataSource(), coldStart(code)).finish();
                assertEquals(code.equals(V2) ? SyncStatus.UP_TO_DATE : SyncStatus.OUT_OF_DATE, result.status());
                long reads = proxy.reset().statements().stream()
                        .filter(sql -> sql.contains("tidemark"))
                        .count();
                assertEquals(1, reads);
            }
        }
        assertEquals("0", database.value("select count(*) from pg_class where relname = 'a_n'"));
        assertEquals("1", database.value("select count(*) from tidemark.schema_version"), "nothing is announced");
    }

    @Test
    void aVersionThatAColdStartAnnouncedIsSyncedSafely() {
        sync(database, full(V1));
        database.run("insert into a values (1, 1, 7)");
        SyncOptions tooShort = coldStart(V2).withMode(Mode.VERIFY);
        assertEquals(SyncStatus.OUT_OF_DATE, sync(database, tooShort).status());
        assertEquals(SyncStatus.OUT_OF_DATE, finish(coldStart(V2)).status(), "verify announces nothing");
        announce(V2);
        assertEquals(
                SyncStatus.OUT_OF_DATE, finish(coldStart(V2).withMode(Mode.VERIFY)).status());
        SyncResult result = finish(full(V2));
        assertEquals(SyncStatus.SYNCED, result.status(), result.toString());
        assertEquals(1, result.withheld());
        assertEquals("7", database.value("select old from a"));
        assertEquals(SyncStatus.UP_TO_DATE, finish(coldStart(V2)).status());
        assertEquals(SyncStatus.SUPERSEDED, finish(coldStart(V1)).status());
    }

    @Test
    void aRunThatTimedOutHalfWayIsGoneOnWith() {
        sync(database, full(V1));
        database.run("insert into a values (1, 1, 7)", "create table lock_me (id int)");
        SyncOptions timesOut = coldStart(V3).withListener(event -> {
            if (event instanceof dev.tidemark.SyncEvent.StatementDone done && done.number() == 1) {
                sleep(1500);
            }
        });
        SyncResult cut = sync(database, timesOut.withBudget(Duration.ofMillis(1500)));
        assertEquals(SyncStatus.TIMED_OUT, cut.status(), cut.toString());
        assertTrue(cut.statements() > 0);
        SyncResult result = finish(coldStart(V3));
        assertEquals(SyncStatus.SYNCED, result.status(), result.toString());
        assertEquals(
                DriftReport.Status.IN_STEP,
                Tidemark.open(database.dataSource(), coldStart(V3)).drift().status());
    }

    @Test
    void verifyFinishesNothing() {
        deferAnIndex();
        smaller();
        assertEquals(
                SyncStatus.OUT_OF_DATE, finish(coldStart(V2).withMode(Mode.VERIFY)).status());
        assertEquals("0", database.value("select count(*) from pg_class where relname = 'a_n'"));
    }

    @Test
    void aNewerVersionThatIsRecordedMeanwhileIsNotDraggedBack() {
        deferAnIndex();
        smaller();
        SyncOptions overtaken = coldStart(V2).withListener(event -> {
            if (event instanceof dev.tidemark.SyncEvent.Waiting) {
                database.run(
                        "update tidemark.schema_version set state = 'superseded'",
                        "insert into tidemark.schema_version (app, hash, state, recorded_at) values"
                                + " ('shop', 'v1:other', 'current', now())",
                        "update tidemark.lease set expires_at = now()");
            }
        });
        database.run("update tidemark.lease set holder = gen_random_uuid(), holder_name = 'peer', hash = 'v1:other',"
                + " expires_at = now() + interval '1 minute'");
        SyncResult result = finish(overtaken);
        assertEquals(SyncStatus.SUPERSEDED, result.status(), result.toString());
        assertTrue(result.waited().toMillis() > 0, result.toString());
        assertEquals("0", database.value("select count(*) from pg_class where relname = 'a_n'"));
        assertEquals(
                "v1:other", database.value("select hash from tidemark.schema_version where state = 'current'"));
    }

    @Test
    void aLeaseThatIsHeldHasAnAge() {
        sync(database, full(V1));
        database.run("update tidemark.lease set holder = gen_random_uuid(), holder_name = 'peer', acquired_at = now() -"
                + " interval '40 seconds', expires_at = now() + interval '1 minute'");
        var status = Tidemark.open(database.dataSource(), coldStart(V1)).status();
        assertEquals("peer", status.leaseHolder());
        assertEquals(40, status.leaseAge().toSeconds(), 2);
        assertEquals("peer", Tidemark.open(database.dataSource(), coldStart(V1)).drift().leaseHolder());
    }

    /** V2 is recorded while its index waits for a run with more time, and the drop of a column is withheld. */
    private void deferAnIndex() {
        sync(database, full(V1).withLineage("ci").withGeneration(4L));
        database.run("insert into a values (1, 1, 7)", "analyze a");
        larger();
        SyncResult result =
                sync(database, coldStart(V2).withLineage("ci").withGeneration(5L).withBudget(SHORT));
        assertEquals(SyncStatus.DEFERRED, result.status(), result.toString());
        assertEquals(1, result.deferred());
        assertEquals(1, result.withheld());
    }

    /** As the planner sees it, from now on. */
    private void larger() {
        database.run("update pg_class set reltuples = 2e9, relpages = 1 where oid = 'a'::regclass");
    }

    private void smaller() {
        database.run("analyze a");
    }

    private void announce(String sql) {
        String hash = Tidemark.open(database.dataSource(), coldStart(sql)).hash();
        database.run("insert into tidemark.schema_version (app, hash, state) values ('shop', '" + hash
                + "', 'announced')");
    }

    private String record() {
        return database.value("select hash, recorded_at from tidemark.schema_version where state = 'current'");
    }

    private SyncResult finish(SyncOptions options) {
        return Tidemark.open(database.dataSource(), options).finish();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
