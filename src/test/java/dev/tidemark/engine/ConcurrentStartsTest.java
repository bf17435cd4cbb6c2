package dev.tidemark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many instances that start at the same moment. */
final class ConcurrentStartsTest {
    private static final String V1 = "create table acct (id bigint primary key, name text not null);";
    private static final String V2 = "create table acct (id bigint primary key, name text not null, email text);";
    private static final String NEEDS_HUMAN =
            "create table acct (id bigint primary key, name text not null, must int not null);";

    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void ofFiftyStartsOnAnEmptyDatabaseOneSyncsAndNoneFails() throws Exception {
        Map<SyncStatus, Integer> statuses = statuses(atOnce(50, Syncs.coldStart(V1)));
        assertEquals(1, statuses.get(SyncStatus.SYNCED), statuses.toString());
        assertEquals(50, peers(statuses) + 1, statuses.toString());
        assertEquals(
                "1", database.value("select count(*) from tidemark.journal where statement ilike 'create table%'"));
    }

    @Test
    void ofFiftyStartsOnAChangedSchemaOneRunsTheDdl() throws Exception {
        Syncs.sync(database, Syncs.coldStart(V1));
        Map<SyncStatus, Integer> statuses = statuses(atOnce(50, Syncs.coldStart(V2)));
        assertEquals(1, statuses.get(SyncStatus.SYNCED), statuses.toString());
        assertEquals(50, peers(statuses) + 1, statuses.toString());
        assertEquals("1", database.value("select count(*) from tidemark.journal where statement ilike '%email%'"));
    }

    @Test
    void ofFiftyStartsOnABlockedSchemaOneTriesAndTheOthersKnowWhy() throws Exception {
        Syncs.sync(database, Syncs.coldStart(V1));
        database.run("insert into acct values (1, 'a')");
        Syncs.blockForADay(database);
        List<SyncResult> results = atOnce(50, Syncs.coldStart(NEEDS_HUMAN));
        Map<SyncStatus, Integer> statuses = statuses(results);
        assertEquals(Map.of(SyncStatus.BLOCKED, 1, SyncStatus.BLOCKED_BY_PEER, 49), statuses);
        for (SyncResult result : results) {
            assertTrue(result.reason().contains("must"), result.reason());
        }
        assertEquals("1", database.value("select attempts from tidemark.schema_version where state = 'blocked'"));
    }

    private List<SyncResult> atOnce(int instances, SyncOptions options) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<SyncResult>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(instances)) {
            Callable<SyncResult> one = () -> {
                start.await();
                return Syncs.sync(database, options);
            };
            for (int i = 0; i < instances; i++) {
                futures.add(threads.submit(one));
            }
            start.countDown();
            List<SyncResult> results = new ArrayList<>();
            for (Future<SyncResult> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    /** A late starter may already find it recorded: up to date is as good as synced by a peer. */
    private static int peers(Map<SyncStatus, Integer> statuses) {
        return statuses.getOrDefault(SyncStatus.SYNCED_BY_PEER, 0) + statuses.getOrDefault(SyncStatus.UP_TO_DATE, 0);
    }

    private static Map<SyncStatus, Integer> statuses(List<SyncResult> results) {
        Map<SyncStatus, Integer> statuses = new EnumMap<>(SyncStatus.class);
        results.forEach(r -> statuses.merge(r.status(), 1, Integer::sum));
        return statuses;
    }
}
