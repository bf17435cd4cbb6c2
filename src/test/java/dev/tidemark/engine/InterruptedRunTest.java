package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.DriftReport;
import dev.tidemark.Plan;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What old, same and newer versions see and do after a run that was killed between two commits. */
final class InterruptedRunTest {
    private static final String V1 = """
        create table acct (id bigint primary key, name text);
        create table log (id bigint primary key, at timestamptz);
        """;
    private static final String V2 = """
        create table acct (
            id bigint primary key,
            full_name text -- @renamed from=name
        );
        create table log (id bigint primary key, at timestamptz);
        create index log_at_idx on log (at);
        """;
    private static final String V3 = """
        create table acct (
            id bigint primary key,
            full_name text, -- @renamed from=name
            email text
        );
        create table log (id bigint primary key, at timestamptz);
        create index log_at_idx on log (at);
        """;

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    /** Stands for a kill: nothing of the run after this is sent. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void killed(String schema, Predicate<String> before) {
        SyncOptions options = Syncs.full(schema).withListener(event -> {
            if (event instanceof SyncEvent.StatementStarted at
                    && before.test(at.statement().sql())) {
                throw new Killed();
            }
        });
        assertThrows(Killed.class, () -> Syncs.sync(database, options), "the run gets as far as that statement");
    }

    private void renamedAndKilled() {
        Syncs.sync(database, Syncs.full(V1));
        database.run(
                "insert into acct select g, 'n' || g from generate_series(1, 100) g",
                "insert into log select g, now() from generate_series(1, 100) g");
        killed(V2, sql -> sql.contains("CONCURRENTLY"));
        assertEquals(
                "full_name",
                database.value("select attname from pg_attribute where attrelid = 'acct'::regclass and attnum = 2"));
    }

    private StatusReport status(String schema) {
        return Tidemark.open(database.dataSource(), Syncs.coldStart(schema)).status();
    }

    @Test
    void aColdStartOfTheOldVersionIsToldThatANewerOneIsBeingApplied() {
        renamedAndKilled();
        SyncResult start = Syncs.sync(database, Syncs.coldStart(V1));
        assertEquals(SyncStatus.SUPERSEDED, start.status());
        assertTrue(start.reason().contains("is being applied"), start.reason());
        StatusReport status = status(V1);
        assertEquals(SyncStatus.SUPERSEDED, status.status());
        assertTrue(String.valueOf(status.reason()).contains("between"), status.reason());
    }

    @Test
    void anExplicitSyncOfTheOldVersionComparesAndIsRefusedWithTheRename() {
        renamedAndKilled();
        Plan plan = Syncs.plan(database, Syncs.full(V1));
        assertEquals(
                List.of("TDM-205"),
                plan.problems().stream().map(p -> p.code()).toList(),
                plan.changes().toString());
        SyncResult back = Syncs.sync(database, Syncs.full(V1));
        assertEquals(SyncStatus.BLOCKED, back.status(), back.reason());
        assertEquals(
                "0",
                database.value("select count(*) from pg_attribute where attrelid = 'acct'::regclass and attname ="
                        + " 'name'"),
                "no empty column beside the data");
        assertEquals(SyncStatus.SUPERSEDED, status(V1).status(), "it is still half another version");
    }

    @Test
    void theSameVersionGoesOnAndTheMarkGoesWithTheRecord() {
        renamedAndKilled();
        assertEquals(SyncStatus.OUT_OF_DATE, status(V2).status());
        assertTrue(
                String.valueOf(status(V2).reason()).contains("not recorded"),
                status(V2).reason());
        SyncResult end = Syncs.sync(database, Syncs.full(V2));
        assertEquals(SyncStatus.SYNCED, end.status(), end.reason());
        assertEquals(
                "0", database.value("select count(*) from tidemark.schema_version where reason like 'in progress%'"));
        assertEquals("name", database.value("select previous_name from tidemark.object where member = 'full_name'"));
        assertEquals(SyncStatus.UP_TO_DATE, status(V2).status());
        assertEquals(SyncStatus.SUPERSEDED, status(V1).status());
    }

    @Test
    void aNewerVersionTakesItFromThere() {
        renamedAndKilled();
        SyncResult next = Syncs.sync(database, Syncs.full(V3));
        assertEquals(SyncStatus.SYNCED, next.status(), next.reason());
        assertEquals("100", database.value("select count(full_name) from acct"));
        assertEquals(SyncStatus.SUPERSEDED, status(V1).status());
    }

    @Test
    void aVersionBetweenTheTwoDoesNotTakeTheHalfAppliedOneBack() {
        String between = V1 + "create table note (id bigint primary key);";
        Syncs.sync(database, Syncs.full(V1).withLineage("x").withGeneration(1L));
        database.run("insert into log select g, now() from generate_series(1, 100) g");
        SyncOptions newest = Syncs.full(V2).withLineage("x").withGeneration(3L).withListener(event -> {
            if (event instanceof SyncEvent.StatementStarted at
                    && at.statement().sql().contains("CONCURRENTLY")) {
                throw new Killed();
            }
        });
        assertThrows(Killed.class, () -> Syncs.sync(database, newest));
        SyncResult straggler =
                Syncs.sync(database, Syncs.coldStart(between).withLineage("x").withGeneration(2L));
        assertEquals(SyncStatus.SUPERSEDED, straggler.status(), straggler.reason());
        SyncResult onPurpose =
                Syncs.sync(database, Syncs.coldStart(V1).withLineage("x").withGeneration(4L));
        assertEquals(SyncStatus.BLOCKED, onPurpose.status(), "deployed again on purpose: compared, and refused");
        assertEquals("TDM-205", onPurpose.problems().get(0).code());
    }

    @Test
    void driftNamesTheUnfinishedVersionAndCountsNoneOfItsWork() {
        renamedAndKilled();
        DriftReport drift =
                Tidemark.open(database.dataSource(), Syncs.coldStart(V1)).drift();
        assertNotNull(drift.unfinished());
        assertEquals(Tidemark.open(database.dataSource(), Syncs.full(V2)).hash(), drift.unfinished());
        assertEquals(List.of(), drift.objects());
        assertEquals(DriftReport.Code.OLDER, drift.code());
    }

    @Test
    void theScheduleOfTheOldVersionLeavesAnUnfinishedOneAlone() {
        renamedAndKilled();
        SyncResult schedule =
                Tidemark.open(database.dataSource(), Syncs.coldStart(V1)).finish();
        assertEquals(SyncStatus.SUPERSEDED, schedule.status(), schedule.reason());
        SyncResult own = Tidemark.open(
                        database.dataSource(), Syncs.coldStart(V2).withBreakingAllowed(true))
                .finish();
        assertEquals(SyncStatus.SYNCED, own.status(), own.reason());
    }

    @Test
    void bothNamesThereAfterAnInterruptedRenameIsToldAsWhatItIs() {
        renamedAndKilled();
        database.run("alter table acct add column name text");
        Plan plan = Syncs.plan(database, Syncs.full(V2));
        assertFalse(
                plan.blocked(), "the rename was ours; what has its old name is somebody else's: " + plan.problems());
        assertEquals("100", database.value("select count(full_name) from acct"));
    }

    @Test
    void aTableAndItsColumnRenamedTogetherAreBothRemembered() {
        Syncs.sync(database, Syncs.full(V1));
        database.run("insert into log select g, now() from generate_series(1, 100) g");
        killed("""
            -- @renamed from=acct
            create table account (
                id bigint primary key,
                full_name text -- @renamed from=name
            );
            create table log (id bigint primary key, at timestamptz);
            create index log_at_idx on log (at);
            """, sql -> sql.contains("CONCURRENTLY"));
        assertEquals(
                List.of("account||acct", "account|full_name|name"),
                database.rows("select name, member, previous_name from tidemark.object where previous_name is not null"
                        + " order by member"));
        assertEquals("0", database.value("select count(*) from tidemark.object where name = 'acct'"));
        Plan back = Syncs.plan(database, Syncs.full(V1));
        assertTrue(
                back.problems().stream().allMatch(p -> p.code().equals("TDM-205")) && back.blocked(),
                back.problems().toString());
    }

    @Test
    void whatWasDroppedIsForgottenWithTheTransactionThatDropsIt() {
        Syncs.sync(
                database,
                Syncs.full(
                        "create table a (id bigint primary key, gone text); create table b (id bigint primary key);"));
        SyncOptions options = Syncs.full("create table a (id bigint primary key);")
                .withListener(event -> {
                    if (event instanceof SyncEvent.StatementDone done && done.number() == done.total()) {
                        throw new Killed();
                    }
                });
        assertThrows(Killed.class, () -> Syncs.sync(database, options));
        assertEquals(
                "∅|∅",
                database.value("select to_regclass('b'), (select attname from pg_attribute where attrelid"
                        + " = 'a'::regclass and attname = 'gone')"));
        assertEquals(
                List.of("", "id"),
                database.rows("select member from tidemark.object where kind in ('TABLE', 'COLUMN') and name in"
                        + " ('a', 'b') order by member"));
    }

    @Test
    void nothingCommittedIsNothingInProgress() {
        Syncs.sync(database, Syncs.full(V1));
        killed(V2, sql -> true);
        assertEquals(SyncStatus.UP_TO_DATE, status(V1).status());
        assertEquals(
                SyncStatus.UP_TO_DATE, Syncs.sync(database, Syncs.coldStart(V1)).status());
    }

    @Test
    void aConstraintThatIsNotYetValidatedAnEnumValueAndHalfAKeyAreCompared() {
        String before = """
            create type mood as enum ('ok');
            create table a (id bigint primary key, n int, feel mood);
            """;
        Syncs.sync(database, Syncs.full(before));
        database.run("insert into a select g, g, 'ok' from generate_series(1, 100) g");
        String after = """
            create type mood as enum ('ok', 'meh');
            create table a (id bigint primary key, n int not null, feel mood, constraint positive check (n > 0));
            """;
        for (String at : List.of("ALTER TABLE", "VALIDATE")) {
            killed(after, sql -> sql.contains(at));
            assertEquals(SyncStatus.SUPERSEDED, status(before).status(), at);
            assertFalse(Syncs.plan(database, Syncs.full(before)).isEmpty(), "the old version is compared: " + at);
        }
        SyncResult end = Syncs.sync(database, Syncs.full(after));
        assertEquals(SyncStatus.SYNCED, end.status(), end.reason());
        assertTrue(Syncs.plan(database, Syncs.full(after)).isEmpty());
    }

    @Test
    void halfOfAKeySwapIsFinishedByTheSameAndUndoneByAnExplicitOlderOne() {
        String before = "create table a (id bigint not null, other bigint not null, primary key (id));";
        String after = "create table a (id bigint not null, other bigint not null, primary key (other));";
        Syncs.sync(database, Syncs.full(before));
        database.run("insert into a select g, g from generate_series(1, 100) g");
        int statements = Syncs.plan(database, Syncs.full(after)).statements().size();
        int[] count = {0};
        SyncOptions options = Syncs.full(after).withListener(event -> {
            if (event instanceof SyncEvent.StatementStarted && ++count[0] == statements) {
                throw new Killed();
            }
        });
        assertThrows(Killed.class, () -> Syncs.sync(database, options));
        SyncResult back = Syncs.sync(database, Syncs.full(before));
        assertTrue(
                back.status() == SyncStatus.SYNCED || back.status() == SyncStatus.UP_TO_DATE,
                back.status() + " " + back.reason());
        assertEquals(
                "PRIMARY KEY (id)",
                database.value("select pg_get_constraintdef(oid) from pg_constraint where conrelid = 'a'::regclass"
                        + " and contype = 'p'"));
        assertTrue(Syncs.plan(database, Syncs.full(before)).isEmpty());
        assertEquals(SyncStatus.SYNCED, Syncs.sync(database, Syncs.full(after)).status());
    }
}
