package dev.tidemark.engine;

import static dev.tidemark.engine.Syncs.full;
import static dev.tidemark.engine.Syncs.plan;
import static dev.tidemark.engine.Syncs.sync;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Upgrades on a database of their own: each ends where a fresh database begins, or is refused before anything ran. */
abstract class Upgrades {
    final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    final void blocked(String v1, String v2, String named) {
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

    final void upgrade(String v1, String row, String v2) {
        upgrade(v1, List.of(row), v2);
    }

    final void upgrade(String v1, List<String> rows, String v2) {
        apply(full(v1));
        rows.forEach(database::run);
        apply(full(v2));
        same(v2);
    }

    final void same(String declared) {
        assertTrue(
                plan(database, full(declared)).isEmpty(),
                plan(database, full(declared)).toString());
        try (TestDatabase fresh = TestPostgres.fresh()) {
            fresh.run(declared);
            assertEquals(PgDump.schemaOnly(fresh), PgDump.schemaOnly(database));
        }
    }

    final SyncResult apply(dev.tidemark.SyncOptions options) {
        SyncResult result = sync(database, options);
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason() + " " + result.problems());
        return result;
    }
}
