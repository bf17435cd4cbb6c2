package dev.tidemark.bench;

import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.PgBouncer;
import dev.tidemark.testkit.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Herds of starts at once against a server with 100 connections, unchanged and changed, direct and through PgBouncer; how many are ready when, how many
 * connections they take, how often they look. {@code src/bench/flyway/FlywayHerd.java} puts the same change by Flyway beside it. The report is
 * {@code docs/herd.md}, the plot {@code docs/herd.svg}.
 */
public final class HerdBench {
    private static final String V1 = "create table item (id bigint primary key, name text);";
    private static final String V2 = "create table item (id bigint primary key, name text, note text);"
            + " create table more (id bigint primary key, item bigint references item);"
            + " create index item_name_idx on item (name);";
    static final int ROWS = 300_000;
    /** A small herd, so that the first measured one does not pay for loading classes. */
    private static final int WARM_UP = 5;

    static final int MAX_CONNECTIONS = 100;
    /** Server connections of the pooler, for all starts together. */
    static final int POOL = 20;

    static final Duration BUDGET = Duration.ofMinutes(5);
    private static final Set<SyncStatus> READY =
            EnumSet.of(SyncStatus.UP_TO_DATE, SyncStatus.SYNCED, SyncStatus.SYNCED_BY_PEER);

    private HerdBench() {}

    /** A way to bring a database in step at a start. */
    public interface Contender {
        /** Its name in the report. */
        String name();

        /** Whether its starts go through PgBouncer; false by default. */
        default boolean pooled() {
            return false;
        }

        /** Makes the database of before; {@code changed}: the starts then find something to do. */
        void prepare(DataSource database, boolean changed) throws Exception;

        /** One start; returns when the instance could serve, else throws. */
        void start(DataSource database) throws Exception;

        /** How often the starts looked whether another one was done; -1 where that is not known. */
        int polls();
    }

    /**
     * What a herd did.
     *
     * @param title contender and change
     * @param size how many starts
     * @param readyAt when each was ready, in seconds from the first, in order; fewer than {@code size} where some failed
     * @param connections the most that were open at once
     * @param polls how often they looked; -1: not known
     */
    record Herd(String title, int size, List<Double> readyAt, int connections, int polls) {
        Herd {
            readyAt = List.copyOf(readyAt);
        }
    }

    public static void main(String[] args) throws Exception {
        run(List.of());
    }

    /** Runs all herds, Tidemark's and those of {@code others}, and writes the report. Sizes: {@code -Dtidemark.herd=50,200,500,1000}; only those whose name ends so:
     * {@code -Dtidemark.herd.of=PgBouncer}. */
    public static void run(List<Contender> others) throws Exception {
        List<Herd> herds = new ArrayList<>();
        List<Contender> contenders = new ArrayList<>(List.of(new Self(false), new Self(true)));
        contenders.addAll(others);
        contenders.removeIf(contender -> !contender.name().endsWith(System.getProperty("tidemark.herd.of", "")));
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .setServerConfig("max_connections", String.valueOf(MAX_CONNECTIONS))
                        .setServerConfig("fsync", "off")
                        .start();
                PgBouncer pooler = PgBouncer.inFrontOf(administration(server), POOL)) {
            Servers servers = new Servers(server.getPort(), pooler.port());
            int number = 0;
            for (Contender contender : contenders) {
                herd(servers, "herd" + number++, contender, true, WARM_UP);
            }
            for (String size :
                    System.getProperty("tidemark.herd", "50,200,500,1000").split(",", -1)) {
                for (Contender contender : contenders) {
                    for (boolean changed : new boolean[] {false, true}) {
                        Herd herd = herd(servers, "herd" + number++, contender, changed, Integer.parseInt(size));
                        System.out.println(HerdReport.row(herd));
                        herds.add(herd);
                    }
                }
            }
        }
        write(herds);
    }

    private static TestDatabase administration(EmbeddedPostgres server) {
        return new TestDatabase("localhost", server.getPort(), "postgres");
    }

    /** The ports of the server and of the pooler in front of it. */
    private record Servers(int direct, int pooled) {
        /** A database's connections: as its owner, or through the pooler, which knows one login alone. */
        DataSource of(String name, boolean throughPooler) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(
                    throughPooler
                            ? "jdbc:postgresql://127.0.0.1:" + pooled + "/" + name
                                    + "?user=postgres&password=postgres&prepareThreshold=0"
                            : "jdbc:postgresql://localhost:" + direct + "/" + name + "?user=" + name);
            return database;
        }
    }

    private static Herd herd(Servers servers, String name, Contender contender, boolean changed, int size)
            throws Exception {
        String admin = "jdbc:postgresql://localhost:" + servers.direct() + "/postgres?user=postgres";
        try (Connection connection = DriverManager.getConnection(admin);
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + name + " login");
            statement.execute("create database " + name + " owner " + name);
            DataSource database = servers.of(name, contender.pooled());
            contender.prepare(database, changed);
            int before = contender.polls();
            Herd herd = measured(statement, database, contender, changed, size, name);
            int polls = before < 0 ? -1 : contender.polls() - before;
            statement.execute("drop database " + name + " with (force)");
            return new Herd(herd.title(), size, herd.readyAt(), herd.connections(), polls);
        }
    }

    private static Herd measured(
            Statement watching, DataSource database, Contender contender, boolean changed, int size, String name)
            throws InterruptedException, SQLException {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger(size);
        double[] at = new double[size];
        Arrays.fill(at, Double.NaN);
        int most = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long[] begin = new long[1];
            for (int i = 0; i < size; i++) {
                int number = i;
                var unused = threads.submit(() -> {
                    go.await();
                    try {
                        contender.start(database);
                        at[number] = (System.nanoTime() - begin[0]) / 1e9;
                    } catch (Exception e) {
                        System.out.println(name + ": " + e.getMessage());
                        throw e;
                    } finally {
                        left.decrementAndGet();
                    }
                    return null;
                });
            }
            begin[0] = System.nanoTime();
            go.countDown();
            while (left.get() > 0) {
                try (ResultSet row =
                        watching.executeQuery("select count(*) from pg_stat_activity where datname = '" + name + "'")) {
                    row.next();
                    most = Math.max(most, row.getInt(1));
                }
                Thread.sleep(50);
            }
        }
        List<Double> ready =
                Arrays.stream(at).filter(t -> !Double.isNaN(t)).sorted().boxed().toList();
        return new Herd(contender.name() + ", " + (changed ? "changed" : "unchanged"), size, ready, most, -1);
    }

    private static void write(List<Herd> herds) throws IOException {
        Path docs = Needs.basedir().resolve("docs");
        Files.writeString(docs.resolve("herd.svg"), HerdReport.plot(herds));
        Path page = docs.resolve("herd.md");
        String before = Files.readString(page);
        Files.writeString(page, HerdReport.text(herds) + before.substring(before.indexOf("\n## ")));
    }

    /** Tidemark, as a cold start with the deployer's credential. */
    private static final class Self implements Contender {
        private final boolean pooled;
        private final AtomicInteger polls = new AtomicInteger();
        private String schema = V1;

        Self(boolean pooled) {
            this.pooled = pooled;
        }

        @Override
        public String name() {
            return pooled ? "Tidemark through PgBouncer" : "Tidemark";
        }

        @Override
        public boolean pooled() {
            return pooled;
        }

        private SyncOptions options(String sql) {
            return SyncOptions.defaults()
                    .withApp("herd")
                    .withSource(new SyncOptions.SchemaSource(sql, "schema.sql"))
                    .withBudget(BUDGET)
                    .withWaitTimeout(BUDGET)
                    .withListener(event -> {
                        if (event instanceof SyncEvent.Waiting) {
                            polls.incrementAndGet();
                        }
                    });
        }

        @Override
        public void prepare(DataSource database, boolean changed) throws SQLException {
            Tidemark.open(database, options(V1)).sync();
            filled(database);
            schema = changed ? V2 : V1;
        }

        @Override
        public void start(DataSource database) {
            SyncResult result = Tidemark.open(database, options(schema)).sync();
            if (!READY.contains(result.status())) {
                throw new IllegalStateException(result.status() + " " + result.reason());
            }
        }

        @Override
        public int polls() {
            return polls.get();
        }
    }

    /** The same rows for everybody. */
    public static void filled(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(String.format(
                    Locale.ROOT,
                    "insert into item (id, name) select g, 'name ' || g from generate_series(1, %d) g",
                    ROWS));
        }
    }

    /** The schema of before, and what the new version adds, for contenders that are told the steps. */
    public static List<String> migrations() {
        return List.of(
                V1,
                "alter table item add column note text; create table more (id bigint primary key, item bigint"
                        + " references item); create index item_name_idx on item (name);");
    }
}
