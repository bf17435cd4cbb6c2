package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Mode;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A table that becomes partitioned, or stops being, is made again with its rows once somebody has allowed it. */
final class RecreatedTablesTest {
    private static final String NUMBER = Long.toString(System.nanoTime(), 36);
    private static final String READER = "\"reader \"\"$$" + NUMBER + "\"";
    private static final String OWNER = "\"Owner of " + NUMBER + "\"";

    private static final String PLAIN = """
        create table orders (id bigint generated always as identity, day date not null, note text,
            constraint orders_pkey primary key (id, day));
        create view late as select id from orders where day > '2024-06-01';
        """;

    private static final String BY_DAY = """
        create table orders (id bigint generated always as identity, day date not null, note text,
            constraint orders_pkey primary key (id, day)) partition by range (day);
        create table orders_2024 partition of orders for values from ('2024-01-01') to ('2025-01-01');
        create view late as select id from orders where day > '2024-06-01';
        """;

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void gone() {
        database.run("drop owned by " + READER + ", " + OWNER + " cascade", "drop role " + READER + ", " + OWNER);
        database.close();
    }

    private void began(String schema) {
        database.run("create role " + READER, "create role " + OWNER);
        synced(Syncs.full(schema));
    }

    private void synced(SyncOptions options) {
        SyncResult result = Syncs.sync(database, options);
        assertEquals(SyncStatus.SYNCED, result.status(), result.toString());
        assertTrue(Syncs.plan(database, options).isEmpty());
    }

    private Problem blocked(SyncOptions options) {
        SyncResult result = Syncs.sync(database, options);
        assertEquals(SyncStatus.BLOCKED, result.status(), result.toString());
        assertEquals("0", database.value("select count(*) from pg_namespace where nspname ~ '^tidemark_old'"));
        return result.problems().get(0);
    }

    @Test
    void whatNobodyDeclaresComesBackToo() {
        began(PLAIN);
        database.run(
                "insert into orders (day, note) select '2024-05-30'::date + n, n from generate_series(1, 9) n",
                "delete from orders where id > 7",
                "alter table orders owner to " + OWNER,
                "grant select, update (note) on orders to " + READER + " with grant option",
                "grant usage on sequence orders_id_seq to " + READER,
                "grant select on late to " + READER,
                "create view foreign_one as select * from late",
                "create function seen() returns trigger language plpgsql as 'begin raise exception ''no''; end'",
                "create trigger seen before insert on orders for each row execute function seen()",
                "alter table orders disable trigger seen");
        String who = """
            select string_agg(x, E'\\n' order by x) from (
                select concat_ws(' ', c.relname, c.relowner::regrole, array(select concat(a.grantee::regrole, a.privilege_type,
                    a.is_grantable) from aclexplode(c.relacl) a order by 1)) from pg_class c
                where relname in ('orders', 'late', 'foreign_one')
                union all select attname || attacl::text from pg_attribute
                where attrelid = 'orders'::regclass and attacl is not null) y (x)
            """;
        String before = database.value(who);

        synced(Syncs.full(BY_DAY));

        assertEquals(before, database.value(who));
        assertEquals("p", database.value("select relkind::text from pg_class where oid = 'orders'::regclass"));
        assertEquals("7", database.value("select count(*) from orders_2024"));
        assertEquals(
                "6|7", database.value("select string_agg(id::text, '|' order by id) from foreign_one where id > 5"));
        assertEquals("9", database.value("select last_value from orders_id_seq"));
        assertEquals(
                "D",
                database.value("select tgenabled::text from pg_trigger where tgrelid = 'orders'::regclass and not"
                        + " tgisinternal"));

        synced(Syncs.full(PLAIN));

        assertEquals(before, database.value(who));
        assertEquals("7", database.value("select count(*) from orders"));
        assertEquals("10", database.value("insert into orders (day) values ('2020-01-01') returning id"));
    }

    @Test
    void somebodyHasToAllowIt() {
        began(PLAIN);
        synced(Syncs.coldStart(BY_DAY));
        synced(Syncs.safe(PLAIN));
        database.run("insert into orders (day) values ('2024-02-03')");
        String other = BY_DAY.replace("orders_2024", "orders_then");
        for (SyncOptions unasked : List.of(
                Syncs.coldStart(other), Syncs.safe(other), Syncs.safe(other).withMode(Mode.AUTO))) {
            Problem problem = blocked(unasked);
            assertEquals("TDM-224", problem.code());
            assertTrue(problem.waysOut().get(0).text().contains("--rewrite orders"), problem::toString);
        }
        synced(Syncs.safe(other).withRewrites(Set.of("orders")));
        assertEquals("1", database.value("select count(*) from orders_then"));
    }

    @Test
    void rowsAreLookedAtFirst() {
        began(PLAIN);
        database.run("insert into orders (day, note) values ('2024-02-03', 'a'), ('2025-02-03', 'a')");
        Problem homeless = blocked(Syncs.full(BY_DAY));
        assertEquals("TDM-213", homeless.code());
        assertTrue(homeless.message().contains("1 row fits no partition"), homeless::toString);
        String by = BY_DAY + "create table orders_other partition of orders default;";
        String byNote = """
            create table orders (id bigint generated always as identity, day date not null, note text,
                constraint orders_pkey primary key (note)) partition by list (note);
            create table orders_a partition of orders for values in ('a');
            create view late as select id from orders where day > '2024-06-01';
            """;
        assertEquals("TDM-211", blocked(Syncs.full(byNote)).code());
        assertEquals(
                "TDM-224", blocked(Syncs.full(by.replace(", note text", ""))).code());
        database.run("create index by_hand on orders (note)");
        Problem byHand = blocked(Syncs.full(by));
        assertEquals("TDM-224", byHand.code());
        assertFalse(byHand.waysOut().get(0).text().contains("--rewrite"));
        database.run("drop index by_hand");
        synced(Syncs.full(by));
        assertEquals("1", database.value("select count(*) from orders_other"));
    }
}
