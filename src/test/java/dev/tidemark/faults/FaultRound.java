package dev.tidemark.faults;

import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.testkit.ChildJvm;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One round: a holder in a process of its own meets a fault at some statement, versions of all ages start meanwhile, and then all is looked at. */
final class FaultRound {
    /** Of a busy machine; nothing is measured by it. */
    private static final Duration PLENTY = Duration.ofMinutes(5);

    private static final int MOST_STATEMENTS = 6;
    private static final int PEERS = 4;
    private static final int ROWS = 500;
    private static final Set<SyncStatus> DONE =
            EnumSet.of(SyncStatus.UP_TO_DATE, SyncStatus.SYNCED, SyncStatus.SYNCED_BY_PEER);

    private final Fault fault;
    private final Random random;
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());

    FaultRound(Fault fault, long seed) {
        this.fault = fault;
        this.random = new Random(seed);
    }

    /** What was promised and did not hold; empty where all did. */
    List<String> run() throws Exception {
        try (TestDatabase database = TestPostgres.fresh();
                MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            sync(database, 1);
            database.run(
                    "insert into a select g, 'x' from generate_series(1, " + ROWS + ") g",
                    "insert into b select g from generate_series(1, " + ROWS + ") g");
            int version = 2 + random.nextInt(Versions.COUNT - 1);
            int statement = 1 + random.nextInt(MOST_STATEMENTS);
            try (ChildJvm holder = ChildJvm.of(
                            FaultInstance.class, proxy.url(), String.valueOf(version), String.valueOf(statement))
                    .start()) {
                // On a starved machine it may lose its lease, and end, before it gets that far: then its end is the
                // fault.
                if (holder.awaitLine("=> ", PLENTY).equals("=> AT")) {
                    strikeAndWait(database, proxy, holder);
                } else {
                    peers(database);
                }
            }
            look(database);
        }
        return List.copyOf(violations);
    }

    private void strikeAndWait(TestDatabase database, MessageProxy proxy, ChildJvm holder) throws InterruptedException {
        strike(database, proxy, holder);
        peers(database);
        if (fault == Fault.FREEZE) {
            String shape = shape(database);
            holder.thaw();
            holder.say("");
            holder.awaitLine("=> END", PLENTY);
            check(shape.equals(shape(database)), "the holder changed something after its time was over");
        }
        if (fault != Fault.KILL) {
            holder.awaitLine("=> END", PLENTY);
        }
    }

    private void strike(TestDatabase database, MessageProxy proxy, ChildJvm holder) throws InterruptedException {
        switch (fault) {
            case KILL -> holder.kill9();
            case FREEZE -> {
                holder.freeze();
                while (database.value("select expires_at > clock_timestamp() from tidemark.lease")
                        .equals("t")) {
                    Thread.sleep(20);
                }
            }
            case TERMINATE -> {
                database.value("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname ="
                        + " current_database() and pid <> pg_backend_pid()");
                holder.say("");
            }
            case CUT -> {
                proxy.cutAll();
                holder.say("");
            }
        }
    }

    /** Starts of all versions at once, the newest among them: each has to end, and the record never goes back. */
    private void peers(TestDatabase database) throws InterruptedException {
        List<Integer> versions = new ArrayList<>(List.of(Versions.COUNT));
        while (versions.size() < PEERS) {
            versions.add(1 + random.nextInt(Versions.COUNT));
        }
        Collections.shuffle(versions, random);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> starts = new ArrayList<>();
            for (int version : versions) {
                starts.add(threads.submit(() -> sync(database, version)));
            }
            for (Future<?> start : starts) {
                try {
                    start.get(PLENTY.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    violations.add("a start does not end");
                    start.cancel(true);
                } catch (ExecutionException e) {
                    violations.add("a start ends in " + e.getCause());
                }
            }
        }
    }

    private void sync(TestDatabase database, int version) {
        long before = generation(database);
        try {
            Tidemark.open(database.dataSource(), Versions.coldStart(version)).sync();
        } catch (TidemarkException e) {
            check(e.retriable(), "version " + version + " ends in " + e.getMessage());
        }
        check(generation(database) >= before, "the record went back under a start of version " + version);
    }

    private static long generation(TestDatabase database) {
        boolean there = database.value("select to_regclass('tidemark.schema_version') is not null")
                .equals("t");
        return there
                ? Long.parseLong(database.value(
                        "select coalesce(max(generation), 0) from tidemark.schema_version where state = 'current'"))
                : 0;
    }

    private void look(TestDatabase database) {
        SyncResult newest = Tidemark.open(database.dataSource(), Versions.coldStart(Versions.COUNT))
                .sync();
        check(DONE.contains(newest.status()), "the newest version ends in " + newest.status() + " " + newest.reason());
        check(
                Tidemark.open(database.dataSource(), Versions.coldStart(Versions.COUNT))
                        .plan()
                        .isEmpty(),
                "something is left to do");
        check(generation(database) == Versions.COUNT, "another version is recorded");
        check(
                database.value("select count(title) || ' ' || (select count(*) from b) from a")
                        .equals(ROWS + " " + ROWS),
                "rows are lost");
        check(
                database.value("select exists (select from tidemark.journal a join tidemark.journal b on b.id < a.id"
                                + " and b.term > a.term)")
                        .equals("f"),
                "an older term recorded after a newer one");
        SyncResult old =
                Tidemark.open(database.dataSource(), Versions.coldStart(1)).sync();
        check(old.status() == SyncStatus.SUPERSEDED, "a straggler ends in " + old.status());
    }

    private static String shape(TestDatabase database) {
        return String.join(
                "\n",
                database.rows("select table_schema, table_name, column_name, data_type from information_schema.columns"
                        + " where table_schema = 'public' union all select schemaname, tablename, indexname, indexdef"
                        + " from pg_indexes where schemaname = 'public' order by 1, 2, 3"));
    }

    private void check(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }
}
