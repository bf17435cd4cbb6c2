package dev.tidemark.engine;

import static dev.tidemark.engine.Syncs.full;
import static dev.tidemark.engine.Syncs.plan;
import static dev.tidemark.engine.Syncs.safe;
import static dev.tidemark.engine.Syncs.sync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Upgrades whose parts hang on each other: each ends where a fresh database begins, or is refused before anything ran. */
final class GapsTest {
    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void whatBelongsToSomebodyElseBlocksThePlanBeforeAnythingRan() {
        String deployer = "deployer_" + database.name();
        String other = "other_" + database.name();
        String v1 = "create schema s; create table s.mine (id int primary key); create table s.theirs (id int primary"
                + " key); create type s.kind as enum ('a'); create table s.idle (id int); create view s.v as"
                + " select id from s.theirs;";
        String v2 = v1.replace("mine (id int primary key)", "mine (id int primary key, x int)")
                .replace("theirs (id int primary key)", "theirs (id int primary key, x int)");
        database.run("create role " + deployer + " login password 'x'", "create role " + other);
        try {
            apply(full(v1));
            database.run(
                    "grant create on database " + database.name() + " to " + deployer,
                    "alter schema tidemark owner to " + deployer,
                    "do $$declare t text; begin for t in select tablename from pg_tables where schemaname = 'tidemark'"
                            + " loop execute format('alter table tidemark.%I owner to " + deployer
                            + "', t); end loop; end$$",
                    "alter schema s owner to " + deployer,
                    "alter table s.mine owner to " + deployer,
                    "alter table s.theirs owner to " + other,
                    "alter table s.idle owner to " + other);
            SyncResult blocked = syncAs(deployer, full(v2));
            assertEquals(SyncStatus.BLOCKED, blocked.status(), blocked.toString());
            assertEquals(1, blocked.problems().size(), blocked.problems().toString());
            assertEquals("TDM-215", blocked.problems().get(0).code());
            String said = blocked.problems().get(0).headline()
                    + blocked.problems().get(0).waysOut();
            assertTrue(said.contains("s.theirs: belongs to role " + other), said);
            assertTrue(said.contains("ALTER TABLE s.theirs OWNER TO " + deployer), said);
            assertEquals(
                    "0", database.value("select count(*) from pg_attribute where attname = 'x' and attrelid > 16384"));
            SyncResult asOther = syncAs(deployer, full(v2).withOwner(other));
            assertEquals("TDM-404", asOther.problems().get(0).code(), asOther.toString());
            database.run("grant " + other + " to " + deployer);
            assertEquals(SyncStatus.SYNCED, syncAs(deployer, full(v2)).status());
        } finally {
            database.run(
                    "drop owned by " + deployer + ", " + other + " cascade",
                    "drop role " + deployer,
                    "drop role " + other);
        }
    }

    @Test
    void aSchemaThatIsClosedToTheRoleIsNamedWithTheGrant() {
        String deployer = "deployer_" + database.name();
        database.run(
                "create role " + deployer + " login password 'x'", "create schema s", "create table s.old (id int)");
        try {
            database.run(
                    "grant create on database " + database.name() + " to " + deployer,
                    "grant usage on schema s to " + deployer);
            String v1 = "create schema s; create table s.old (id int); create table s.fresh (id int);";
            SyncResult blocked = syncAs(deployer, full(v1));
            assertEquals(SyncStatus.BLOCKED, blocked.status(), blocked.toString());
            assertEquals("TDM-404", blocked.problems().get(0).code());
            String said = blocked.problems().get(0).waysOut().toString();
            assertTrue(said.contains("GRANT CREATE ON SCHEMA s TO " + deployer), said);
            database.run("grant create on schema s to " + deployer);
            assertEquals(SyncStatus.SYNCED, syncAs(deployer, full(v1)).status());
        } finally {
            database.run("drop owned by " + deployer + " cascade", "drop role " + deployer);
        }
    }

    private SyncResult syncAs(String role, dev.tidemark.SyncOptions options) {
        return dev.tidemark.Tidemark.open(database.dataSource(role, "x"), options)
                .sync();
    }

    @Test
    void sequencesFollowTheNamesOfTheirTablesAndColumns() {
        upgrade(
                "create table a (id serial primary key, n int generated by default as identity);",
                "insert into a default values",
                """
                -- @renamed from=a
                create table b (
                  ident serial primary key, -- @renamed from=id
                  num int generated by default as identity -- @renamed from=n
                );
                """);
        assertEquals("1|1", database.value("select * from b"));
        database.run("insert into b default values");
        assertEquals("2", database.value("select max(num) from b"));
    }

    @Test
    void aColumnThatAGeneratedOneReadsChangesItsType() {
        upgrade(
                "create table a (id int primary key, x int, y int generated always as (x * 2) stored, constraint"
                        + " y_even check (y % 2 = 0)); create index a_y on a (y); comment on column a.y is 'twice';",
                "insert into a values (1, 21)",
                "create table a (id int primary key, x bigint, y int generated always as (x * 2) stored, constraint"
                        + " y_even check (y % 2 = 0)); create index a_y on a (y); comment on column a.y is 'twice';");
        assertEquals("1|21|42", database.value("select id, x, y from a"));
    }

    @Test
    void aColumnThatAGeneratedOneReadsChangesItsTypeAndTheExpressionToo() {
        upgrade(
                "create table a (id int primary key, x int, y int generated always as (x * 2) stored);"
                        + " create view v as select y from a;",
                "insert into a values (1, 21)",
                "create table a (id int primary key, x text, y int generated always as (length(x)) stored);"
                        + " create view v as select y from a;");
        assertEquals("1|21|2", database.value("select id, x, y from a"));
    }

    @Test
    void generatedColumnsFollowAnEnumThatIsMadeAnew() {
        String rest = "create table a (id int primary key, k kind not null default 'one',"
                + " is_one boolean generated always as (k = 'one') stored,"
                + " copy kind generated always as (case when id > 0 then k end) stored);"
                + " create view v as select is_one, copy from a; create index a_copy on a (copy);";
        upgrade(
                "create type kind as enum ('one', 'gone', 'two'); " + rest,
                "insert into a values (1)",
                "create type kind as enum ('two', 'one'); " + rest);
        assertEquals("1|one|t|one", database.value("select id, k, is_one, copy from a"));
    }

    @Test
    void anEnumWhoseColumnAPolicyReadsStaysAndThePlanNamesThePolicy() {
        String rest = "create table a (id int primary key, k kind); alter table a enable row level security;"
                + " create policy mine on a using (k is not null);";
        blocked(
                "create type kind as enum ('one', 'gone'); " + rest,
                "create type kind as enum ('one'); " + rest,
                "mine");
    }

    @Test
    void aColumnThatAPolicyReadsKeepsItsTypeAndThePlanNamesThePolicy() {
        String rest = "alter table a enable row level security; create policy mine on a using (x > 0);";
        blocked(
                "create table a (id int primary key, x int); " + rest,
                "create table a (id int primary key, x bigint); " + rest,
                "mine");
    }

    @Test
    void aColumnThatATriggersConditionReadsKeepsItsTypeAndThePlanNamesTheTrigger() {
        String rest = """
            create function f() returns trigger language plpgsql as $$begin return new; end$$;
            create trigger t before insert on a for each row when (new.x > 0) execute function f();
            """;
        blocked(
                "create table a (id int primary key, x int); " + rest,
                "create table a (id int primary key, x bigint); " + rest,
                "a.t");
    }

    @Test
    void aColumnThatARuleReadsKeepsItsTypeAndThePlanNamesTheRule() {
        String rest = "create rule r as on insert to a where new.x < 0 do instead nothing;";
        blocked(
                "create table a (id int primary key, x int); " + rest,
                "create table a (id int primary key, x bigint); " + rest,
                "a.r");
    }

    @Test
    void aPrimaryKeyMovesToAnotherColumnWhileTheOldOneIsWithheld() {
        apply(full("create table a (id int primary key, code text not null);"));
        database.run("insert into a values (1, 'x')");
        String v2 = "create table a (code text not null, constraint a_code_pk primary key (code));";
        SyncResult result = apply(safe(v2));
        assertTrue(result.withheld() > 0, result.toString());
        database.run("insert into a (code) values ('y')");
        apply(full(v2));
        same(v2);
    }

    @Test
    void aPrimaryKeyOfTheSameNameMovesWhileTheOldColumnIsWithheld() {
        apply(full("create table a (id int primary key, code text not null);"));
        database.run("insert into a values (1, 'x')");
        String v2 = "create table a (code text primary key);";
        SyncResult result = apply(safe(v2));
        assertTrue(result.withheld() > 0, result.toString());
        database.run("insert into a (code) values ('y')");
        apply(full(v2));
        same(v2);
    }

    @Test
    void aKeyThatIsDeferredKeepsItsColumnAsItIs() {
        apply(full("create table a (id int primary key, code text not null);"));
        database.run("insert into a values (1, 'x')");
        SyncResult result = sync(database, Syncs.coldStart("create table a (code text primary key);"));
        assertEquals(SyncStatus.DEFERRED, result.status(), result.toString());
        assertEquals(
                "a_pkey|{1}",
                database.value("select conname, conkey from pg_constraint where contype = 'p'"
                        + " and conrelid = 'a'::regclass"));
    }

    @Test
    void foreignKeysThatGoWithTheirColumnsHinderNoNewKey() {
        String v2 = "create table a (code text primary key);"
                + " create table b (id int primary key, code text references a);";
        apply(full("create table a (id int primary key, code text not null);"
                + " create table b (id int primary key, a int references a (id));"));
        database.run("insert into a values (1, 'x')", "insert into b values (1, 1)");
        apply(safe(v2));
        assertEquals("1|1|∅", database.value("select id, a, code from b"));
        apply(full(v2));
        same(v2);
    }

    @Test
    void aForeignKeyThatFindsNoOtherKeyBlocksThePlan() {
        String child = " create table b (id int primary key, a int references a (id));";
        apply(full("create table a (id int primary key, code text not null);" + child));
        database.run("insert into a values (1, 'x')", "insert into b values (1, 1)");
        SyncResult result =
                sync(database, full("create table a (id int primary key, code text not null unique);" + child));
        assertEquals(SyncStatus.SYNCED, result.status());
        database.run("create table hand (a int references a (id))");
        result = sync(
                database,
                full("create table a (id int not null, code text primary key);"
                        + " create table b (id int primary key, a int);"));
        assertEquals(SyncStatus.BLOCKED, result.status(), result.toString());
        assertEquals(
                "TDM-216", result.problems().get(0).code(), result.problems().toString());
        assertTrue(
                result.problems().get(0).message().contains("hand_a_fkey"),
                result.problems().toString());
        assertEquals(0, result.statements());
    }

    @Test
    void aUniqueKeyThatForeignKeysNeedBecomesThePrimaryKey() {
        upgrade(
                "create table a (id int not null, constraint a_u unique (id));"
                        + " create table b (id int primary key, a int references a (id) on delete cascade);",
                List.of("insert into a values (1)", "insert into b values (1, 1)"),
                "create table a (id int not null, constraint a_p primary key (id));"
                        + " create table b (id int primary key, a int references a (id) on delete cascade);");
        assertEquals("1|1", database.value("select * from b"));
    }

    @Test
    void foreignKeysGoAroundAReplacedKey() {
        upgrade(
                "create table a (id int, code text not null, constraint a_key primary key (id));"
                        + " create table b (id int primary key, a int references a (id));",
                List.of("insert into a values (1, 'x')", "insert into b values (1, 1)"),
                "create table a (id int not null, code text not null, constraint a_code_key primary key (code),"
                        + " constraint a_id_key unique (id));"
                        + " create table b (id int primary key, a int references a (id));");
        assertEquals("1|1", database.value("select * from b"));
    }

    @Test
    void foreignKeysFollowAKeyThatGetsAnotherColumn() {
        upgrade(
                "create table a (tenant int not null, id int, constraint a_pkey primary key (id)); create table b (id"
                        + " int primary key, tenant int, a int, constraint b_a foreign key (a) references a (id));",
                List.of("insert into a values (7, 1)", "insert into b values (1, 7, 1)"),
                "create table a (tenant int not null, id int, constraint a_pkey primary key (tenant, id));"
                        + " create table b (id int primary key, tenant int, a int,"
                        + " constraint b_a foreign key (tenant, a) references a (tenant, id));");
        assertEquals("1|7|1", database.value("select * from b"));
    }

    @Test
    void foreignKeysOfEmptyTablesGoAroundAReplacedKey() {
        upgrade(
                "create table a (id int, code text not null, constraint a_key primary key (id));"
                        + " create table b (id int primary key, a int references a (id));",
                List.of(),
                "create table a (id int not null, code text not null, constraint a_code_key primary key (code),"
                        + " constraint a_id_key unique (id));"
                        + " create table b (id int primary key, a int references a (id));");
    }

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

    @Test
    void whatTouchesNoRowsIsOneTransactionOrNothing() {
        String v1 = "create type kind as enum ('one'); create table a (id int primary key, k kind);"
                + " create table e (id int primary key, x int); create view v as select x from e;";
        String v2 = "create type kind as enum ('one'); create table a (id int primary key, k kind, y int not null);"
                + " create table e (id bigint primary key, x bigint not null, constraint pos check (x > 0));"
                + " create index e_x on e (x); create view v as select x from e;"
                + " create table n (id int primary key, e bigint references e);";
        apply(full(v1));
        Plan plan = plan(database, full(v2));
        assertEquals(1, plan.batches().size(), plan.toString());
        String before = PgDump.schemaOnly(database);
        // What the plan cannot see: the transaction's very last statements are refused.
        database.run(
                "create function no() returns event_trigger language plpgsql as $$begin if tg_tag = 'CREATE VIEW' and"
                        + " current_setting('application_name') like 'tidemark:%' then raise 'no'; end if; end$$",
                "create event trigger no on ddl_command_end execute function no()");
        SyncResult failed = sync(database, full(v2));
        assertEquals(SyncStatus.BLOCKED, failed.status(), failed.toString());
        database.run("drop event trigger no", "drop function no");
        assertEquals(before, PgDump.schemaOnly(database));
        apply(full(v2));
        same(v2);
    }

    @Test
    void onlyANewEnumValueIsCommittedByItself() {
        String v1 = "create type kind as enum ('one'); create table a (id int primary key, k kind);";
        String v2 = "create type kind as enum ('one', 'two');"
                + " create table a (id int primary key, k kind default 'two', y int not null);"
                + " create table n (k kind check (k <> 'two'));";
        apply(full(v1));
        Plan plan = plan(database, full(v2));
        assertEquals(2, plan.batches().size(), plan.toString());
        assertEquals(1, plan.batches().get(0).statements().size(), plan.toString());
        assertTrue(
                plan.notes().stream().anyMatch(n -> n.contains("two") && n.contains("by itself")),
                plan.notes().toString());
        apply(full(v2));
        same(v2);
    }

    private void blocked(String v1, String v2, String named) {
        apply(full(v1));
        String before = PgDump.schemaOnly(database);
        SyncResult result = sync(database, full(v2));
        assertEquals(SyncStatus.BLOCKED, result.status(), result.toString());
        assertEquals(0, result.statements());
        assertTrue(
                result.problems().get(0).headline().contains(named),
                result.problems().toString());
        assertEquals(before, PgDump.schemaOnly(database));
    }

    private void upgrade(String v1, String row, String v2) {
        upgrade(v1, List.of(row), v2);
    }

    private void upgrade(String v1, List<String> rows, String v2) {
        apply(full(v1));
        rows.forEach(database::run);
        apply(full(v2));
        same(v2);
    }

    private void same(String declared) {
        assertTrue(
                plan(database, full(declared)).isEmpty(),
                plan(database, full(declared)).toString());
        try (TestDatabase fresh = TestPostgres.fresh()) {
            fresh.run(declared);
            assertEquals(PgDump.schemaOnly(fresh), PgDump.schemaOnly(database));
        }
    }

    private SyncResult apply(dev.tidemark.SyncOptions options) {
        SyncResult result = sync(database, options);
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason() + " " + result.problems());
        return result;
    }
}
