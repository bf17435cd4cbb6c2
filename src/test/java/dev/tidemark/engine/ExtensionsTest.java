package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.Plan;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Extensions: made, updated, moved, commented; blocked where PostgreSQL could not. */
class ExtensionsTest {
    private static final String WHERE = "select extnamespace::regnamespace || ' ' || extversion || ' '"
            + " || coalesce(obj_description(oid, 'pg_extension'), '') from pg_extension where extname = ";

    @Test
    void versionSchemaAndCommentAreBroughtAbout() {
        try (TestDatabase live = TestPostgres.fresh()) {
            live.run("create schema x; create extension citext schema x version '1.6'; create extension hstore version"
                    + " '1.6'");
            String sql = "create schema x; create schema y; create extension if not exists citext schema y;"
                    + " comment on extension citext is 'it''s mine'; create extension hstore version '1.8';"
                    + " create extension pg_trgm schema x; comment on extension pg_trgm is 'new';";
            SyncResult result = Syncs.sync(live, Syncs.full(sql));
            assertEquals(
                    SyncStatus.SYNCED, result.status(), () -> result.problems().toString());
            assertEquals("y 1.6 it's mine", live.value(WHERE + "'citext'"));
            assertEquals("public 1.8", live.value(WHERE + "'hstore'").substring(0, 10));
            assertEquals("x 1.6 new", live.value(WHERE + "'pg_trgm'"));
            assertEquals(List.of(), Syncs.plan(live, Syncs.coldStart(sql)).changes());
        }
    }

    @Test
    void oneThatColumnsUseMovesToANewSchemaWithoutARewrite() {
        try (TestDatabase live = TestPostgres.fresh()) {
            String sql = "create extension citext schema public; create table t (id int primary key, e citext not null"
                    + " default 'a' unique, f citext[]);";
            assertEquals(SyncStatus.SYNCED, Syncs.sync(live, Syncs.full(sql)).status());
            live.run("insert into t values (1, 'X', '{Y}')");
            String moved = "create schema \"New\"; "
                    + sql.replace("schema public", "schema \"New\"").replace(" citext", " \"New\".citext");
            moved = moved.replace("extension \"New\".citext", "extension citext");
            Plan plan = Syncs.plan(live, Syncs.full(moved));
            assertEquals(
                    List.of("create schema \"New\"", "ALTER EXTENSION citext SET SCHEMA \"New\""),
                    plan.statements().stream().map(Plan.Statement::sql).toList());
            SyncResult result = Syncs.sync(live, Syncs.full(moved));
            assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
            assertEquals(
                    List.of(),
                    Syncs.plan(live, Syncs.full(moved).withForce(true)).changes());
        }
    }

    @Test
    void whatCannotBeIsBlocked() {
        try (TestDatabase live = TestPostgres.fresh()) {
            live.run("create extension hstore version '1.8'");
            Plan plan = Syncs.plan(live, Syncs.full("create schema x; create extension hstore version '1.4';"));
            assertEquals(
                    List.of("TDM-225"),
                    plan.problems().stream().map(p -> p.code()).toList());
        }
    }
}
