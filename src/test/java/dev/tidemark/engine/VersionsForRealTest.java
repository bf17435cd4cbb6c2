package dev.tidemark.engine;

import static dev.tidemark.SyncStatus.BLOCKED;
import static dev.tidemark.SyncStatus.BLOCKED_BY_PEER;
import static dev.tidemark.SyncStatus.SUPERSEDED;
import static dev.tidemark.SyncStatus.SYNCED;
import static dev.tidemark.SyncStatus.UP_TO_DATE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of versions, each case of DESIGN §4 on a real database. */
final class VersionsForRealTest {
    private static final String V1 = "create table t (id bigint primary key);";
    private static final String V2 = "create table t (id bigint primary key, two int);";
    private static final String V3 = "create table t (id bigint primary key, two int, three int);";
    private static final String V2_BLOCKED = "create table t (id bigint primary key, two int not null);";

    private final TestDatabase database = TestPostgres.fresh();

    @BeforeEach
    void rows() {
        expect(SYNCED, V1, -1);
        database.run("insert into t values (1)");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void aCanarysOldSiblingsAreSuperseded() {
        expect(SYNCED, V2, -1);
        expect(SUPERSEDED, V1, -1);
        expect(UP_TO_DATE, V2, -1);
        assertEquals("1", database.value("select count(*) from information_schema.columns where column_name = 'two'"));
    }

    @Test
    void aStragglerOfABlockedVersionIsSupersededByTheNext() {
        expect(BLOCKED, V2_BLOCKED, -1);
        expect(BLOCKED_BY_PEER, V2_BLOCKED, -1);
        expect(SYNCED, V3, -1);
        expect(SUPERSEDED, V2_BLOCKED, -1);
    }

    @Test
    void aVersionFirstSeenBeforeTheCurrentOneIsSuperseded() {
        database.run("insert into tidemark.schema_version (app, hash, state, first_seen) select 'shop', '"
                + dev.tidemark.schema.SchemaHash.of(V2) + "', 'announced', now() - interval '1 minute'");
        expect(SYNCED, V3, -1);
        expect(SUPERSEDED, V2, -1);
    }

    @Test
    void aHigherGenerationReturnsOnPurpose() {
        expect(UP_TO_DATE, V1, 1, true);
        expect(SYNCED, V2, 2);
        expect(SUPERSEDED, V1, 1);
        expect(SYNCED, V1, 3);
        expect(SYNCED, V2, 4);
        expect(SUPERSEDED, V1, 3);
    }

    @Test
    void anAliasRolledBackChangesNothing() {
        expect(UP_TO_DATE, V1, 7, true);
        expect(SYNCED, V2, 8);
        expect(SUPERSEDED, V1, 7);
        assertEquals("1", database.value("select count(*) from information_schema.columns where column_name = 'two'"));
    }

    @Test
    void anExplicitSyncAlwaysMakesItselfCurrent() {
        expect(SYNCED, V2, -1);
        expect(SYNCED, V1, -1, true);
        expect(UP_TO_DATE, V1, -1);
        expect(SUPERSEDED, V2, -1);
    }

    @Test
    void aDroppedControlSchemaIsMadeAnewOverWhatIsThere() {
        expect(SYNCED, V2, -1);
        database.run("drop schema tidemark cascade");
        expect(SYNCED, V2, -1);
        assertEquals("1", database.value("select count(*) from t"));
        expect(UP_TO_DATE, V2, -1);
    }

    private void expect(SyncStatus status, String sql, long generation) {
        expect(status, sql, generation, false);
    }

    private void expect(SyncStatus status, String sql, long generation, boolean explicit) {
        SyncOptions options = Syncs.coldStart(sql).withExplicit(explicit);
        if (generation >= 0) {
            options = options.withGeneration(generation).withLineage("ci");
        }
        SyncResult result = Syncs.sync(database, options);
        assertEquals(status, result.status(), result.reason());
    }
}
