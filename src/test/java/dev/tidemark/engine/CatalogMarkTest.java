package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where neither the catalogs nor the record have been changed since nothing was left to do, one statement says so. */
final class CatalogMarkTest {
    private static final String SCHEMA = """
        create schema shop;
        create type shop.mood as enum ('ok', 'meh');
        create table shop.t (id bigserial primary key, feel shop.mood, name text);
        create index on shop.t (name);
        create view shop.v as select id, feel from shop.t;
        create function shop.f(a int) returns int language sql as 'select a';
        """;

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void nothingToDoIsOneStatementAfterAFirstSyncAndAfterAChange() {
        sync(Syncs.full(SCHEMA));
        assertMarked(Syncs.full(SCHEMA));
        String changed = SCHEMA.replace("name text", "name text, more int");
        sync(Syncs.full(changed));
        assertMarked(Syncs.full(changed));
        assertFalse(isMarked(Syncs.full(SCHEMA)), "the older declaration");
    }

    @Test
    void theSameAfterGrantsToRuntimeRoles() {
        SyncOptions options = Syncs.full(SCHEMA).withRuntimeRoles(List.of("pg_monitor"));
        sync(options);
        assertMarked(options);
        assertFalse(isMarked(Syncs.full(SCHEMA)), "other roles");
    }

    @Test
    void whateverIsChangedByHandIsSeen() {
        sync(Syncs.full(SCHEMA));
        for (String change : List.of(
                "alter table shop.t add column stray int",
                "alter table shop.t drop column stray",
                "comment on column shop.t.name is 'x'",
                "update tidemark.object set fingerprint = 'f1:0' where kind = 'VIEW'")) {
            database.run(change);
            assertFalse(isMarked(Syncs.full(SCHEMA)), change);
        }
        sync(Syncs.full(SCHEMA).withForce(true));
        assertMarked(Syncs.full(SCHEMA));
        database.run("insert into shop.t (name) values ('a')", "truncate shop.t", "vacuum full shop.t", "analyze");
        assertMarked(Syncs.full(SCHEMA));
    }

    @Test
    void whatIsWithheldOrDecidedByRowsIsNotMarked() {
        sync(Syncs.full(SCHEMA));
        database.run("insert into shop.t (name) values ('a')");
        String less = SCHEMA.replace(", name text", "").replace("create index on shop.t (name);", "");
        sync(Syncs.safe(less));
        assertFalse(isMarked(Syncs.safe(less)));
        String rows = SCHEMA + "create table shop.look (id int primary key, name text);\n-- @rows insert by id\n"
                + "insert into shop.look (id, name) values (1, 'one');";
        sync(Syncs.full(rows));
        assertFalse(isMarked(Syncs.full(rows)));
    }

    @Test
    void anApprovedPlanOfNothingStillRuns() {
        sync(Syncs.full(SCHEMA));
        Tidemark tidemark = Tidemark.open(database.dataSource(), Syncs.full(SCHEMA));
        Plan nothing = tidemark.plan();
        assertFalse(nothing.fingerprint().isEmpty());
        Plan full = tidemark.with(Syncs.full(SCHEMA).withForce(true)).plan();
        assertEquals(full.fingerprint(), nothing.fingerprint());
    }

    private void sync(SyncOptions options) {
        SyncStatus status = Syncs.sync(database, options).status();
        assertEquals(SyncStatus.SYNCED, status);
    }

    private void assertMarked(SyncOptions options) {
        assertTrue(isMarked(options));
        Plan plan = Tidemark.open(database.dataSource(), options).plan();
        Plan full =
                Tidemark.open(database.dataSource(), options.withForce(true)).plan();
        assertTrue(plan.isEmpty() && full.isEmpty(), plan + "\n" + full);
        assertEquals(
                full.entries().stream().map(Plan.Entry::object).toList(),
                plan.entries().stream().map(Plan.Entry::object).toList());
    }

    /** Whether a plan asks only for the mark. */
    private boolean isMarked(SyncOptions options) {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            Tidemark.open(proxy.dataSource(), options).plan();
            MessageProxy.Traffic traffic = proxy.reset();
            return traffic.statements().stream().noneMatch(s -> s.contains("pg_get_constraintdef"));
        }
    }
}
