package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A plan does no more than PostgreSQL asks for, and says what it does: changes that realistic schemas met. */
final class LeastChangesTest {
    private final TestDatabase live = TestPostgres.fresh();

    @AfterEach
    void drop() {
        live.close();
    }

    private void started(String schema, String... rows) {
        SyncResult made = Syncs.sync(live, Syncs.full(schema));
        assertEquals(SyncStatus.SYNCED, made.status(), made.reason());
        live.run(rows);
    }

    private void synced(String schema) {
        SyncResult result = Syncs.sync(live, Syncs.full(schema));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertTrue(Syncs.plan(live, Syncs.coldStart(schema)).isEmpty());
    }

    private static List<String> sql(Plan plan) {
        return plan.statements().stream().map(Plan.Statement::sql).toList();
    }

    @Test
    void aColdStartWidensAColumnThatAViewReads() {
        String schema = "create table t (id int primary key, name varchar(10)); create view v as select name from t;"
                + " create view w as select name from v;";
        started(schema, "insert into t values (1, 'x')");
        String wider = schema.replace("varchar(10)", "varchar(20)");
        Plan plan = Syncs.plan(live, Syncs.coldStart(wider));
        assertEquals(List.of(), plan.problems());
        assertTrue(plan.changes().stream()
                .anyMatch(c -> c.summary().equals("query, name  character varying(10) → character varying(20)")));
        assertTrue(plan.changes().stream().noneMatch(c -> c.has(Hazard.BREAKS_RUNNING_CODE)));
        assertEquals(SyncStatus.SYNCED, Syncs.sync(live, Syncs.coldStart(wider)).status());
        assertTrue(Syncs.plan(live, Syncs.coldStart(wider)).isEmpty());
    }

    @Test
    void aColdStartDefersTheViewWithTheTypeOfTheColumnThatItReads() {
        String schema = "create table t (id int primary key, code char(3)); create view v as select code from t;"
                + " create view w as select code from v;";
        started(schema, "insert into t values (1, 'EUR')");
        String other = schema.replace("char(3)", "varchar(8)");
        Plan plan = Syncs.plan(live, Syncs.coldStart(other));
        assertEquals(List.of(), plan.problems());
        assertEquals(3, plan.changes(Plan.Fate.DEFERRED).size(), plan.changes().toString());
        assertEquals(SyncStatus.SYNCED, Syncs.sync(live, Syncs.safe(other)).status());
        assertEquals("EUR", live.value("select code from w"));
        assertTrue(Syncs.plan(live, Syncs.coldStart(other)).isEmpty());
    }

    @Test
    void aViewThatDoesNotReadTheColumnChangesNow() {
        String schema = "create table t (id int primary key, code char(3)); create view v as select id from t;";
        started(schema, "insert into t values (1, 'EUR')");
        String other = schema.replace("char(3)", "varchar(8)").replace("from t;", "from t where id > 0;");
        Plan plan = Syncs.plan(live, Syncs.coldStart(other));
        assertEquals(
                List.of("column t.code DEFERRED", "view v APPLY"),
                plan.changes().stream().map(c -> c.object() + " " + c.fate()).toList());
    }

    @Test
    void aNewOverloadLeavesTheFunctionOfItsNameAlone() {
        String schema =
                "create schema s; create function s.add(a int, b int default 1) returns int language sql return a + b;";
        started(schema);
        String before = live.value("select 's.add(int,int)'::regprocedure::oid");
        synced(schema + " comment on function s.add(text, int) is 'COMMENT; glues'; create function s.add(t text, n"
                + " int) returns text language plpgsql as $$ begin return t || 'it''s'; end $$; create table s.u"
                + " (x text default s.add('a', 1));");
        assertEquals(before, live.value("select 's.add(int,int)'::regprocedure::oid"));
        assertEquals("ait's", live.value("insert into s.u default values returning x"));
        assertEquals("COMMENT; glues", live.value("select obj_description('s.add(text,int)'::regprocedure)"));
    }

    @Test
    void aForeignKeyBecomesDeferrableInPlace() {
        String schema = "create table p (id int primary key); create table c (p int constraint k references p);";
        started(schema, "insert into p values (1); insert into c values (1)");
        String later = schema.replace("references p", "references p on delete no action deferrable initially deferred");
        assertEquals(
                List.of("ALTER TABLE public.c ALTER CONSTRAINT k DEFERRABLE INITIALLY DEFERRED"),
                sql(Syncs.plan(live, Syncs.coldStart(later))));
        synced(later);
        Plan back = Syncs.plan(live, Syncs.full(schema));
        assertEquals(List.of("ALTER TABLE public.c ALTER CONSTRAINT k NOT DEFERRABLE"), sql(back));
        assertTrue(back.changes().get(0).has(Hazard.BREAKS_RUNNING_CODE));
        synced(schema);
    }

    @Test
    void aForeignKeyStaysWhereBothItsSidesBecomeLonger() {
        String schema = "create table p (code varchar(8) primary key); create table c (p varchar(8) references p);";
        started(schema, "insert into p values ('x'); insert into c values ('x')");
        String longer = schema.replace("varchar(8)", "varchar(12)");
        assertEquals(
                List.of(
                        "ALTER TABLE public.c ALTER COLUMN p TYPE character varying(12)",
                        "ALTER TABLE public.p ALTER COLUMN code TYPE character varying(12)"),
                sql(Syncs.plan(live, Syncs.coldStart(longer))).stream().sorted().toList());
        synced(longer);
    }

    @Test
    void aKeyThatIncludesAColumnDoesNotKeepItsType() {
        String schema = "create table p (id int, note varchar(9), unique (id) include (note));"
                + " create table c (p int constraint k references p (id));";
        started(schema, "insert into p values (1, 'x'); insert into c values (1)");
        synced(schema.replace("varchar(9)", "text"));
        assertEquals("t", live.value("select convalidated from pg_constraint where conname = 'k'"));
    }

    @Test
    void aViewStaysWhereAColumnIsNotGeneratedAnyMore() {
        String schema =
                "create table t (a int, b int generated always as (a + 1) stored); create view v as select b from t;";
        started(schema, "insert into t (a) values (1)");
        String before = live.value("select 'v'::regclass::oid");
        synced(schema.replace(" generated always as (a + 1) stored", ""));
        assertEquals(before, live.value("select 'v'::regclass::oid"));
        assertEquals("2", live.value("select b from v"));
    }

    @Test
    void aNewColumnIsJudgedByItsDomain() {
        String schema = "create domain positive as int check (value > 0); create domain country as text default 'DE'"
            + " not null; create domain code as text constraint nn not null; create domain sub as code; create table t"
            + " (id int);";
        started(schema, "insert into t values (1)");
        Plan checked = Syncs.plan(live, Syncs.full(schema.replace("(id int)", "(id int, n positive)")));
        assertTrue(checked.changes().get(0).has(Hazard.TABLE_REWRITE));
        String filled = schema.replace("(id int)", "(id int, c country not null, l text[])");
        synced(filled);
        assertEquals("DE", live.value("select c from t"));
        Plan empty = Syncs.plan(live, Syncs.full(filled.replace("l text[]", "l text[], x sub")));
        assertEquals(
                List.of("TDM-210"), empty.problems().stream().map(Problem::code).toList());
    }

    @Test
    void anIdentityGoesOnWhereItsSerialWas() {
        String schema = "create table t (id serial primary key, v int);";
        started(schema, "insert into t (v) select generate_series(1, 9)", "delete from t where id > 5");
        synced(schema.replace("serial", "int generated always as identity"));
        assertEquals("10", live.value("insert into t (v) values (1) returning id"));
        assertEquals("1", live.value("select count(*) from pg_class where relkind = 'S' and relname like '%t_id%'"));
    }

    @Test
    void whatHangsOnAViewAndIsNotDeclaredComesBackWithIt() {
        String schema = "create table t (id int, name varchar(9)); create view v as select id, name from t;";
        started(
                schema,
                "create function f() returns trigger language plpgsql as 'begin return null; end'",
                "create trigger by_hand instead of insert on v for each row execute function f()",
                "create rule by_rule as on delete to v do instead delete from t where name = old.name");
        synced(schema.replace("varchar(9)", "varchar(10)"));
        assertEquals("1", live.value("select count(*) from pg_trigger where tgname = 'by_hand'"));
        assertEquals("1", live.value("select count(*) from pg_rewrite where rulename = 'by_rule'"));
    }

    @Test
    void whatBelongsToTheWholeDatabaseIsNamed() {
        String schema = "create table t (id int primary key); create publication out for table t;";
        List<String> notes = Syncs.plan(live, Syncs.coldStart(schema)).notes();
        assertEquals(List.of("of the whole database, and so neither made nor compared: publication out"), notes);
        String needs = "create server s foreign data wrapper w; create foreign table f (a int) server s;";
        TidemarkException refused =
                assertThrows(TidemarkException.class, () -> Syncs.plan(live, Syncs.coldStart(needs)));
        Problem problem = refused.problems().get(0);
        assertEquals("TDM-103", problem.code());
        assertFalse(problem.waysOut().isEmpty());
        assertTrue(
                problem.waysOut().get(0).endsWith("left out: server s"),
                problem.waysOut().toString());
    }

    @Test
    void aPropertyThatIsNotChangedIsSaidWithWhatItIs() {
        String schema = "create table t (id int); alter table t enable row level security;";
        started(schema);
        List<String> notes = Syncs.plan(live, Syncs.full(schema + " alter table t force row level security;"))
                .notes();
        assertEquals(
                List.of("table t, properties (FORCE ROW LEVEL SECURITY) differs from its declaration;"
                        + " Tidemark does not change objects of this kind yet"),
                notes);
    }
}
