package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A first sync into nothing has no shadow: it makes what is declared, reads it back, and records it. */
final class FirstSyncForRealTest {
    private static final String SMALL = """
        create schema shop;
        create table shop.items (id serial primary key, name text not null);
        create view shop.names as select name from shop.items;
        """;

    private static final String OURS = "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace"
            + " where relkind = 'r' and nspname = 'shop'";

    /** More relations than one transaction may make. */
    private static final int MANY = 105;

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    /** Stands for a kill: nothing of the run after this is sent. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private void killed(String schema, Predicate<SyncEvent> when) {
        SyncOptions options = Syncs.full(schema).withListener(event -> {
            if (when.test(event)) {
                throw new Killed();
            }
        });
        assertThrows(Killed.class, () -> Syncs.sync(database, options));
    }

    @Test
    void thereIsNoShadowAndOneTransactionMakesAndRecords() {
        killed(SMALL, event -> event instanceof SyncEvent.StatementStarted at && at.number() == 2);
        assertEquals("0", database.value("select count(*) from pg_namespace where nspname = 'shop'"));
        assertEquals("0", database.value("select count(*) from tidemark.object"));
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            SyncResult result =
                    Tidemark.open(proxy.dataSource(), Syncs.full(SMALL)).sync();
            assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
            assertEquals(3, result.statements());
            assertTrue(
                    proxy.reset().statements().stream().noneMatch(s -> s.matches("(?s).*create schema \"?tm_.*")),
                    "there is a shadow");
        }
        assertEquals(
                "1",
                database.value("select count(distinct r) from (select xmin::text r from tidemark.object union"
                        + " select xmin::text from pg_class where oid = 'shop.items'::regclass) t"));
        assertInStep(SMALL);
    }

    @Test
    void whatSomebodyElseMakesMeanwhileIsNotTakenForDeclared() {
        List<String> heard = new ArrayList<>();
        SyncOptions options = Syncs.full(
                        SMALL.replace("create schema shop;", "").replace("shop.", "public."))
                .withListener(event -> {
                    if (event instanceof SyncEvent.Planned && heard.isEmpty()) {
                        database.run("create table public.theirs (id int)");
                        heard.add("planned");
                    }
                });
        SyncResult result = Syncs.sync(database, options);
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertEquals("0", database.value("select count(*) from tidemark.object where name = 'theirs'"));
        assertEquals("1", database.value("select count(*) from pg_class where relname = 'theirs'"));
    }

    @Test
    void aStatementThatFailsIsNamedWithItsPlaceAndLeavesNothing() {
        TidemarkException e = assertThrows(
                TidemarkException.class,
                () -> Syncs.sync(database, Syncs.full(SMALL + "create view shop.bad as select nam from shop.items;")));
        assertEquals("TDM-103", e.code());
        assertEquals("schema.sql:4:32", e.problems().get(0).place());
        assertEquals("0", database.value("select count(*) from pg_namespace where nspname = 'shop'"));
    }

    @Test
    void aKeyToWhatIsNotDeclaredIsRefusedAsEver() {
        database.run("create schema other", "create table other.t (id int primary key)");
        String schema = SMALL + "create table shop.hangs (id int references other.t);";
        TidemarkException e = assertThrows(TidemarkException.class, () -> Syncs.sync(database, Syncs.full(schema)));
        assertEquals("TDM-104", e.code());
        assertEquals("0", database.value("select count(*) from pg_namespace where nspname = 'shop'"));
    }

    @Test
    void manyTablesAreMadeInSeveralTransactionsAndAKilledRunIsFinished() {
        killed(many(""), event -> event instanceof SyncEvent.StatementDone);
        int made = Integer.parseInt(database.value(OURS));
        assertTrue(made > 10 && made < MANY, made + " tables");
        assertEquals("0", database.value("select count(*) from tidemark.object"));
        SyncResult result = Syncs.sync(database, Syncs.full(many("")));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertEquals(String.valueOf(MANY), database.value(OURS));
        assertInStep(many(""));
    }

    @Test
    void ofManyTablesWhatSomebodyElseChangesBetweenTwoTransactionsIsSeen() {
        List<String> heard = new ArrayList<>();
        SyncResult result = Syncs.sync(database, Syncs.full(many("")).withListener(event -> {
            if (event instanceof SyncEvent.StatementDone && heard.isEmpty()) {
                database.run("alter table shop.t1 alter column name type varchar(7)");
                heard.add("done");
            }
        }));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertEquals(
                "text",
                database.value("select format_type(atttypid, atttypmod) from pg_attribute where attname = 'name'"
                        + " and attrelid = 'shop.t1'::regclass"));
        assertInStep(many(""));
    }

    @Test
    void ofManyTablesAStatementThatFailsIsNamedAndWhatIsCommittedIsTakenUp() {
        TidemarkException e = assertThrows(
                TidemarkException.class,
                () -> Syncs.sync(database, Syncs.full(many("create table shop.bad (id nosuchtype);"))));
        assertEquals("TDM-103", e.code());
        assertTrue(String.valueOf(e.problems().get(0).place()).startsWith("schema.sql:"), e.toString());
        SyncResult result = Syncs.sync(database, Syncs.full(many("")));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertInStep(many(""));
    }

    private void assertInStep(String schema) {
        Plan byRecord = Syncs.plan(database, Syncs.full(schema));
        Plan full = Syncs.plan(database, Syncs.full(schema).withForce(true));
        assertEquals(
                Map.of("by the record", List.of(), "full", List.of()),
                Map.of("by the record", byRecord.changes(), "full", full.changes()));
        assertEquals(byRecord.notes(), full.notes());
    }

    private static String many(String more) {
        StringBuilder sql = new StringBuilder("create schema shop;\n");
        for (int i = 1; i <= MANY; i++) {
            String key = i > 1 ? " references shop.t" + (i - 1) : "";
            sql.append("create table shop.t" + i + " (id int primary key, name text unique, other int" + key + ");\n");
        }
        return sql + more;
    }
}
