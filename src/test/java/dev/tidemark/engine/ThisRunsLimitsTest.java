package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one run is short of, time, a lock, rights, is not held against the version: the next run is free to do it. */
final class ThisRunsLimitsTest {
    private static final String V1 = "create table a (id int primary key, body text);";
    private static final String V2 = "create table a (id text primary key, body text);";

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    private void assertNothingIsHeldAgainstIt() {
        assertEquals(
                "0",
                database.value("select count(*) from tidemark.schema_version where state = 'blocked' or attempts > 0"));
        assertEquals(
                "0",
                database.value("select count(*) from tidemark.lease where holder is not null"),
                "the lease is given back");
    }

    @Test
    void aRunThatIsTooSlowForTheChangeLeavesItToTheNext() {
        Syncs.sync(database, Syncs.full(V1));
        database.run(
                "alter table a alter body set storage external",
                "insert into a select g, repeat('x', 10000) from generate_series(1, 15000) g");
        Duration little = Duration.ofSeconds(3);
        SyncResult slow = Syncs.sync(
                database,
                Syncs.coldStart(V2)
                        .withAllowed(Set.of(Hazard.values()))
                        .withBreakingAllowed(true)
                        .withBudget(little));
        assertEquals(SyncStatus.TIMED_OUT, slow.status(), slow.toString());
        assertFalse(slow.reason().contains("there is at once"), slow.reason());
        assertNothingIsHeldAgainstIt();
        SyncResult next = Syncs.sync(
                database,
                Syncs.coldStart(V2).withAllowed(Set.of(Hazard.values())).withBreakingAllowed(true));
        assertEquals(SyncStatus.SYNCED, next.status(), next.toString());
    }

    @Test
    void aLockThatWasNotFreeIsNotHeldAgainstTheVersion() throws SQLException {
        Syncs.sync(database, Syncs.full(V1));
        database.run("insert into a values (1, 'x')");
        String v2 = V1.replace("body text", "body text, n int");
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select * from a");
            SyncResult locked = Syncs.sync(
                    database,
                    Syncs.coldStart(v2).withLockTimeout(Duration.ofMillis(100)).withLockAttempts(2));
            assertEquals(SyncStatus.TIMED_OUT, locked.status(), locked.toString());
            assertEquals("TDM-302", locked.problems().get(0).code());
            assertNothingIsHeldAgainstIt();
            reader.rollback();
        }
        assertEquals(
                SyncStatus.SYNCED, Syncs.sync(database, Syncs.coldStart(v2)).status());
    }

    @Test
    void whatThisLoginMayNotIsNotHeldAgainstTheVersion() {
        String deployer = "deployer_" + database.name();
        database.run(
                "create table a (id int primary key, body text)",
                "insert into a values (1, 'x')",
                "create role " + deployer + " login password 'd'",
                "grant create on database " + database.name() + " to " + deployer,
                "grant all on schema public to " + deployer);
        try {
            String v2 = V1.replace("body text", "body text, n int");
            SyncResult refused = Tidemark.open(database.dataSource(deployer, "d"), Syncs.coldStart(v2))
                    .sync();
            assertEquals(SyncStatus.BLOCKED, refused.status(), refused.toString());
            assertEquals("TDM-215", refused.problems().get(0).code());
            assertNothingIsHeldAgainstIt();
            assertEquals(
                    SyncStatus.SYNCED, Syncs.sync(database, Syncs.coldStart(v2)).status());
        } finally {
            database.run(
                    "reassign owned by " + deployer + " to postgres",
                    "drop owned by " + deployer,
                    "drop role " + deployer);
        }
    }

    @Test
    void whatAnyRunWouldMeetIsHeldAgainstIt() {
        Syncs.sync(database, Syncs.full(V1));
        database.run("insert into a values (1, 'x')");
        SyncResult blocked =
                Syncs.sync(database, Syncs.coldStart(V1.replace("body text", "body text, n int not null")));
        assertEquals(SyncStatus.BLOCKED, blocked.status());
        assertEquals("TDM-210", blocked.problems().get(0).code());
        assertEquals("1", database.value("select count(*) from tidemark.schema_version where state = 'blocked'"));
    }

    @Test
    void aDeclarationThatCannotBeLoadedIsHeldAgainstIt() {
        try {
            Syncs.sync(database, Syncs.coldStart("create table a (id nosuchtype);"));
        } catch (TidemarkException e) {
            assertEquals("TDM-103", e.code());
        }
        assertEquals("1", database.value("select count(*) from tidemark.schema_version where state = 'blocked'"));
    }

    @Test
    void aStatementThatTheServerRefusesIsHeldAgainstIt() {
        Syncs.sync(database, Syncs.full(V1));
        database.run(
                "create function no_more() returns event_trigger language plpgsql as $$ begin if tg_tag = 'CREATE"
                        + " TABLE' and current_setting('application_name') like 'tidemark:%' then raise exception 'no"
                        + " more tables'; end if; end $$",
                "create event trigger no_more on ddl_command_end execute function no_more()");
        SyncResult refused = Syncs.sync(database, Syncs.coldStart(V1 + "create table b (id int);"));
        assertEquals(SyncStatus.BLOCKED, refused.status(), refused.toString());
        assertTrue(refused.reason().contains("no more tables"), refused.reason());
        assertEquals("1", database.value("select count(*) from tidemark.schema_version where state = 'blocked'"));
    }
}
