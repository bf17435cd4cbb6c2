package dev.tidemark.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digest of all catalogs changes with whatever DDL changes, wherever that is, and with nothing else. */
final class CatalogDigestTest {
    static final String SCHEMA = """
        create schema shop; create schema other;
        create type other.mood as enum ('ok', 'meh');
        create domain shop.code as text check (value <> '');
        create type shop.pair as (a int, b text);
        create table shop.t (id bigint generated always as identity primary key, name text, feel other.mood, n int default 1);
        create table shop.kid (t bigint references shop.t);
        create index t_name on shop.t (name);
        create view shop.v as select id, feel from shop.t;
        create materialized view shop.m as select count(*) from shop.t;
        create sequence shop.s;
        create function shop.f(int) returns int language sql as 'select $1';
        create function shop.g() returns trigger language plpgsql as 'begin return new; end';
        create trigger g before insert on shop.t for each row execute function shop.g();
        create policy p on shop.t using (id > 0);
        create statistics shop.st on id, n from shop.t;
        create table shop.parts (id int) partition by range (id);
        create table shop.part partition of shop.parts for values from (0) to (10);
        insert into shop.t (name) values ('a'), ('b');
        """;

    static final List<String> CHANGES = List.of(
            "create schema third",
            "create table other.x ()",
            "alter table shop.t add column extra int",
            "alter table shop.t alter n set default 2",
            "alter table shop.t alter name set not null",
            "alter table shop.t alter name set statistics 200",
            "alter table shop.t alter name set (n_distinct = 5)",
            "alter table shop.t alter name type varchar",
            "alter table shop.t rename column n to m",
            "alter table shop.t set (fillfactor = 80)",
            "alter table shop.t enable row level security",
            "alter table shop.t force row level security",
            "alter table shop.t replica identity full",
            "alter table shop.t disable trigger g",
            "alter table shop.t cluster on t_name",
            "alter table shop.kid alter constraint kid_t_fkey deferrable",
            "alter table shop.t add constraint t_m_check check (m > 0) not valid",
            "alter table shop.t validate constraint t_m_check",
            "alter index shop.t_name rename to t_named",
            "drop index shop.t_named",
            "alter type other.mood rename value 'meh' to 'so-so'",
            "alter type other.mood add value 'bad'",
            "alter type other.mood rename to temper",
            "alter domain shop.code set default 'x'",
            "alter type shop.pair add attribute c int",
            "create or replace view shop.v as select id, feel, name from shop.t",
            "alter view shop.v set (security_barrier)",
            "create or replace function shop.f(int) returns int language sql as 'select $1 + 1'",
            "alter function shop.f(int) stable",
            "alter sequence shop.s maxvalue 1000",
            "alter sequence shop.s owned by shop.t.m",
            "alter policy p on shop.t using (id > 1)",
            "alter statistics shop.st set statistics 10",
            "alter table shop.parts detach partition shop.part",
            "comment on table shop.t is 'x'",
            "comment on column shop.t.m is 'x'",
            "comment on schema public is 'x'",
            "grant select on shop.t to public",
            "grant update (m) on shop.t to public",
            "revoke execute on function shop.f(int) from public",
            "grant usage on schema public to current_user",
            "alter default privileges in schema shop grant select on tables to public",
            "drop table shop.kid",
            "alter table shop.t set unlogged",
            "alter table shop.t set logged",
            "create rule r as on delete to shop.t do nothing",
            "create cast (shop.pair as text) with inout",
            "create operator shop.=== (leftarg = int, rightarg = int, function = int4eq)",
            "create collation shop.c from \"C\"",
            "create text search configuration shop.ts (copy = simple)",
            "create publication p for table shop.t",
            "create foreign data wrapper w",
            "create server srv foreign data wrapper w",
            "create user mapping for current_user server srv options (a 'b')",
            "alter user mapping for current_user server srv options (set a 'c')",
            "alter table shop.t set schema other",
            "drop table other.t cascade");

    private static final List<String> OTHERS = List.of(
            "insert into shop.t (name) values ('c')",
            "update shop.t set n = 5",
            "delete from shop.t where n = 5",
            "select nextval('shop.s')",
            "analyze",
            "vacuum",
            "vacuum full shop.t",
            "truncate shop.t, shop.kid",
            "refresh materialized view shop.m",
            "create temporary table passing (id serial primary key, name text)",
            "create index on passing (name)");

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void changesWithEachChange(int major) throws SQLException {
        try (TestDatabase database = TestPostgres.fresh(major);
                Connection connection = database.connect()) {
            database.run(SCHEMA);
            Set<String> seen = new HashSet<>();
            String before = digest(connection);
            for (String change : CHANGES) {
                database.run(change);
                String after = digest(connection);
                assertNotEquals(before, after, change);
                seen.add(after);
                before = after;
            }
            assertEquals(CHANGES.size(), seen.size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void staysWithWhatIsNoChange(int major) throws SQLException {
        try (TestDatabase database = TestPostgres.fresh(major);
                Connection connection = database.connect();
                Connection another = database.connect();
                Statement statement = connection.createStatement()) {
            database.run(SCHEMA);
            String before = digest(another);
            for (String other : OTHERS) {
                statement.execute(other);
                assertEquals(before, digest(another), other);
                assertEquals(before, digest(connection), other);
            }
            connection.setAutoCommit(false);
            statement.execute("drop schema shop cascade");
            assertEquals(before, digest(another), "a change that is not committed");
            assertNotEquals(before, digest(connection));
            connection.rollback();
            assertEquals(before, digest(connection), "a change that was rolled back");
        }
    }

    private static String digest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(CatalogReader.digestQuery())) {
            rows.next();
            return rows.getString(1);
        }
    }
}
