package dev.tidemark.engine;

import static dev.tidemark.engine.Syncs.coldStart;
import static dev.tidemark.engine.Syncs.full;
import static dev.tidemark.engine.Syncs.plan;
import static dev.tidemark.engine.Syncs.safe;
import static dev.tidemark.engine.Syncs.sync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the system whose ideas Tidemark takes up gets wrong on a live server, each the other way round. */
final class ReferenceFailuresTest {
    private static final String V1 = "create table acct (id bigint primary key, name text not null);";
    private static final String V2 = """
        create table acct (id bigint primary key, name text not null, email text, score int);
        create index acct_email_idx on acct (email);
        create table invoice (id bigint primary key, acct bigint references acct);
        """;

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void anOlderInstanceDropsNothingNewer() {
        applied(sync(database, coldStart(V1)));
        applied(sync(database, coldStart(V2)));
        database.run("insert into acct values (1, 'a', 'a@example.test', 7)", "insert into invoice values (1, 1)");
        SyncResult old = sync(database, coldStart(V1));
        assertEquals(SyncStatus.SUPERSEDED, old.status());
        assertEquals(0, old.statements());
        assertEquals("1|a|a@example.test|7", database.value("select * from acct"));
        assertEquals("1", database.value("select count(*) from invoice"));
        assertEquals("1", database.value("select count(*) from pg_indexes where indexname = 'acct_email_idx'"));
        assertEquals(SyncStatus.UP_TO_DATE, sync(database, coldStart(V2)).status());
    }

    @Test
    void anOlderInstanceUndoesNoRename() {
        String renamed = """
            create table acct (
              id bigint primary key,
              full_name text not null -- @renamed from=name
            );
            """;
        applied(sync(database, coldStart(V1)));
        database.run("insert into acct values (1, 'Ada')");
        applied(sync(database, full(renamed)));
        assertEquals("1|Ada", database.value("select id, full_name from acct"));
        assertEquals(SyncStatus.SUPERSEDED, sync(database, coldStart(V1)).status());
        assertEquals("1|Ada", database.value("select id, full_name from acct"));
    }

    @Test
    void twoServicesOfOneDatabaseLeaveEachOtherAlone() {
        applied(sync(database, full(V1)));
        database.run("insert into acct values (1, 'Ada')");
        applied(sync(
                database, full("create table bill (id bigint primary key);").withApp("billing")));
        applied(sync(database, full(V2)));
        applied(sync(
                database,
                full("create table bill (id bigint primary key, sum int);").withApp("billing")));
        assertEquals("1|Ada", database.value("select id, name from acct"));
        SyncResult stolen = sync(database, full(V1).withApp("thief"));
        assertEquals(SyncStatus.BLOCKED, stolen.status());
        assertTrue(stolen.reason().contains("shop"), stolen.reason());
    }

    @Test
    void whatSafeWithheldStaysVisibleUntilItIsGone() {
        String less = "create table acct (id bigint primary key);";
        applied(sync(database, full(V2)));
        SyncResult safely = sync(database, safe(less));
        applied(safely);
        assertTrue(safely.withheld() > 0, safely.toString());
        assertEquals("4", database.value("select count(*) from information_schema.columns where table_name = 'acct'"));
        Plan still = plan(database, full(less));
        assertTrue(still.changes().stream().anyMatch(c -> c.has(Hazard.DATA_LOSS)), still.toString());
        assertTrue(sync(database, coldStart(less)).withheld() > 0);
        applied(sync(database, full(less)));
        assertEquals("1", database.value("select count(*) from information_schema.columns where table_name = 'acct'"));
        assertEquals("0", database.value("select count(*) from pg_class where relname = 'invoice'"));
        assertTrue(plan(database, full(less)).isEmpty());
    }

    @Test
    void safeLosesNoDataWhateverIsDeclared() {
        applied(sync(database, full("create table acct (id bigint primary key, note text, ratio numeric(10,4));")));
        database.run("insert into acct values (1, 'keep me, all of me', 1.2345)");
        sync(database, safe("create table acct (id bigint primary key, ratio numeric(10,1));"));
        assertEquals("1|keep me, all of me|1.2345", database.value("select id, note, ratio from acct"));
        sync(database, safe("create table acct (id bigint primary key, note varchar(4));"));
        assertEquals("1|keep me, all of me|1.2345", database.value("select id, note, ratio from acct"));
        sync(database, safe("create table other (id bigint primary key);"));
        assertEquals("1|keep me, all of me|1.2345", database.value("select id, note, ratio from acct"));
    }

    @Test
    void newCodesInsertsWorkAfterASafeSync() {
        applied(sync(
                database,
                full("create table acct (id bigint primary key, must text not null);"
                        + "create table child (id bigint primary key, acct bigint references acct);")));
        database.run("insert into acct values (1, 'x')", "insert into child values (1, 1)");
        SyncResult safely = sync(database, safe("create table acct (id bigint primary key);"));
        applied(safely);
        database.run("insert into acct values (2)", "delete from acct where id = 1");
        assertEquals("1", database.value("select count(*) from child"));
    }

    @Test
    void noValuesAreInvented() {
        applied(sync(database, full(V1)));
        database.run("insert into acct values (1, 'Ada')");
        String required = "create table acct (id bigint primary key, name text not null, label text not null);";
        SyncResult result = sync(database, full(required));
        assertEquals(SyncStatus.BLOCKED, result.status());
        assertEquals("TDM-210", result.problems().get(0).code());
        assertEquals(
                "id,name",
                database.value(
                        "select string_agg(column_name, ',' order by ordinal_position) from information_schema.columns "
                                + "where table_name = 'acct'"));
        database.run("delete from acct");
        applied(sync(database, full(required)));
        assertEquals(
                "∅",
                database.value("select column_default from information_schema.columns where table_name = 'acct' and"
                        + " column_name = 'label'"));
    }

    @Test
    void aUniqueKeyOverDuplicatesChangesNothingAndRecovers() {
        applied(sync(database, full(V1)));
        database.run("insert into acct values (1, 'twin'), (2, 'twin')");
        String unique = "create table acct (id bigint primary key, name text not null unique, extra int);";
        SyncResult blocked = sync(database, full(unique));
        assertEquals(SyncStatus.BLOCKED, blocked.status());
        assertEquals("TDM-211", blocked.problems().get(0).code());
        assertEquals(
                "0",
                database.value(
                        "select count(*) from information_schema.columns where table_name = 'acct' and column_name ="
                                + " 'extra'"));
        database.run("delete from acct where id = 2");
        applied(sync(database, full(unique)));
        assertEquals(SyncStatus.UP_TO_DATE, sync(database, coldStart(unique)).status());
    }

    @Test
    void theOldVersionStillWorksAfterAFailedUpgrade() {
        applied(sync(database, full(V1)));
        database.run("insert into acct values (1, 'Ada')");
        String broken = """
            create table org (id bigint primary key);
            create table acct (id bigint primary key, name text not null, org bigint not null references org);
            """;
        assertEquals(SyncStatus.BLOCKED, sync(database, coldStart(broken)).status());
        assertEquals(
                SyncStatus.BLOCKED_BY_PEER, sync(database, coldStart(broken)).status());
        assertEquals(SyncStatus.UP_TO_DATE, sync(database, coldStart(V1)).status());
        database.run("insert into acct values (2, 'Bob')");
        assertEquals("2", database.value("select count(*) from acct"));
    }

    @Test
    void aLongReaderDoesNotStallEveryoneBehindTheDdl() throws Exception {
        applied(sync(database, full(V1)));
        database.run("insert into acct values (1, 'Ada')");
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select * from acct");
            long begun = System.nanoTime();
            SyncResult result = sync(
                    database,
                    full("create table acct (id bigint primary key, name text not null, extra int);")
                            .withLockTimeout(Duration.ofMillis(100))
                            .withLockAttempts(2));
            Problem problem = result.problems().get(0);
            assertEquals("TDM-302", problem.code());
            assertTrue(problem.message().startsWith("not free within 0.1 s, 2 tries; held by pid "), problem::message);
            String pid = problem.message().replaceAll("(?s).*held by pid (\\d+) .*", "$1");
            assertTrue(
                    problem.wayOutTexts().contains("end it       SELECT pg_terminate_backend(" + pid + ")"),
                    problem::toString);
            assertTrue(problem.wayOutTexts().get(0).contains("TIDEMARK_LOCK_TIMEOUT"), problem::toString);
            assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 20);
            reader.rollback();
        }
        applied(sync(database, full("create table acct (id bigint primary key, name text not null, extra int);")));
    }

    @Test
    void tablesMayComeInAnyOrderAndReferToEachOther() {
        applied(sync(database, full("""
            create table child (id bigint primary key, parent bigint references parent, friend bigint);
            create table parent (id bigint primary key, favourite bigint);
            alter table parent add constraint parent_favourite_fkey foreign key (favourite) references child;
            alter table child add constraint child_friend_fkey foreign key (friend) references child;
            """)));
        assertEquals("3", database.value("select count(*) from pg_constraint where contype = 'f'"));
    }

    @Test
    void anIndexsDirectionAndAForeignKeysActionAreCompared() {
        applied(sync(database, full(V2)));
        applied(sync(database, full("""
            create table acct (id bigint primary key, name text not null, email text, score int);
            create index acct_email_idx on acct (email desc);
            create table invoice (id bigint primary key, acct bigint references acct on delete cascade);
            """)));
        assertTrue(database.value("select indexdef from pg_indexes where indexname = 'acct_email_idx'")
                .contains("DESC"));
        assertEquals("c", database.value("select confdeltype from pg_constraint where contype = 'f'"));
    }

    @Test
    void aViewsNewQueryIsNoticedAndAMaterializedViewIsOne() {
        applied(sync(
                database,
                full(V2 + "create view v as select name as x from acct;"
                        + "create materialized view m as select count(*) as n from acct;")));
        assertEquals("m", database.value("select relkind from pg_class where relname = 'm'"));
        applied(sync(
                database,
                full(V2 + "create view v as select email as x from acct;"
                        + "create materialized view m as select count(*) as n from invoice;")));
        assertTrue(database.value("select definition from pg_views where viewname = 'v'")
                .contains("email"));
        assertTrue(database.value("select definition from pg_matviews").contains("invoice"));
    }

    @Test
    void driftIsSeenWhenAskedAndHandMadeThingsStay() {
        applied(sync(database, full(V2)));
        database.run("alter table acct drop column score", "alter table acct add column dba_note text");
        assertEquals(SyncStatus.UP_TO_DATE, sync(database, coldStart(V2)).status());
        applied(sync(database, full(V2).withForce(true)));
        assertEquals(
                "2",
                database.value("select count(*) from information_schema.columns "
                        + "where table_name = 'acct' and column_name in ('score', 'dba_note')"));
    }

    @Test
    void aCastThatFailsIsFoundBeforeAnythingRuns() {
        applied(sync(database, full(V1)));
        database.run("insert into acct values (1, 'not a number')");
        SyncResult result = sync(
                database,
                full("create table acct (id bigint primary key, name integer not null); create table fresh (id int);"));
        assertEquals(SyncStatus.BLOCKED, result.status());
        assertEquals("0", database.value("select count(*) from pg_class where relname = 'fresh'"));
    }

    @Test
    void anEmptyDeclarationDropsNothingAndIsNotInSync() {
        applied(sync(database, full(V1)));
        SyncResult result = sync(database, full("-- nothing is left"));
        assertEquals(SyncStatus.BLOCKED, result.status());
        assertEquals("TDM-222", result.problems().get(0).code());
        assertEquals("1", database.value("select count(*) from pg_class where relname = 'acct'"));
    }

    @Test
    void whatIsDeclaredInNoSchemaAnyMoreIsStillSeen() {
        applied(sync(database, full("create schema old; create table old.t (id int);" + V1)));
        SyncResult safely = sync(database, safe(V1));
        applied(safely);
        assertTrue(safely.withheld() > 0, safely.toString());
        applied(sync(database, full(V1)));
        assertEquals("0", database.value("select count(*) from pg_class where relname = 't'"));
    }

    @Test
    void theHotPathNeedsNoRightToCreateAnything() {
        String role = "reader_" + database.name();
        database.run("create role " + role + " login password 'x'");
        try {
            applied(sync(database, full(V1).withRuntimeRoles(List.of(role))));
            SyncResult result = dev.tidemark.Tidemark.open(database.dataSource(role, "x"), coldStart(V1))
                    .sync();
            assertEquals(SyncStatus.UP_TO_DATE, result.status());
        } finally {
            database.run("drop owned by " + role, "drop role " + role);
        }
    }

    private static void applied(SyncResult result) {
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason() + " " + result.problems());
    }
}
