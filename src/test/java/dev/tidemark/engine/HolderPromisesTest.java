package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.PgBouncer;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** One promise each of whoever holds the lease; each was seen to fail with the promise taken out of the code. */
final class HolderPromisesTest {
    private static final String V1 = "create table a (id bigint primary key);";
    private static final String V2 = "create table a (id bigint primary key, n int);";
    private static final String INDEXED = V1 + "create index a_id_idx on a (id, (id + 1));";
    private static final String INDEXED_TWICE = INDEXED + "create index a_more_idx on a (id, (id + 2));";
    private static final String STEAL =
            "update tidemark.lease set term = term + 1, holder = gen_random_uuid(), holder_name = 'thief',"
                    + " expires_at = clock_timestamp() + interval '1 day'";

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    private void recorded() {
        Syncs.sync(database, Syncs.full(V1));
        database.run("insert into a select g from generate_series(1, 100) g");
    }

    private String current() {
        return database.value("select hash from tidemark.schema_version where state = 'current'");
    }

    private static SyncOptions at(SyncOptions options, Predicate<SyncEvent> when, Runnable then) {
        AtomicBoolean done = new AtomicBoolean();
        return options.withListener(event -> {
            if (when.test(event) && done.compareAndSet(false, true)) {
                then.run();
            }
        });
    }

    private static boolean isLastDone(SyncEvent event) {
        return event instanceof SyncEvent.StatementDone done && done.number() == done.total();
    }

    /** Before the first one the run writes down, fenced, that it has begun; before the second nothing but the look at the term stands in the way. */
    private static boolean isSecondConcurrent(SyncEvent event) {
        return event instanceof SyncEvent.StatementStarted at
                && at.number() == 2
                && at.statement().sql().contains("CONCURRENTLY");
    }

    @Test
    void whatIsNotThereAfterEverythingRanIsNotRecorded() {
        recorded();
        String before = current();
        SyncResult end = Syncs.sync(
                database,
                at(Syncs.full(V2), HolderPromisesTest::isLastDone, () -> database.run("alter table a drop column n")));
        assertEquals(SyncStatus.BLOCKED, end.status(), end.toString());
        assertEquals("TDM-502", end.problems().get(0).code());
        assertEquals(before, current());
        assertEquals("1", database.value("select count(*) from tidemark.schema_version where state = 'blocked'"));
    }

    /** What the run did not touch is not read again; that it moved is seen all the same. */
    @Test
    void whatSomebodyElseDidMeanwhileElsewhereIsNotRecordedEither() {
        String other = "create table b (id bigint primary key, other text);";
        Syncs.sync(database, Syncs.full(V1 + other));
        SyncResult end = Syncs.sync(
                database,
                at(
                        Syncs.full(V2 + other),
                        HolderPromisesTest::isLastDone,
                        () -> database.run("alter table b drop column other")));
        assertEquals(SyncStatus.BLOCKED, end.status(), end.toString());
        assertEquals("TDM-502", end.problems().get(0).code());
        assertTrue(end.reason().contains("other"), end.reason());
    }

    @Test
    void aHolderThatWasReplacedAfterItsLastStatementRecordsNothing() {
        recorded();
        String before = current();
        SyncOptions options = at(Syncs.full(V2), HolderPromisesTest::isLastDone, () -> database.run(STEAL));
        TidemarkException lost = assertThrows(TidemarkException.class, () -> Syncs.sync(database, options));
        assertEquals("TDM-303", lost.code());
        assertEquals(before, current());
        assertEquals("thief", database.value("select holder_name from tidemark.lease"), "nor does it give it back");
    }

    @Test
    void whatAPeerRecordedBetweenTheLookAndTheLeaseIsSeen() {
        recorded();
        String hash = Tidemark.open(database.dataSource(), Syncs.full(V2)).hash();
        SyncResult end = Syncs.sync(
                database,
                at(
                        Syncs.coldStart(V2),
                        SyncEvent.LeaseAcquired.class::isInstance,
                        () -> database.run(
                                "update tidemark.schema_version set state = 'superseded' where state = 'current'",
                                "update tidemark.schema_version set state = 'current', recorded_at = now() where hash"
                                        + " = '" + hash + "'")));
        assertEquals(SyncStatus.SYNCED_BY_PEER, end.status(), end.toString());
        assertEquals(0, end.statements());
    }

    @Test
    void aRenameIsRememberedInTheRecordAlsoWithoutItsHint() {
        Syncs.sync(database, Syncs.full("create table a (id bigint primary key, old text);"));
        Syncs.sync(
                database,
                Syncs.full("create table a (id bigint primary key, new text /* @renamed from=old */);\n"
                        .replace("/* @renamed from=old */);", "-- @renamed from=old\n);")));
        assertEquals("old", database.value("select previous_name from tidemark.object where member = 'new'"));
        Syncs.sync(database, Syncs.full("create table a (id bigint primary key, new text, more int);"));
        assertEquals("old", database.value("select previous_name from tidemark.object where member = 'new'"));
    }

    @Test
    void anOwnerThatMayNothingInTheControlTablesOwnsWhatIsMade() {
        String owner = "owner_" + database.name();
        String deployer = "deployer_" + database.name();
        database.run(
                "create role " + owner,
                "create role " + deployer + " login password 'd' in role " + owner,
                "grant create on database " + database.name() + " to " + deployer,
                "grant all on schema public to " + deployer + ", " + owner);
        try {
            for (String schema : List.of(V1, V2)) {
                SyncResult made = Tidemark.open(
                                database.dataSource(deployer, "d"),
                                Syncs.full(schema).withOwner(owner))
                        .sync();
                assertEquals(SyncStatus.SYNCED, made.status(), made.toString());
            }
            assertEquals(owner, database.value("select relowner::regrole from pg_class where relname = 'a'"));
            assertEquals(
                    deployer,
                    database.value("select relowner::regrole from pg_class where relname = 'schema_version'"));
        } finally {
            database.run(
                    "drop owned by " + owner + ", " + deployer + " cascade",
                    "drop role " + deployer,
                    "drop role " + owner);
        }
    }

    @Test
    void aConcurrentStatementIsNotSentWithoutTheLease() {
        recorded();
        SyncOptions options =
                at(Syncs.full(INDEXED_TWICE), HolderPromisesTest::isSecondConcurrent, () -> database.run(STEAL));
        TidemarkException lost = assertThrows(TidemarkException.class, () -> Syncs.sync(database, options));
        assertEquals("TDM-303", lost.code());
        assertEquals("1", database.value("select count(*) from pg_indexes where indexname like 'a\\_%\\_idx'"));
    }

    @Test
    void aConnectionPastThePoolerStandsOnTheLeaseWhileItWorks() {
        recorded();
        database.run(
                "create sequence named",
                "create function note() returns event_trigger language plpgsql as $$ begin if current_query() ilike"
                    + " '%concurrently%' then perform setval('named', 1 + (select count(*) from tidemark.lease where"
                    + " backends like '%:' || pg_backend_pid() || ':%')); end if; end $$",
                "create event trigger note on ddl_command_start execute function note()");
        try (PgBouncer pooler = PgBouncer.inFrontOf(database, 4)) {
            SyncOptions options = Syncs.full(INDEXED).withDirect(database.dataSource());
            SyncResult end = Tidemark.open(pooler.dataSource(database), options).sync();
            assertEquals(SyncStatus.SYNCED, end.status(), end.toString());
        }
        assertEquals("2", database.value("select last_value from named"), "whoever takes over would not end it");
    }

    @Test
    void aRolesTimeoutsDoNotEndAConcurrentBuildAndALostClientDoes() {
        recorded();
        database.run(
                "create sequence checks",
                "create sequence locks",
                "create function note() returns event_trigger language plpgsql as $$ begin if"
                        + " current_query() ilike '%concurrently%' then perform setval('checks', (select setting from"
                        + " pg_settings where name = 'client_connection_check_interval')::bigint), setval('locks',"
                        + " (select setting from pg_settings where name = 'lock_timeout')::bigint + 1); end if; end $$",
                "create event trigger note on ddl_command_start execute function note()",
                "alter role postgres in database " + database.name() + " set lock_timeout = '4s'");
        assertEquals(
                SyncStatus.SYNCED, Syncs.sync(database, Syncs.full(INDEXED)).status());
        assertEquals("1", database.value("select last_value from locks"), "no lock timeout");
        assertTrue(Integer.parseInt(database.value("select last_value from checks")) >= 1000);
    }

    @Test
    void aStatementThatSomebodyCancelsIsNotHeldAgainstTheVersion() throws Exception {
        recorded();
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Connection writer = database.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("insert into a values (-1)");
            Future<String> end = threads.submit(() -> {
                try {
                    return Syncs.sync(database, Syncs.full(INDEXED)).status().name();
                } catch (TidemarkException e) {
                    return e.code() + " " + e.sqlState() + " " + e.retriable();
                }
            });
            String waiting = "select pid from pg_stat_activity where datname = current_database() and query like"
                    + " 'CREATE INDEX CONCURRENTLY%' and wait_event_type = 'Lock'";
            while (database.rows(waiting).isEmpty()) {
                Thread.sleep(20);
            }
            database.value("select pg_cancel_backend((" + waiting + "))");
            assertEquals("TDM-501 57014 true", end.get());
            writer.rollback();
        }
        assertEquals(
                "0",
                database.value("select count(*) from tidemark.schema_version where state = 'blocked' or attempts > 0"));
    }

    @Test
    void theFenceReadsWhatIsCommittedWhateverTheRolePrefers() throws Exception {
        recorded();
        database.run("alter role postgres in database " + database.name()
                + " set default_transaction_isolation = 'repeatable read'");
        try (ExecutorService threads = Executors.newSingleThreadExecutor();
                Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select * from a");
            Future<SyncResult> end = threads.submit(() -> Syncs.sync(
                    database,
                    Syncs.full(V2).withLeaseTtl(Duration.ofSeconds(15)).withLockTimeout(Duration.ofMinutes(1))));
            while (database.rows("select 1 from pg_locks where not granted and relation = 'a'::regclass")
                    .isEmpty()) {
                Thread.sleep(20);
            }
            String renewed = database.value("select renewed_at from tidemark.lease");
            while (database.value("select renewed_at from tidemark.lease").equals(renewed)) {
                Thread.sleep(50);
            }
            reader.rollback();
            SyncResult result = end.get();
            assertEquals(SyncStatus.SYNCED, result.status(), result.toString());
        }
    }

    @Test
    void anExplicitSyncOfWhatIsRecordedAnnouncesItsGeneration() {
        Syncs.sync(database, Syncs.full(V1).withLineage("x").withGeneration(1L));
        SyncResult again = Syncs.sync(database, Syncs.full(V1).withLineage("x").withGeneration(5L));
        assertEquals(SyncStatus.UP_TO_DATE, again.status());
        assertEquals("5", database.value("select generation from tidemark.schema_version where state = 'current'"));
    }

    @Test
    void theDriversPrepareThresholdIsPutBack() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.url());
        config.setMaximumPoolSize(2);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            assertEquals(
                    SyncStatus.SYNCED,
                    Tidemark.open(pool, Syncs.coldStart(V1)).sync().status());
            try (Connection one = pool.getConnection();
                    Connection two = pool.getConnection()) {
                assertEquals(5, one.unwrap(PGConnection.class).getPrepareThreshold());
                assertEquals(5, two.unwrap(PGConnection.class).getPrepareThreshold());
            }
        }
    }
}
