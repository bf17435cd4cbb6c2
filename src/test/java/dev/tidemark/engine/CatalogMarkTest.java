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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
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

    /** What the last look read is kept for as long as the catalogs stay as they are. */
    @Test
    void aChangedDeclarationIsComparedWithWhatIsKept() {
        sync(Syncs.full(SCHEMA));
        SyncOptions more = Syncs.full(SCHEMA.replace("name text", "name text, more int"));
        assertReads(false, more);
        database.run("insert into shop.t (name) values ('a')", "vacuum full shop.t", "analyze shop.t");
        Plan plan = assertReads(false, more);
        OptionalLong rows = plan.entries().stream()
                .filter(e -> e.object().name().equals("t"))
                .findFirst()
                .orElseThrow()
                .rows();
        assertEquals(OptionalLong.of(1), rows, "sizes are not kept");
        assertReads(true, more.withForce(true));
        database.run("create table shop.by_hand (id int)");
        assertReads(true, more);
        sync(more);
        assertReads(false, Syncs.full(SCHEMA.replace("name text", "name text, more int, most int")));
        assertReads(true, Syncs.full(SCHEMA + "create schema second; create table second.t (id int);"));
    }

    /** Of many tables, the size is asked for only where something changes. */
    @Test
    void manyTablesHaveNoSizesButThoseThatChange() {
        StringBuilder many = new StringBuilder(SCHEMA);
        for (int i = 0; i < 201; i++) {
            many.append("create table shop.m").append(i).append(" ();\n");
        }
        database.run("create schema shop", "create table shop.t (id bigserial primary key, name text)");
        database.run("insert into shop.t (name) values ('a')");
        sync(Syncs.full(many.toString()));
        Plan plan = assertReads(false, Syncs.full(many.toString().replace("name text", "name text, more int")));
        assertEquals(
                List.of("t"),
                plan.entries().stream()
                        .filter(e -> e.bytes().isPresent())
                        .map(e -> e.object().name())
                        .toList());
    }

    @Test
    void whatSomebodyElseChangedIsReadAgainUnderTheLease() {
        sync(Syncs.full(SCHEMA));
        database.run("alter table shop.t add column more int");
        sync(Syncs.full(SCHEMA.replace("name text", "name text, more int")));
        assertEquals(
                "1", database.value("select count(*) from pg_attribute where attname = 'more' and not attisdropped"));
    }

    /** What the plan saw before it, and a look at what was touched, suffice. */
    @Test
    void aSyncAfterItsPlanReadsNothingButWhatItTouched() {
        sync(Syncs.full(SCHEMA));
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            Tidemark tidemark =
                    Tidemark.open(proxy.dataSource(), Syncs.full(SCHEMA.replace("name text", "name text, more int")));
            tidemark.plan();
            proxy.reset();
            assertEquals(SyncStatus.SYNCED, tidemark.sync().status());
            List<String> looks = proxy.reset().statements().stream()
                    .filter(s -> s.contains("k.contype,\n    pg_get_constraintdef"))
                    .toList();
            assertEquals(1, looks.size());
            assertTrue(looks.get(0).contains("scope_relation"));
        }
        assertMarked(Syncs.full(SCHEMA.replace("name text", "name text, more int")));
    }

    /** Whether a plan reads the live catalog, and that it is the same as one that does. */
    private Plan assertReads(boolean reads, SyncOptions options) {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            Plan plan = Tidemark.open(proxy.dataSource(), options).plan();
            assertEquals(
                    reads,
                    proxy.reset().statements().stream()
                            .anyMatch(s -> s.contains("pg_get_constraintdef") && s.contains("'shop'")));
            Plan full = Tidemark.open(database.dataSource(), options.withForce(true))
                    .plan();
            assertEquals(full.toString(), plan.toString());
            assertEquals(full.fingerprint(), plan.fingerprint());
            return plan;
        }
    }

    @Test
    void secretsAreNotKept() {
        database.run("create extension postgres_fdw", "create server far foreign data wrapper postgres_fdw");
        database.run("create user mapping for current_user server far options (user 'u', password 'Hidden')");
        sync(Syncs.full(SCHEMA));
        String kept = database.value("select fingerprint from tidemark.object where kind = 'CATALOG_ROWS'");
        String rows = unpacked(kept);
        assertTrue(rows.contains("mood") && !rows.contains("Hidden"), rows);
    }

    @Test
    void damagedRowsAreReadAgain() {
        sync(Syncs.full(SCHEMA));
        SyncOptions changed = Syncs.full(SCHEMA.replace("name text", "name text, more int"));
        assertReads(false, changed);
        for (String damage : List.of("'x'", "left(fingerprint, 200)", "overlay(fingerprint placing 'AAAA' from 120)")) {
            database.run("update tidemark.object set fingerprint = " + damage + " where kind = 'CATALOG_ROWS'");
            assertReads(true, changed);
        }
    }

    private static String unpacked(String kept) {
        byte[] packed = Base64.getDecoder().decode(kept);
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
            return traffic.statements().stream().noneMatch(s -> s.contains("c.reltuples"));
        }
    }
}
