package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody drops one of the control tables. */
final class ControlTablesRepairTest {
    private static final String V1 = "create table a (id bigint primary key);";
    private static final String V2 = "create table a (id bigint primary key, n int);";

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"schema_version", "schema_text", "lease", "object", "journal", "older_start", "data_step", "meta"
            })
    void anyOneOfThemMissingIsMadeAgainByASync(String table) {
        Syncs.sync(database, Syncs.full(V1));
        database.run("drop table tidemark." + table);
        SyncResult explicit = Syncs.sync(database, Syncs.full(V1));
        assertTrue(
                explicit.status() == SyncStatus.SYNCED || explicit.status() == SyncStatus.UP_TO_DATE,
                explicit.toString());
        assertEquals(
                "2",
                database.value("select count(*) from tidemark.object where kind in ('TABLE', 'COLUMN')"),
                "what it held is written again");
        assertEquals("1", database.value("select count(*) from tidemark.schema_text"));
        database.run("drop table tidemark." + table);
        SyncResult next = Syncs.sync(database, Syncs.coldStart(V2));
        assertEquals(SyncStatus.SYNCED, next.status(), next.reason());
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema_text", "object"})
    void aReaderIsToldWhichOneAndTheWayOut(String table) {
        Syncs.sync(database, Syncs.full(V1));
        database.run("drop table tidemark." + table);
        TidemarkException fault = assertThrows(
                TidemarkException.class,
                () -> Tidemark.open(database.dataSource(), Syncs.coldStart(V1)).drift());
        assertEquals("TDM-413", fault.code());
        assertTrue(String.valueOf(fault.getMessage()).contains(table), fault.getMessage());
    }
}
