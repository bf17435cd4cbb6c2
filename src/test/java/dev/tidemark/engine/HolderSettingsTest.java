package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More promises of whoever holds the lease: what it records of what was refused, and how its transactions are bounded. */
final class HolderSettingsTest {
    private static final String V1 = "create table a (id bigint primary key, code text);";
    private static final String UNIQUE = "create table a (id bigint primary key, code text unique);";
    private static final int TABLES = 300;
    private static final int RELATIONS_EACH = 2;
    private static final int MOST_RELATIONS = 500;

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    private String state(String schema) {
        String hash = dev.tidemark.Tidemark.open(database.dataSource(), Syncs.full(schema))
                .hash();
        return database.value("select coalesce((select state || '|' || (retry_after > clock_timestamp()) from"
                + " tidemark.schema_version where hash = '" + hash + "'), 'not recorded')");
    }

    @Test
    void aDeclarationThatCannotBeLoadedIsRecordedAsBlocked() {
        Syncs.sync(database, Syncs.full(V1));
        String broken = V1 + " create view v as select nowhere(id) as x from a;";
        TidemarkException refused =
                assertThrows(TidemarkException.class, () -> Syncs.sync(database, Syncs.coldStart(broken)));
        assertTrue(!refused.retriable(), refused.getMessage());
        assertEquals("blocked|true", state(broken));
        assertEquals(
                SyncStatus.BLOCKED_BY_PEER,
                Syncs.sync(database, Syncs.coldStart(broken)).status());
    }

    @Test
    void aStatementThatPostgresRefusesIsRecordedAsBlocked() {
        Syncs.sync(database, Syncs.full(V1));
        AtomicBoolean done = new AtomicBoolean();
        SyncOptions options = Syncs.full(UNIQUE).withListener(event -> {
            if (event instanceof SyncEvent.Planned && done.compareAndSet(false, true)) {
                database.run("insert into a values (1, 'same'), (2, 'same')");
            }
        });
        SyncResult result = Syncs.sync(database, options);
        assertEquals(SyncStatus.BLOCKED, result.status(), result.toString());
        assertEquals("23505", result.problems().get(0).sqlState(), result.toString());
        assertEquals("blocked|true", state(UNIQUE));
    }

    @Test
    void aTransactionOfTheHolderEndsWithItsLeaseAndItsBudget() {
        Syncs.sync(database, Syncs.full(V1));
        database.run(
                "create sequence idle",
                "create sequence took",
                "create function note() returns event_trigger language plpgsql as $$ begin if"
                        + " current_setting('application_name') like 'tidemark:shop:%' then perform setval('idle',"
                        + " (select setting from pg_settings where name ="
                        + " 'idle_in_transaction_session_timeout')::bigint + 1), setval('took', (select setting from"
                        + " pg_settings where name = 'statement_timeout')::bigint + 1); end if; end $$",
                "create event trigger note on ddl_command_start execute function note()");
        SyncOptions options = Syncs.full(V1 + " create table b (id bigint);").withLeaseTtl(Duration.ofSeconds(7));
        assertEquals(SyncStatus.SYNCED, Syncs.sync(database, options).status());
        assertEquals("7001", database.value("select last_value from idle"), "the lease's TTL");
        long took = Long.parseLong(database.value("select last_value from took"));
        assertTrue(took > 1 && took <= options.budget().plusSeconds(5).toMillis(), took + " ms");
    }

    @Test
    void aPlanOfManyTablesIsSeveralTransactions() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < TABLES; i++) {
            many.append("create table t").append(i).append(" (id bigint primary key);\n");
        }
        Plan plan = Syncs.plan(database, Syncs.full(many.toString()));
        assertTrue(plan.batches().size() > 1, plan.batches().size() + " batch");
        for (Plan.Batch batch : plan.batches()) {
            long made = batch.statements().stream()
                    .filter(s -> s.sql().startsWith("CREATE TABLE"))
                    .count();
            assertTrue(made * RELATIONS_EACH <= MOST_RELATIONS, made + " tables in one transaction");
        }
    }
}
