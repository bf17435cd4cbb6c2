package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncOptions.Adopt;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schemas of which nothing is declared: named, or dropped where {@code schemas} names them. */
class ManagedSchemasTest {
    private static final String LIVE = """
        create schema a;
        create table a.t (id int);
        create view a.v as select id from a.t;
        create sequence a.q;
        create type a.e as enum ('x');
        create schema b;
        create table b.t (id int);
        """;

    @Test
    void undeclaredSchemasAreNamed() {
        try (TestDatabase live = TestPostgres.fresh()) {
            live.run(LIVE);
            Plan plan = Syncs.plan(live, Syncs.full("create schema c;").withAdopt(Adopt.SCHEMA));
            assertEquals(
                    List.of(
                            "schema a is not managed: nothing is declared in it (1 tables, 1 views, 0 functions);"
                                    + " --schemas=a manages it",
                            "schema b is not managed: nothing is declared in it (1 tables, 0 views, 0 functions);"
                                    + " --schemas=b manages it"),
                    plan.notes());
        }
    }

    @Test
    void nothingDeclaredIsNothingToManage() {
        try (TestDatabase live = TestPostgres.fresh()) {
            live.run(LIVE);
            Plan plan = Syncs.plan(live, Syncs.full("").withAdopt(Adopt.SCHEMA));
            assertEquals("TDM-222", plan.problems().get(0).code());
        }
    }

    @Test
    void anEmptyDeclarationOfManagedSchemasIsMeant() {
        try (TestDatabase live = TestPostgres.fresh()) {
            live.run(LIVE);
            SyncResult safe = Syncs.sync(live, Syncs.coldStart("").withSchemas(List.of("a")));
            assertEquals("2", live.value("select count(*) from pg_namespace where nspname in ('a', 'b')"));
            assertTrue(safe.withheld() > 0);
            SyncResult full = Syncs.sync(live, Syncs.full("").withSchemas(List.of("a")));
            assertEquals(SyncStatus.SYNCED, full.status(), () -> full.problems().toString());
            assertEquals("b", live.value("select nspname from pg_namespace where nspname in ('a', 'b')"));
        }
    }

    @Test
    void aManagedSchemaThatIsNotThereIsNotMade() {
        try (TestDatabase live = TestPostgres.fresh()) {
            assertTrue(Syncs.plan(live, Syncs.full("create schema c;").withSchemas(List.of("z"))).changes().stream()
                    .noneMatch(c -> c.object().schema().equals("z")));
        }
    }

    @Test
    void aSchemaThatIsDeclaredNoLongerIsNamed() {
        try (TestDatabase live = TestPostgres.fresh()) {
            Syncs.sync(live, Syncs.full("create schema a; create schema c;"));
            Plan plan = Syncs.plan(live, Syncs.full("create schema c;"));
            assertEquals(
                    List.of("schema a is not declared any more, and stays: --schemas=a (TIDEMARK_SCHEMAS) manages it,"
                            + " and drops it with what is in it"),
                    plan.notes());
            Syncs.sync(live, Syncs.full("create schema c;").withSchemas(List.of("a", "c")));
            assertEquals("c", live.value("select nspname from pg_namespace where nspname in ('a', 'c')"));
        }
    }

    @Test
    void commentsOnSchemasComeAndGo() {
        try (TestDatabase live = TestPostgres.fresh()) {
            Syncs.sync(live, Syncs.full("create schema a; comment on schema a is 'one';"));
            assertEquals("one", live.value("select obj_description('a'::regnamespace, 'pg_namespace')"));
            Syncs.sync(live, Syncs.full("create schema a;"));
            assertEquals("∅", live.value("select obj_description('a'::regnamespace, 'pg_namespace')"));
        }
    }
}
