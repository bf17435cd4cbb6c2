package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More instances than the server has room for: a role with a connection limit gets the same 53300 as a full server. */
final class HerdTest {
    private static final String V1 = "create table a (id bigint primary key);";

    private final TestDatabase database = TestPostgres.fresh();
    private final String role = "herd_" + database.name();

    @BeforeEach
    void role() {
        database.run(
                "create role " + role + " login password 'h'",
                "grant create on database " + database.name() + " to " + role,
                "grant all on schema public to " + role);
    }

    @AfterEach
    void drop() {
        database.run("drop owned by " + role + " cascade", "drop role " + role);
        database.close();
    }

    private DataSource source() {
        return database.dataSource(role, "h");
    }

    private void slots(int count) {
        database.run("alter role " + role + " connection limit " + count);
    }

    @Test
    void aHerdLargerThanTheServerIsReadyAsAWhole() throws Exception {
        slots(3);
        int herd = 20;
        List<Future<SyncResult>> starts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(herd)) {
            for (int i = 0; i < herd; i++) {
                SyncOptions options =
                        Syncs.coldStart(V1).withBudget(Duration.ofMinutes(3)).withWaitTimeout(Duration.ofMinutes(3));
                starts.add(threads.submit(() -> Tidemark.open(source(), options).sync()));
            }
            int synced = 0;
            for (Future<SyncResult> start : starts) {
                SyncStatus status = start.get().status();
                assertTrue(
                        status == SyncStatus.SYNCED
                                || status == SyncStatus.SYNCED_BY_PEER
                                || status == SyncStatus.UP_TO_DATE,
                        status.name());
                synced += status == SyncStatus.SYNCED ? 1 : 0;
            }
            assertEquals(1, synced, "one applied it");
        }
    }

    @Test
    void aLoneSlotIsWaitedOnAndIsNoPoolOfOne() {
        slots(1);
        SyncResult alone = Tidemark.open(source(), Syncs.coldStart(V1).withBudget(Duration.ofSeconds(4)))
                .sync();
        assertEquals(SyncStatus.TIMED_OUT, alone.status(), alone.toString());
        assertEquals("TDM-407", alone.problems().get(0).code());
        slots(2);
        assertEquals(
                SyncStatus.SYNCED,
                Tidemark.open(source(), Syncs.coldStart(V1)).sync().status());
    }

    @Test
    void aSlotThatComesFreeIsTaken() throws Exception {
        slots(2);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<SyncResult> start;
            try (Connection squatter = source().getConnection()) {
                assertTrue(!squatter.isClosed());
                start = threads.submit(
                        () -> Tidemark.open(source(), Syncs.coldStart(V1)).sync());
                awaitRefusal();
            }
            assertEquals(SyncStatus.SYNCED, start.get().status());
        }
    }

    /** Until the run has asked for a second connection: its first one has gone through the hot read and the bootstrap. */
    private void awaitRefusal() throws InterruptedException {
        while (database.value("select to_regclass('tidemark.lease')").equals("∅")) {
            Thread.sleep(20);
        }
    }

    @Test
    void aReadOnlyServerIsTriedAgainUntilItIsWritable() throws Exception {
        database.run("alter role " + role + " set default_transaction_read_only = on");
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<SyncResult> start = threads.submit(() -> {
                try {
                    return Tidemark.open(source(), Syncs.coldStart(V1)).sync();
                } catch (RuntimeException e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitSession();
            database.run("alter role " + role + " reset default_transaction_read_only");
            assertEquals(SyncStatus.SYNCED, start.get().status());
        }
    }

    private void awaitSession() throws SQLException, InterruptedException {
        while (database.value("select count(*) from pg_stat_activity where usename = '" + role + "'")
                .equals("0")) {
            Thread.sleep(5);
        }
    }
}
