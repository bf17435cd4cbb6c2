package dev.tidemark.engine;

import static dev.tidemark.engine.Syncs.coldStart;
import static dev.tidemark.engine.Syncs.full;
import static dev.tidemark.engine.Syncs.sync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
    private static final String V1 = "create unlogged table a (id int primary key, n int, wide text, old int);";
    private static final String V2 =
            "create unlogged table a (id int primary key, n int, wide text); create index a_n on a (n);";
    private static final String V3 = V2 + " create table c (id int primary key);";
    /** What a cold start leaves to a run that may break the code of V1. */
    private static final String STRICT =
            "create unlogged table a (id int primary key, n int not null, wide text, old int);";
    /** Less than a build on {@link #larger()} is taken to need. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    @Test
    void anIndexThatTookTooLongIsFinishedWhicheverVersionRuns() {
        deferAnIndex();
        String recordedAs = record();
        for (String code : new String[] {V1, V2, V3}) {
            SyncResult result = finish(coldStart(code).withBudget(SHORT));
            assertEquals(SyncStatus.DEFERRED, result.status(), result.toString());
            assertEquals(1, result.deferred());
            assertEquals(0, result.statements());
        }
        assertEquals(recordedAs, record(), "where nothing could be done the record stays");
        SyncResult result = finish(coldStart(V1));
        assertEquals(SyncStatus.SYNCED, result.status(), result.toString());
        assertEquals(1, result.statements(), result.toString());
        assertEquals(Tidemark.open(database.dataSource(), coldStart(V1)).hash(), result.hash());
        assertEquals(Tidemark.open(database.dataSource(), coldStart(V2)).hash(), result.currentHash());
        assertEquals("t", database.value("select indisvalid from pg_index where indexrelid = 'a_n'::regclass"));
        assertEquals("7", database.value("select max(old) from a"), "data loss stays withheld");
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
        database.run("insert into a values (1, 1, '', 7)");
        SyncOptions tooShort = coldStart(V2).withMode(Mode.VERIFY);
        assertEquals(SyncStatus.OUT_OF_DATE, sync(database, tooShort).status());
        assertEquals(SyncStatus.OUT_OF_DATE, finish(coldStart(V2)).status(), "verify announces nothing");
        announce(V2);
        assertEquals(
                SyncStatus.OUT_OF_DATE,
                finish(coldStart(V2).withMode(Mode.VERIFY)).status());
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
        database.run("insert into a values (1, 1, '', 7)");
        SyncOptions timesOut = coldStart(V3).withListener(event -> {
            if (event instanceof dev.tidemark.SyncEvent.StatementDone done && done.number() == 1) {
                sleep(6000);
            }
        });
        SyncResult cut = sync(database, timesOut.withBudget(Duration.ofSeconds(6)));
        assertEquals(SyncStatus.TIMED_OUT, cut.status(), cut.toString());
        assertTrue(cut.statements() > 0, cut.toString());
        assertEquals(
                cut.statements(),
                Integer.parseInt(database.value(
                        "select count(*) from tidemark.journal where hash = '" + cut.hash() + "' and outcome = 'ok'")));
        SyncResult result = finish(coldStart(V3));
        assertEquals(SyncStatus.SYNCED, result.status(), result.toString());
        assertEquals(
                DriftReport.Status.IN_STEP,
                Tidemark.open(database.dataSource(), coldStart(V3)).drift().status());
    }

    @Test
    void verifyFinishesNothing() {
        deferNotNull();
        SyncOptions allowed = coldStart(V1).withBreakingAllowed(true);
        assertEquals(
                SyncStatus.OUT_OF_DATE, finish(allowed.withMode(Mode.VERIFY)).status());
        assertEquals("f", strict());
        assertEquals(SyncStatus.DEFERRED, finish(coldStart(V1)).status(), "not for lack of time");
        assertEquals("f", strict());
        assertEquals(SyncStatus.SYNCED, finish(allowed).status());
        assertEquals("t", strict());
    }

    @Test
    void whatIsFoundInTheWayIsNotTriedAgainAtOnce() {
        deferNotNull();
        database.run("insert into a values (2, null)");
        SyncOptions allowed = coldStart(V1).withBreakingAllowed(true);
        assertEquals(SyncStatus.BLOCKED, finish(allowed).status());
        SyncResult again = finish(allowed);
        assertEquals(SyncStatus.BLOCKED_BY_PEER, again.status());
        assertTrue(again.reason().contains("not tried again before"), again.reason());
        database.run("update a set n = 1", "update tidemark.schema_version set retry_after = now()");
        assertEquals(SyncStatus.SYNCED, finish(allowed).status());
        assertEquals("t", strict());
    }

    @Test
    void aNewerVersionThatIsRecordedMeanwhileIsNotDraggedBack() {
        deferNotNull();
        SyncOptions overtaken = coldStart(STRICT).withBreakingAllowed(true).withListener(event -> {
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
        assertEquals("f", strict());
        assertEquals("v1:other", database.value("select hash from tidemark.schema_version where state = 'current'"));
    }

    @Test
    void aLeaseThatIsHeldHasAnAge() {
        sync(database, full(V1));
        database.run("update tidemark.lease set holder = gen_random_uuid(), holder_name = 'peer', acquired_at = now() -"
                + " interval '40 seconds', expires_at = now() + interval '1 minute'");
        var status = Tidemark.open(database.dataSource(), coldStart(V1)).status();
        assertEquals("peer", status.leaseHolder());
        Duration age = status.leaseAge();
        assertNotNull(age);
        assertTrue(age.toSeconds() >= 40 && age.toSeconds() < 100, age.toString());
        assertEquals(
                "peer",
                Tidemark.open(database.dataSource(), coldStart(V1)).drift().leaseHolder());
    }

    /** V2 is recorded while its index waits for a run with more time, and the drop of a column is withheld. */
    private void deferAnIndex() {
        sync(database, full(V1).withLineage("ci").withGeneration(4L));
        larger();
        SyncResult result = sync(
                database, coldStart(V2).withLineage("ci").withGeneration(5L).withBudget(SHORT));
        assertEquals(SyncStatus.DEFERRED, result.status(), result.toString());
        assertEquals(1, result.deferred());
        assertEquals(1, result.withheld());
    }

    /** 256 MB beside the table. */
    private void larger() {
        database.run(
                "alter table a alter wide set storage external",
                "insert into a select n, n, repeat('x', 8 << 20), 7 from generate_series(1, 32) n",
                "alter table a alter wide set storage default");
    }

    /** STRICT is recorded, its NOT NULL is deferred. */
    private void deferNotNull() {
        sync(database, full(V1));
        database.run("insert into a values (1, 1, '', 7)");
        SyncResult result = sync(database, coldStart(STRICT));
        assertEquals(SyncStatus.DEFERRED, result.status(), result.toString());
    }

    private String strict() {
        return database.value("select attnotnull from pg_attribute where attrelid = 'a'::regclass and attname = 'n'");
    }

    private void announce(String sql) {
        String hash = Tidemark.open(database.dataSource(), coldStart(sql)).hash();
        database.run(
                "insert into tidemark.schema_version (app, hash, state) values ('shop', '" + hash + "', 'announced')");
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
