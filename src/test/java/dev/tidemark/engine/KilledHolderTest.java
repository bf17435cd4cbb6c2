package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.ChildJvm;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holders that die or freeze in the middle of their work, as processes of their own. */
final class KilledHolderTest {
    private static final Duration START = Duration.ofSeconds(40);
    /** Of the holders that die or freeze: long enough for a JVM that is starved for a while. */
    private static final int TTL = 4000;

    private static final String V1 = """
        create table a (id bigint primary key, gone text);
        create table b (id bigint primary key);
        """;
    private static final String V2 = """
        create type mood as enum ('ok', 'meh');
        create table a (id bigint primary key, one int, feel mood);
        create table b (id bigint primary key, two int not null default 2);
        create table c (id bigint primary key, b bigint references b);
        create index a_one_idx on a (one);
        create index b_two_idx on b (two);
        create view v as select a.id, b.two from a join b on a.id = b.id;
        """;

    private final TestDatabase database = TestPostgres.fresh();

    @TempDir
    private Path folder;

    @BeforeEach
    void rows() {
        Syncs.sync(database, Syncs.full(V1));
        database.run(
                "insert into a select g, 'x' from generate_series(1, 2000) g",
                "insert into b select g from generate_series(1, 2000) g");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 0.6, 1})
    void killedAtAStatementTheNextOneIsAtWorkWithinTheTtlAndConverges(double part) throws Exception {
        int statements = Syncs.plan(database, Syncs.full(V2)).statements().size();
        assertTrue(statements >= 5, "a plan that is worth killing: " + statements);
        Path v2 = Files.writeString(folder.resolve("v2.sql"), V2);
        try (ChildJvm holder = child(v2, 1 + (int) Math.round(part * (statements - 1)))) {
            holder.awaitLine("=> AT", START);
            holder.kill9();
        }
        String expiry = database.value("select expires_at from tidemark.lease");
        SyncResult result = Syncs.sync(database, Syncs.full(V2));
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        assertEquals(
                "t|t",
                database.value("select acquired_at >= '" + expiry + "', acquired_at < '" + expiry
                        + "'::timestamptz + interval '30 seconds' from tidemark.lease"),
                "taken over when it had expired, and soon");
        Plan after = Syncs.plan(database, Syncs.full(V2));
        assertTrue(after.isEmpty(), after.changes().toString());
        assertEquals("2000|2000", database.value("select (select count(*) from a), (select count(*) from b)"));
    }

    @Test
    void aFrozenHolderCannotCommitWhenItHasBeenTakenOver() throws Exception {
        Path v2 = Files.writeString(folder.resolve("v2.sql"), V2);
        try (ChildJvm frozen = child(v2, 1)) {
            frozen.awaitLine("=> AT 1", START);
            frozen.freeze();
            awaitExpiry();
            SyncResult taken = Syncs.sync(database, Syncs.full(V2 + "create table d (id int);"));
            assertEquals(SyncStatus.SYNCED, taken.status(), taken.reason());
            String before = shape();
            frozen.thaw();
            frozen.say("");
            String end = frozen.awaitLine("=> END", START);
            assertTrue(end.startsWith("=> END TDM-"), end);
            assertEquals(before, shape());
        }
    }

    @Test
    void aFrozenHolderCannotCommitEvenWhenNobodyTookOver() throws Exception {
        Path v2 = Files.writeString(folder.resolve("v2.sql"), V2);
        String before = shape();
        try (ChildJvm frozen = child(v2, 1)) {
            frozen.awaitLine("=> AT 1", START);
            frozen.freeze();
            awaitExpiry();
            frozen.thaw();
            frozen.say("");
            String end = frozen.awaitLine("=> END", START);
            assertTrue(end.startsWith("=> END TDM-"), end);
            assertEquals(before, shape());
        }
    }

    private void awaitExpiry() throws InterruptedException {
        while (database.value("select expires_at > clock_timestamp() from tidemark.lease")
                .equals("t")) {
            Thread.sleep(50);
        }
    }

    private ChildJvm child(Path schema, int pauseBefore) {
        return ChildJvm.of(
                        SyncMain.class,
                        database.url(),
                        schema.toString(),
                        "full",
                        String.valueOf(TTL),
                        String.valueOf(pauseBefore))
                .start();
    }

    private String shape() {
        return String.join(
                "\n",
                database.rows("select table_name, column_name, data_type from information_schema.columns "
                        + "where table_schema = 'public' order by 1, 2"));
    }
}
