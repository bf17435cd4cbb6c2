package dev.tidemark.engine;

import static dev.tidemark.engine.Syncs.full;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.PgDump;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Views that go for a moment come back with all they had. */
final class ViewsMadeAnewTest extends Upgrades {
    @Test
    void rightsAndOwnersOfViewsThatAreMadeAnewComeBack() {
        String reader = "reader_" + database.name();
        String keeper = "keeper_" + database.name();
        database.run("create role " + reader, "create role " + keeper);
        try {
            String v1 = "create table a (id int primary key, x int); create view v as select id, x from a;"
                    + " create materialized view m as select x from v;";
            apply(full(v1));
            database.run(
                    "grant select on v to " + reader + " with grant option",
                    "grant select (x) on v to " + keeper,
                    "grant update on v to public",
                    "grant select on m to " + reader,
                    "alter view v owner to " + keeper,
                    "alter materialized view m owner to " + keeper,
                    "grant select on a to " + keeper,
                    "create view foreign_one as select x from a",
                    "grant select on foreign_one to " + reader);
            List<String> rights = rights();
            apply(full(v1.replace("x int", "x bigint")));
            assertEquals(rights, rights());
        } finally {
            database.run(
                    "drop owned by " + reader + ", " + keeper + " cascade",
                    "drop role " + reader,
                    "drop role " + keeper);
        }
    }

    private List<String> rights() {
        return database.rows(
                "select c.relname, pg_get_userbyid(c.relowner), r.rolname, x.privilege_type, x.is_grantable from"
                    + " pg_class c, aclexplode(c.relacl) x left join pg_roles r on r.oid = x.grantee where c.relkind"
                    + " in ('v', 'm') and c.relnamespace = 'public'::regnamespace union all select c.relname,"
                    + " a.attname, x.grantee::regrole::text, x.privilege_type, x.is_grantable from pg_class c join"
                    + " pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x where c.relkind in ('v', 'm') and"
                    + " c.relnamespace = 'public'::regnamespace order by 1, 2, 3, 4");
    }

    @Test
    void viewsOnViewsOnMaterializedViewsComeBackWithAllTheyHave() {
        String rest = """
            create view v1 with (security_barrier = true) as select id, x from a;
            comment on view v1 is 'first';
            comment on column v1.x is 'the x';
            create materialized view m as select id, x from v1;
            create unique index m_id on m (id);
            comment on index m_id is 'key of m';
            comment on materialized view m is 'filled';
            create view v2 as select * from m;
            create view v3 as select * from a where x > 0 with local check option;
            create view v4 as select id, x from v3 with cascaded check option;
            create view v5 as select id, x from v2;
            alter view v5 alter column x set default 4;
            create function f() returns trigger language plpgsql as $$begin return new; end$$;
            create trigger v5_t instead of insert on v5 for each row execute function f();
            comment on trigger v5_t on v5 is 'does nothing';
            create rule v5_r as on delete to v5 do instead nothing;
            create recursive view r (n) as select 1 union all select n + 1 from r where n < (select max(x) from v2);
            """;
        upgrade(
                "create table a (id int primary key, x int);" + rest,
                "insert into a values (1, 5)",
                "create table a (id int primary key, x bigint, extra text);" + rest);
        assertEquals("1|5", database.value("select * from m"));
        assertEquals(
                "id,x,extra",
                database.value("select string_agg(column_name, ',' order by ordinal_position)"
                        + " from information_schema.columns where table_name = 'v3'"));
    }

    @Test
    void undeclaredViewsAndThoseOnThemComeBack() {
        String v1 = "create table a (id int primary key, x int);";
        apply(full(v1));
        database.run(
                "insert into a values (1, 5)",
                "create view w as select * from a where x > 0 with local check option",
                "create materialized view wm as select * from w with no data",
                "create unique index wm_id on wm (id)",
                "comment on index wm_id is 'kept'",
                "create view w2 as select id from wm",
                "alter view w alter column x set default 7",
                "create function f() returns trigger language plpgsql as $$begin return new; end$$",
                "create trigger w_t instead of insert on w for each row execute function f()",
                "create rule w2_r as on update to w2 do instead nothing");
        String before = PgDump.schemaOnly(database).replace("x integer", "x bigint");
        apply(full("create table a (id int primary key, x bigint);"));
        assertEquals(before, PgDump.schemaOnly(database));
        assertEquals("1", database.value("select count(*) from w"));
        assertEquals("kept", database.value("select obj_description('wm_id'::regclass, 'pg_class')"));
        assertEquals("f", database.value("select relispopulated from pg_class where relname = 'wm'"));
        assertTrue(database.value(
                        "select pg_get_viewdef('w') || array_to_string(reloptions, ',') from pg_class where relname ="
                                + " 'w'")
                .contains("check_option=local"));
    }

    @Test
    void aViewOfAllColumnsGrowsWithItsTable() {
        upgrade(
                "create table a (id int primary key); create view v as select * from a;",
                "insert into a values (1)",
                "create table a (id int primary key, x int default 3); create view v as select * from a;");
        assertEquals("1|3", database.value("select * from v"));
    }
}
