package dev.tidemark.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaReaderTest {
    private static CompiledSchema read(String text) {
        return SchemaReader.read("app", text, "schema.sql");
    }

    private static List<String> creates(List<Declared> statements) {
        return statements.stream().map(d -> String.valueOf(d.creates())).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        create schema if not exists app authorization me        | schema app            | schema app
        create extension if not exists citext with schema ext   | extension citext      | extension citext
        create type app.mood as enum ('a')                      | type app.mood         | type app.mood
        create domain "A b" as text                             | type A b              | type A b
        create sequence if not exists app.s                     | sequence app.s        | sequence app.s
        create unlogged table if not exists t (a int)           | table t               | table t
        create or replace recursive view v (n) as select 1      | view v                | view v
        create materialized view if not exists app.m as select 1| materialized view app.m | materialized view app.m
        create unique index concurrently if not exists i on only app.t (a) | index app.t.i | table app.t
        create index on app.t (a)                               |                       | table app.t
        create or replace function app.f(a int) returns int language sql as 'select 1' | function app.f | function app.f
        create procedure p() language sql begin atomic select 1; select case when true then 2 end; end | function p | function p
        create aggregate app.agg(int) (sfunc = f, stype = int)  | function app.agg      | function app.agg
        create constraint trigger g after insert or update of a on app.t execute function f() | trigger app.t.g | table app.t
        create policy p on app.t using (a > 0)                  | policy app.t.p        | table app.t
        create rule r as on insert to app.t do also (select 1; select 2) | rule app.t.r | table app.t
        create statistics app.st (dependencies) on a, b from app.t | statistics app.st | table app.t
        create operator app.=== (leftarg = int, rightarg = int, function = f) | object app.operator === | object app.operator ===
        create operator class app.oc for type int using btree as operator 1 < | object app.operator class oc using btree | object app.operator class oc using btree
        create text search configuration app.c (copy = simple)  | object app.text search configuration c | object app.text search configuration c
        alter table if exists only app.t add constraint k primary key (a) | constraint app.t.k | table app.t
        alter table app.t add column if not exists b numeric(1, 2) | column app.t.b | table app.t
        alter table app.t add primary key (a)                   |                       | table app.t
        alter table app.t add a int, add b int                  |                       | table app.t
        alter sequence app.s owned by app.t.a                   |                       | sequence app.s
        comment on column app.t.a is 'x'                        |                       | table app.t
        comment on constraint c on domain app.d is 'x'          |                       | type app.d
        comment on trigger g on app.t is 'x'                    |                       | table app.t
        comment on function app.f(int) is 'x'                   |                       | function app.f
        """)
    void eachStatementMakesAndBelongsTo(String sql, String creates, String target) {
        List<Declared> statements = read(sql).statements();
        assertEquals(1, statements.size());
        assertEquals(creates == null ? "null" : creates, creates(statements).get(0));
        assertEquals(target, String.valueOf(statements.get(0).target()));
        assertEquals(sql, statements.get(0).sql());
    }

    @Test
    void targetsAreFoundWhereTheirDeclarationSaysWhatTheyAre() {
        List<Declared> statements = read("""
            set search_path = a, b;
            create view b.v as select 1;
            comment on column v.x is 'y';
            create table b.t (i int);
            create index i on t (i);
            alter index i set (fillfactor = 70);
            """).statements();
        ObjectName table = ObjectName.of(ObjectKind.TABLE, "b", "t");
        assertEquals(ObjectName.of(ObjectKind.VIEW, "b", "v"), statements.get(1).target());
        assertEquals(table.member(ObjectKind.INDEX, "i"), statements.get(3).creates());
        assertEquals(table, statements.get(4).target());
    }

    @Test
    void theSearchPathIsReadPerStatement() {
        CompiledSchema schema = read("""
            create table t ();
            set search_path to a, "$user", 'B c';
            create table t ();
            select pg_catalog.set_config('search_path', '', false);
            create table x.t ();
            set search_path = default;
            create table u ();
            set local schema 'd';
            create table t ();
            """);
        assertEquals(
                List.of("table t", "table a.t", "table x.t", "table u", "table d.t"), creates(schema.statements()));
        assertEquals(List.of("a", "B c"), schema.statements().get(1).searchPath());
        assertEquals(List.of(), schema.statements().get(2).searchPath());
        assertEquals(Set.of("a", "d", "public", "x"), schema.schemas());
    }

    @Test
    void statementsKnowTheirPlacesAndNames() {
        Declared view =
                read("\n\n  -- about it\n  create view a.v as\n select \"B\", nextval('q.s') from t; -- after it")
                        .statements()
                        .get(0);
        assertEquals(List.of(4, 3), List.of(view.line(), view.column()));
        assertEquals("create view a.v as\n select \"B\", nextval('q.s') from t", view.sql());
        assertEquals(List.of("view", "a", "v", "B", "nextval", "q", "s", "t"), view.names());
    }

    @Test
    void whatIsNamedComesFirst() {
        CompiledSchema schema = read("""
            comment on table app.t is 'late';
            create index i on app.t (app.f(a));
            create view app.v as select * from app.t;
            create table app.t (a app.mood, c citext references app.u);
            create function app.f(app.mood) returns int language sql as 'select 1 from app.v';
            create type app.mood as enum ('x');
            create table app.u (a citext primary key);
            create extension citext;
            create schema app;
            """);
        assertEquals(
                List.of(
                        "extension citext",
                        "schema app",
                        "type app.mood",
                        "function app.f",
                        "table app.u",
                        "table app.t",
                        "null",
                        "index app.t.i",
                        "view app.v"),
                creates(schema.ordered()));
    }

    @Test
    void circlesAreCutAtTypesThenWhereLeastIsOpen() {
        CompiledSchema schema = read("""
            create table a (x int references b, y int references c);
            create table b (x int references a);
            create table c (x int references a, e mood);
            create type mood as enum ('a', 'c');
            """);
        assertEquals(List.of("type mood", "table b", "table a", "table c"), creates(schema.ordered()));
    }

    @Test
    void elementsOfASchemaAreStatementsInIt() {
        CompiledSchema schema = read("""
            create schema s
              create table t (a int)
              create view v as select a from t
              grant select on t to public;
            """);
        assertEquals(List.of("schema s", "table s.t", "view s.v"), creates(schema.statements()));
        assertEquals(List.of("s", "public"), schema.statements().get(1).searchPath());
        assertEquals(2, schema.statements().get(1).line());
        assertEquals(Set.of("s"), schema.schemas());
    }

    @Test
    void aDumpIsReadAsItIs() {
        CompiledSchema schema = read("""
            --
            -- PostgreSQL database dump
            --
            \\restrict dsVbS1
            SET statement_timeout = 0;
            SET lock_timeout = 0;
            SET idle_in_transaction_session_timeout = 0;
            SET transaction_timeout = 0;
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SELECT pg_catalog.set_config('search_path', '', false);
            SET check_function_bodies = false;
            SET xmloption = content;
            SET client_min_messages = warning;
            SET row_security = off;
            CREATE OR REPLACE VIEW public.v AS
            SELECT
                NULL::integer AS id,
                NULL::numeric(1,2) AS n;
            ALTER TABLE IF EXISTS ONLY public.t DROP CONSTRAINT IF EXISTS t_pkey;
            ALTER TABLE IF EXISTS public.t ALTER COLUMN id DROP DEFAULT;
            DROP INDEX IF EXISTS public.i;
            DROP VIEW IF EXISTS public.v;
            DROP TABLE IF EXISTS public.t;
            DROP FUNCTION IF EXISTS public.f(a integer);
            DROP OPERATOR IF EXISTS public.+ (integer, public.x);
            DROP CAST IF EXISTS (public.x AS text);
            DROP EXTENSION IF EXISTS citext;
            DROP SCHEMA IF EXISTS app;
            CREATE SCHEMA app;
            ALTER SCHEMA app OWNER TO me;
            CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
            COMMENT ON EXTENSION citext IS 'x';
            CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql RETURN (a + 1);
            ALTER FUNCTION public.f(a integer) OWNER TO me;
            SET default_tablespace = '';
            SET default_table_access_method = heap;
            CREATE TABLE public.t (id integer NOT NULL);
            ALTER TABLE public.t OWNER TO me;
            CREATE VIEW public.v AS
            SELECT
                NULL::integer AS id,
                NULL::bigint AS n;
            ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);
            CREATE OR REPLACE VIEW public.v AS
             SELECT id, count(*) AS n FROM public.t GROUP BY id;
            REVOKE USAGE ON SCHEMA public FROM PUBLIC;
            GRANT ALL ON SCHEMA public TO me;
            ALTER DEFAULT PRIVILEGES FOR ROLE me GRANT SELECT ON TABLES TO you;
            \\unrestrict dsVbS1
            """);
        assertEquals(
                List.of("schema app", "extension citext", "function f", "table t", "constraint t.t_pkey", "view v"),
                creates(schema.statements()));
        assertTrue(schema.statements().get(5).sql().contains("count(*)"));
    }
}
