package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions.Privileges;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GRANT}, {@code REVOKE} and {@code ALTER DEFAULT PRIVILEGES} of declarations; what psql makes of the same text is what a sync must make. */
class PrivilegesTest {
    private static final String ROLES = """
        do $$ declare r text; begin
          foreach r in array array['tm_app', 'tm_reader', 'Tm "Nasty" x'] loop
            if not exists (select from pg_roles where rolname = r) then execute format('create role %I', r); end if;
          end loop;
        end $$\
        """;

    /** Each right with what it is given by default spelled out, so that none and the default look alike. */
    private static final String ACLS = """
        select o.what, case a.grantee when 0 then 'PUBLIC' else a.grantee::regrole::text end, a.privilege_type, a.is_grantable
        from (
            select 'relation ' || c.oid::regclass, coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner))
            from pg_class c where c.oid >= 16384 and c.relkind in ('r', 'v', 'S') and c.relnamespace::regnamespace::text !~ 'tidemark|^pg_'
            union all
            select 'column ' || a.attrelid::regclass || '.' || a.attname, a.attacl from pg_attribute a
            where a.attacl is not null and a.attrelid >= 16384
            union all
            select 'function ' || p.oid::regprocedure, coalesce(p.proacl, acldefault('f', p.proowner)) from pg_proc p
            where p.pronamespace::regnamespace::text = 's'
            union all
            select 'type ' || t.oid::regtype, coalesce(t.typacl, acldefault('T', t.typowner)) from pg_type t
            where t.typnamespace::regnamespace::text = 's' and t.typtype in ('e', 'd')
            union all
            select 'schema ' || nspname, coalesce(nspacl, acldefault('n', nspowner)) from pg_namespace
            where nspname in ('s', 'public', 'S x')
            union all
            select 'server ' || srvname, coalesce(srvacl, acldefault('S', srvowner)) from pg_foreign_server
            union all
            select 'wrapper ' || fdwname, coalesce(fdwacl, acldefault('F', fdwowner)) from pg_foreign_data_wrapper
            union all
            select 'default ' || coalesce(nspname, '') || ' ' || defaclobjtype::text, defaclacl from pg_default_acl
            left join pg_namespace n on n.oid = defaclnamespace
        ) o (what, acl)
        cross join aclexplode(o.acl) a
        order by 1, 2, 3\
        """;

    private static final String SCHEMAS = "create schema s; create schema \"S x\";\n";

    private static final String OBJECTS = """
        create type s.e as enum ('a', 'b');
        create domain s.d as int check (value > 0);
        create sequence s.q;
        create table s.t (id int primary key, a text, "B c" text);
        create table "S x"."T ""y"" z" (id int);
        create view s.v as select id from s.t;
        create function s.f(a int, b text default 'x') returns int language sql as $$ select a $$;
        create procedure s.p(inout a int) language plpgsql as $$ begin null; end $$;
        create foreign data wrapper w;
        create server "S v" foreign data wrapper w;
        """;

    private static final Map<String, String> VARIANTS = variants();

    private static Map<String, String> variants() {
        Map<String, String> variants = new TreeMap<>();
        variants.put("some", SCHEMAS + OBJECTS + """
            grant usage on schema s to tm_app, tm_reader;
            grant select, insert on s.t, s.v to tm_app;
            grant select on table s.t to tm_reader with grant option;
            grant update (a, "B c") on s.t to tm_app;
            grant usage on sequence s.q to tm_app;
            revoke execute on function s.f(int, text) from public;
            grant execute on function s.f(int, text) to tm_app;
            grant usage on foreign server "S v" to tm_app, tm_reader;
            grant usage on foreign data wrapper w to tm_reader with grant option;
            """);
        variants.put("others", SCHEMAS + OBJECTS + """
            grant all on schema s to tm_app;
            grant select (id) on s.t to tm_reader;
            grant select on s.t to tm_app;
            grant usage on foreign server "S v" to tm_reader;
            grant select on "S x"."T ""y"" z" to "Tm ""Nasty"" x";
            revoke all on procedure s.p(int) from public;
            grant usage on type s.e to tm_app;
            revoke usage on domain s.d from public;
            grant usage, select on sequence s.q to tm_reader, tm_app;
            """);
        variants.put("all in schema", SCHEMAS + OBJECTS + """
            grant usage on schema s, "S x" to public;
            grant select on all tables in schema s to tm_reader;
            grant all on all sequences in schema s to tm_app with grant option;
            revoke all on all functions in schema s from public;
            """);
        variants.put("defaults", SCHEMAS + """
            alter default privileges in schema s grant select on tables to tm_reader;
            alter default privileges in schema s grant usage on sequences to tm_app with grant option;
            """ + OBJECTS + """
            alter default privileges in schema "S x" grant execute on functions to tm_app;
            """);
        variants.put("revoked from the owner", SCHEMAS + OBJECTS + """
            revoke all on s.t from postgres;
            grant select on s.t to postgres, tm_app;
            grant usage on schema s to tm_reader;
            grant usage on schema s to "Tm ""Nasty"" x";
            """);
        return variants;
    }

    private static TestDatabase fresh(int major) {
        TestDatabase database = TestPostgres.fresh(major);
        database.run(ROLES);
        return database;
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void anyBecomesAnyOther(int major) {
        List<String> wrong = new ArrayList<>();
        Map<String, List<String>> expected = new TreeMap<>();
        VARIANTS.forEach((name, sql) -> {
            try (TestDatabase reference = fresh(major)) {
                reference.run(sql);
                expected.put(name, sorted(reference));
            }
        });
        for (String from : VARIANTS.keySet()) {
            for (String to : VARIANTS.keySet()) {
                try (TestDatabase live = fresh(major)) {
                    String step = from + " > " + to + ": ";
                    live.run(VARIANTS.get(from));
                    Plan plan = Syncs.plan(live, Syncs.full(VARIANTS.get(to)).withPrivileges(Privileges.ALL));
                    SyncResult result =
                            Syncs.sync(live, Syncs.full(VARIANTS.get(to)).withPrivileges(Privileges.ALL));
                    if (result.status() != SyncStatus.SYNCED) {
                        wrong.add(step + result.problems());
                    } else if (!sorted(live).equals(expected.get(to))) {
                        wrong.add(step + "\nis   " + sorted(live) + "\nnot  " + expected.get(to) + "\nafter "
                                + plan.statements().stream()
                                        .map(Plan.Statement::sql)
                                        .toList());
                    } else if (from.equals(to) && !plan.isEmpty()) {
                        wrong.add(step + plan.changes());
                    }
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static List<String> sorted(TestDatabase database) {
        return database.rows(ACLS);
    }

    @Test
    void newObjectsHaveTheirPrivileges() {
        try (TestDatabase live = fresh(18);
                TestDatabase reference = fresh(18)) {
            reference.run(Objects.requireNonNull(VARIANTS.get("some")));
            SyncResult result = Syncs.sync(live, Syncs.coldStart(Objects.requireNonNull(VARIANTS.get("some"))));
            assertEquals(
                    SyncStatus.SYNCED, result.status(), () -> result.problems().toString());
            assertEquals(sorted(reference), sorted(live));
            assertEquals(
                    "[]",
                    Syncs.plan(live, Syncs.coldStart(Objects.requireNonNull(VARIANTS.get("some"))))
                            .changes()
                            .toString());
        }
    }

    @Test
    void liveDefaultPrivilegesAreReckonedWith() {
        String sql = "create schema s; create table s.t (id int); revoke all on s.t from tm_reader;"
                + " grant select on s.t to tm_app;";
        try (TestDatabase live = fresh(18)) {
            live.run("create schema s; alter default privileges in schema s grant all on tables to tm_reader");
            SyncResult result = Syncs.sync(live, Syncs.full(sql));
            assertEquals(
                    SyncStatus.SYNCED, result.status(), () -> result.problems().toString());
            assertEquals(
                    "f|t",
                    live.value("select has_table_privilege('tm_reader', 's.t', 'select'),"
                            + " has_table_privilege('tm_app', 's.t', 'select')"));
        }
    }

    @Test
    void onlyRolesThatAreNamedAreCompared() {
        try (TestDatabase live = fresh(18)) {
            String sql = "create schema s; create table s.t (id int);";
            Syncs.sync(live, Syncs.full(sql));
            live.run("grant select on s.t to tm_reader", "grant insert on s.t to public");
            assertTrue(Syncs.plan(live, Syncs.full(sql)).isEmpty());
            Plan plan = Syncs.plan(live, Syncs.full(sql + " grant select on s.t to tm_app;"));
            assertEquals(
                    List.of("REVOKE INSERT ON TABLE s.t FROM PUBLIC", "GRANT SELECT ON TABLE s.t TO tm_app"),
                    plan.statements().stream().map(Plan.Statement::sql).toList());
            assertTrue(plan.changes().get(0).has(Hazard.PRIVILEGE_CHANGE));
            assertTrue(plan.notes().stream().anyMatch(n -> n.startsWith("privileges of tm_reader are not managed")));
            assertTrue(Syncs.plan(
                            live,
                            Syncs.full(sql + " grant select on s.t to tm_app;").withPrivileges(Privileges.IGNORE))
                    .isEmpty());
        }
    }

    @Test
    void rolesThatDoNotExistAreNamed() {
        try (TestDatabase live = fresh(18)) {
            Plan plan = Syncs.plan(
                    live, Syncs.full("create schema s; create table s.t (id int); grant select on s.t to tm_nobody;"));
            assertEquals("TDM-226", plan.problems().get(0).code());
            assertTrue(plan.problems().get(0).headline().contains("role tm_nobody"));
        }
    }

    @Test
    void whatAnotherRoleGaveBlocks() {
        try (TestDatabase live = fresh(18)) {
            String sql = "create schema s; create table s.t (id int); grant usage on schema s to tm_app;";
            live.run(sql + "grant select on s.t to tm_app with grant option");
            live.run("set role tm_app; grant select on s.t to tm_reader");
            Plan plan = Syncs.plan(live, Syncs.full(sql).withPrivileges(Privileges.ALL));
            assertEquals("TDM-227", plan.problems().get(0).code());
        }
    }
}
