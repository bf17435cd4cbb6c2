package dev.tidemark.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class PgDumpTest {
    @Test
    void columnOrderDoesNotMatterAndEverythingElseDoes() {
        String dump = dump(
                "create table s.t (a int not null default 1, b text check (case when b = 'x,(' then true else b <> ';'"
                        + " end))");
        assertEquals(
                dump,
                dump("create table s.t (b text check (case when b = 'x,(' then true else b <> ';' end), a int not"
                        + " null default 1)"));
        assertNotEquals(
                dump,
                dump("create table s.t (a int not null default 2, b text check (case when b = 'x,(' then true else"
                        + " b <> ';' end))"));
        assertNotEquals(
                dump,
                dump("create table s.t (a int not null default 1, b text check (case when b = 'y' then true end))"));
    }

    @Test
    void twoDumpsOfOneDatabaseAreEqualAndLeaveTidemarksOwnOut() {
        try (TestDatabase database = TestPostgres.fresh()) {
            database.run(
                    "create schema tidemark",
                    "create table tidemark.lease (a int)",
                    "create table kept (a int primary key)");
            String first = PgDump.schemaOnly(database);
            assertEquals(first, PgDump.schemaOnly(database));
            assertTrue(first.contains("kept"), first);
            assertFalse(first.contains("lease"), first);
        }
    }

    private static String dump(String table) {
        try (TestDatabase database = TestPostgres.fresh()) {
            database.run(
                    "create schema s",
                    table,
                    "create table public.elsewhere (a int)",
                    "comment on table s.t is 'one;\n-- two'");
            String dump = PgDump.schemaOnly(database, "s");
            assertTrue(dump.contains("CREATE TABLE s.t") && !dump.contains("elsewhere"), dump);
            return dump;
        }
    }
}
