package dev.tidemark.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.identity.Generation;
import dev.tidemark.identity.Identity;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written after, and before, the work. */
class RecordingTest {
    private static final ControlTables TABLES = new ControlTables("tidemark");
    private static final String STATES =
            "select hash, state from tidemark.schema_version where app = 'shop' order by hash";
    private static final String GENERATIONS =
            "select hash, lineage, generation from tidemark.schema_version where app = 'shop' order by hash";

    private final TestDatabase database = TestPostgres.fresh();
    private Connection connection;

    RecordingTest() throws SQLException {
        connection = database.connect();
    }

    @BeforeEach
    void bootstrap() throws SQLException {
        TABLES.bootstrap(connection, List.of());
    }

    @AfterEach
    void drop() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void announcingTwiceKeepsTheFirstTime() throws SQLException {
        TABLES.announce(connection, plain("v1"));
        String first = database.value("select first_seen from tidemark.schema_version");
        TABLES.announce(connection, plain("v1"));
        assertEquals(first, database.value("select first_seen from tidemark.schema_version"));
        assertEquals(List.of("v1|announced"), database.rows(STATES));
    }

    @Test
    void announcingNotesAGenerationThatIsNewOrHasGrown() throws SQLException {
        TABLES.announce(connection, plain("v1"));
        TABLES.announce(connection, fn("v1", 3));
        assertEquals(List.of("v1|fn|3"), database.rows(GENERATIONS));
        TABLES.announce(connection, fn("v1", 2));
        TABLES.announce(connection, plain("v1"));
        TABLES.announce(connection, new Identity("shop", "v1", new Generation("other", 9)));
        assertEquals(List.of("v1|fn|3"), database.rows(GENERATIONS));
        TABLES.announce(connection, fn("v1", 4));
        assertEquals(List.of("v1|fn|4"), database.rows(GENERATIONS));
    }

    @Test
    void oneIsCurrentAndThePreviousOneSuperseded() throws SQLException {
        current(plain("v1"), "one");
        current(plain("v2"), "two");
        assertEquals(List.of("v1|superseded", "v2|current"), database.rows(STATES));
        current(plain("v1"), "one again");
        assertEquals(List.of("v1|current", "v2|superseded"), database.rows(STATES));
        assertEquals("one again", TABLES.loadText(connection, "shop", "v1"));
        assertEquals("two", TABLES.loadText(connection, "shop", "v2"));
        assertNull(TABLES.loadText(connection, "shop", "v3"));
    }

    @Test
    void theTextComesBackAsItWasAndIsStoredSmall() throws SQLException {
        String text = "create table \"ünï\\cødé\" (a text default 'it''s'); -- ✓ 🐘\n".repeat(2000);
        current(plain("v1"), text);
        assertEquals(text, TABLES.loadText(connection, "shop", "v1"));
        int bytes = Integer.parseInt(database.value("select octet_length(body) from tidemark.schema_text"));
        assertTrue(bytes < 5000, bytes + " bytes");
    }

    @Test
    void theRecordTakesOverTheRecordersGenerationButNeverShrinksInALineage() throws SQLException {
        current(fn("v1", 5), "");
        current(fn("v1", 4), "");
        assertEquals(List.of("v1|fn|5"), database.rows(GENERATIONS));
        current(plain("v1"), "");
        assertEquals(List.of("v1|∅|-1"), database.rows(GENERATIONS));
        current(fn("v1", 4), "");
        assertEquals(List.of("v1|fn|4"), database.rows(GENERATIONS));
    }

    @Test
    void blockedWaitsThirtySecondsDoublingToFifteenMinutes() throws SQLException {
        int[] expected = {30, 60, 120, 240, 480, 900, 900, 900};
        for (int attempt = 1; attempt <= expected.length; attempt++) {
            TABLES.recordBlocked(connection, plain("v1"), "because", "me", "1");
            String row = database.value("select state, attempts, reason, recorded_by,"
                    + " round(extract(epoch from retry_after - clock_timestamp())) from tidemark.schema_version");
            assertEquals("blocked|" + attempt + "|because|me|" + expected[attempt - 1], row);
        }
        for (int i = 0; i < 30; i++) {
            TABLES.recordBlocked(connection, plain("v1"), "because", "me", "1");
        }
        current(plain("v1"), "");
        assertEquals(
                "current|0|∅|∅",
                database.value("select state, attempts, reason, retry_after from tidemark.schema_version"));
    }

    @Test
    void blockedDoesNotTouchTheCurrentOne() throws SQLException {
        current(plain("v1"), "");
        TABLES.recordBlocked(connection, plain("v2"), "x".repeat(10_000), "me", "1");
        TABLES.recordBlocked(connection, plain("v1"), "a repeated sync failed", "me", "1");
        assertEquals(List.of("v1|current", "v2|blocked"), database.rows(STATES));
        assertEquals("2000", database.value("select length(reason) from tidemark.schema_version where hash = 'v2'"));
    }

    @Test
    void theJournalKeepsNinetyDaysAndTenThousandRowsOfEachApp() throws SQLException {
        database.run(
                "insert into tidemark.journal (app, hash, term, statement, started_at, finished_at, outcome)"
                        + " select app, 'v1', 1, 'old', now(), now() - interval '91 days', 'ok'"
                        + " from unnest(array['shop', 'billing']) app",
                "insert into tidemark.journal (app, hash, term, statement, started_at, finished_at, outcome)"
                        + " select 'shop', 'v1', 1, n::text, now(), now(), 'ok' from generate_series(1, 10004) n");
        TABLES.journal(connection, "shop", "v1", 1, "me", List.of(row("select 1", "ok")));
        assertEquals(
                "9999|6|10004",
                database.value("select count(*), min(statement::int), max(statement::int) from tidemark.journal where"
                        + " app = 'shop' and statement ~ '^[0-9]+$'"));
        assertEquals("1", database.value("select count(*) from tidemark.journal where statement = 'select 1'"));
        assertEquals("billing", database.value("select app from tidemark.journal where statement = 'old'"));
    }

    @Test
    void theRecordIsPartOfTheCallersTransaction() throws SQLException {
        connection.setAutoCommit(false);
        current(plain("v1"), "text");
        TABLES.replaceObjects(connection, "shop", Map.of(table("a"), new Managed("s", "f", null)), Set.of());
        TABLES.journal(connection, "shop", "v1", 1, "me", List.of(row("select 1", "ok")));
        connection.rollback();
        assertEquals(List.of(), database.rows(STATES));
        assertEquals(
                "0",
                database.value(
                        "select (select count(*) from tidemark.object) + (select count(*) from tidemark.journal)"));
    }

    @Test
    void objectsAreReplacedAndOnlyWhatDiffersIsWritten() throws SQLException {
        Map<ObjectName, Managed> objects = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            objects.put(table("t" + i), new Managed("s" + i, "f" + i, null));
        }
        objects.put(table("t1").member(ObjectKind.COLUMN, "it's"), new Managed("s", "f", "old \\ name"));
        objects.put(table("t1").member(ObjectKind.INDEX, "it's"), new Managed("s", "f", null));
        TABLES.replaceObjects(connection, "shop", objects, Set.of());
        assertEquals(objects, TABLES.inventory(connection, "shop").managed());
        Map<String, String> before = versions();
        objects.put(table("t7"), new Managed("changed", "f7", null));
        objects.remove(table("t8"));
        objects.put(table("new"), new Managed("s", "f", "t8"));
        TABLES.replaceObjects(connection, "shop", objects, Set.of());
        assertEquals(objects, TABLES.inventory(connection, "shop").managed());
        Map<String, String> after = versions();
        assertEquals(before.size(), after.size());
        long same = after.entrySet().stream()
                .filter(e -> e.getValue().equals(before.get(e.getKey())))
                .count();
        assertEquals(before.size() - 2, same, "rows that were left alone");
        TABLES.replaceObjects(connection, "shop", Map.of(), Set.of());
        assertEquals(Map.of(), TABLES.inventory(connection, "shop").managed());
    }

    @Test
    void anAppsObjectsAreForeignToTheOthersAndUntouchedByThem() throws SQLException {
        TABLES.replaceObjects(connection, "billing", Map.of(table("invoice"), new Managed("s", "f", null)), Set.of());
        TABLES.replaceObjects(connection, "shop", Map.of(table("a"), new Managed("s", "f", null)), Set.of());
        TABLES.replaceObjects(connection, "shop", Map.of(), Set.of());
        assertEquals(
                Map.of(table("invoice"), "billing"),
                TABLES.inventory(connection, "shop").foreign());
        assertEquals(Map.of(), TABLES.inventory(connection, "billing").foreign());
    }

    @Test
    void kindsOfANewerVersionAreLeftAlone() throws SQLException {
        database.run("insert into tidemark.object (app, kind, schema, name, source_hash, fingerprint) values"
                + " ('shop', 'HOLOGRAM', 'public', 'h', 's', 'f')");
        TABLES.replaceObjects(connection, "shop", Map.of(), Set.of());
        assertEquals(Map.of(), TABLES.inventory(connection, "shop").managed());
        assertEquals("1", database.value("select count(*) from tidemark.object"));
    }

    @Test
    void theJournalKeepsEightKilobytesOfAStatement() throws SQLException {
        TABLES.journal(connection, "shop", "v1", 7, "me", List.of());
        TABLES.journal(
                connection,
                "shop",
                "v1",
                7,
                "me",
                List.of(
                        row("create table a (b text default 'it''s \\')", "ok"),
                        row("x" + "é".repeat(9000), "42P01: no")));
        assertEquals(
                List.of("create table a (b text default 'it''s \\')|7|ok|2026-11-23 00:00:01.5"),
                database.rows(
                        "select statement, term, outcome, finished_at at time zone 'UTC' from tidemark.journal where"
                                + " outcome = 'ok'"));
        assertEquals(
                "8192|é…",
                database.value(
                        "select octet_length(statement), right(statement, 2) from tidemark.journal where outcome <>"
                                + " 'ok'"));
    }

    private void current(Identity identity, String text) throws SQLException {
        TABLES.recordCurrent(connection, identity, text, 0, 0, "", "me", "1");
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new HashMap<>();
        for (String row : database.rows("select kind || schema || name || member, xmin from tidemark.object")) {
            versions.put(row.substring(0, row.indexOf('|')), row.substring(row.indexOf('|')));
        }
        return versions;
    }

    private static JournalRow row(String statement, String outcome) {
        return new JournalRow(
                statement, Instant.parse("2026-11-23T00:00:00Z"), Instant.parse("2026-11-23T00:00:01.500Z"), outcome);
    }

    private static ObjectName table(String name) {
        return ObjectName.of(ObjectKind.TABLE, "public", name);
    }

    private static Identity plain(String hash) {
        return new Identity("shop", hash, Generation.none());
    }

    private static Identity fn(String hash, long generation) {
        return new Identity("shop", hash, new Generation("fn", generation));
    }
}
