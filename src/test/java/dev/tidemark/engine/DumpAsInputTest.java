package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code pg_dump --schema-only}, as it comes, is a declared schema. */
final class DumpAsInputTest {
    private final TestDatabase grown = TestPostgres.fresh();

    @AfterEach
    void drop() {
        grown.close();
    }

    @Test
    void aDumpOfADatabaseIsInSyncWithItAndBuildsItsEqual() throws IOException {
        grown.run(grown("dump/shop.sql"));
        String dump = PgDump.raw(grown);
        Plan plan = Syncs.plan(grown, Syncs.full(dump));
        assertEquals(List.of(), plan.problems());
        assertEquals("", text(plan));
        assertEquals(SyncStatus.SYNCED, Syncs.sync(grown, Syncs.coldStart(dump)).status());
        try (TestDatabase empty = TestPostgres.fresh()) {
            assertEquals(
                    List.of(),
                    Syncs.plan(empty, Syncs.full(dump)).changes().stream()
                            .filter(c -> c.sql().isEmpty())
                            .toList());
            SyncResult built = Syncs.sync(empty, Syncs.coldStart(dump));
            assertEquals(SyncStatus.SYNCED, built.status(), built.reason());
            assertEquals(PgDump.schemaOnly(grown), PgDump.schemaOnly(empty));
            assertEquals("", text(Syncs.plan(empty, Syncs.full(dump))));
            assertEquals("0", empty.value("select count(*) from pg_index where not indisvalid"));
        }
    }

    @Test
    void whatGoesFromADumpIsDropped() throws IOException {
        grown.run(grown("dump/shop.sql"));
        String dump = PgDump.raw(grown);
        Syncs.sync(grown, Syncs.coldStart(dump));
        String without = dump.replace("COMMENT ON TABLE shop.customer IS 'Who buys; \"they\"';", "");
        assertTrue(without.length() < dump.length());
        Plan plan = Syncs.plan(grown, Syncs.full(without));
        assertEquals(1, plan.changes(Plan.Fate.APPLY).size(), text(plan));
    }

    @Test
    void aDeclaredExtensionIsMadeWhereItIsMissingAndNeverDropped() {
        String sql = "create extension if not exists pg_trgm; create table t (a text);"
                + " create index t_a on t using gin (a gin_trgm_ops);";
        assertEquals(
                "extension pg_trgm, table t",
                Syncs.plan(grown, Syncs.coldStart(sql)).changes().stream()
                        .map(c -> c.object().toString())
                        .collect(Collectors.joining(", ")));
        SyncResult made = Syncs.sync(grown, Syncs.coldStart(sql));
        assertEquals(SyncStatus.SYNCED, made.status(), made.reason());
        assertEquals("1", grown.value("select count(*) from pg_extension where extname = 'pg_trgm'"));
        assertTrue(Syncs.plan(grown, Syncs.full(sql)).isEmpty());
        assertTrue(
                Syncs.plan(grown, Syncs.full("create table t (a text); create index t_a on t (a);")).changes().stream()
                        .noneMatch(c -> c.object().toString().contains("extension")));
    }

    private static String text(Plan plan) {
        return plan.changes().stream()
                .map(c -> c.object() + ": " + c.summary() + "\n  " + String.join("\n  ", c.sql()))
                .collect(Collectors.joining("\n"));
    }

    private static String grown(String resource) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(DumpAsInputTest.class.getClassLoader().getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
