package dev.tidemark.bench;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.report.Figures;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.Sections;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * How long a change of a busy table keeps others waiting: the statement that one writes by hand, beside the sync that does the same. The table has 1,000,000 rows; a writer and a
 * reader ask for single rows all the time, and a report reads for seven seconds, again and again. Writes the table into docs/online-ddl.md.
 */
final class StallBench {
    private static final int ROWS = 1_000_000;

    private static final String TABLES = """
        create table customer (id int primary key);
        create table busy (
            id int primary key,
            customer int,
            n int,
            s text
            /* column */
        );
        """;

    private static final List<Case> CASES = List.of(
            new Case(
                    "add a column with a default",
                    "alter table busy add extra int not null default 5",
                    TABLES.replace("/* column */", ", extra int not null default 5")),
            new Case(
                    "SET NOT NULL",
                    "alter table busy alter n set not null",
                    TABLES.replace("n int,", "n int not null,")),
            new Case(
                    "add a check",
                    "alter table busy add constraint n_positive check (n >= 0)",
                    TABLES.replace("/* column */", ", constraint n_positive check (n >= 0)")),
            new Case(
                    "add a foreign key",
                    "alter table busy add constraint busy_customer foreign key (customer) references customer",
                    TABLES.replace(
                            "/* column */",
                            ", constraint busy_customer foreign key (customer) references customer (id)")),
            new Case("create an index", "create index busy_n on busy (n)", TABLES + "create index busy_n on busy (n);"),
            new Case(
                    "add a unique constraint",
                    "alter table busy add constraint busy_once unique (id, n)",
                    TABLES.replace("/* column */", ", constraint busy_once unique (id, n)")),
            new Case(
                    "integer to bigint, which rewrites",
                    "alter table busy alter n type bigint",
                    TABLES.replace("n int,", "n bigint,")));

    private StallBench() {}

    /** The same change, by hand and declared. */
    private record Case(String name, String byHand, String declared) {}

    /** What a change did to others. */
    private record Stall(Duration took, Duration writer, Duration reader) {
        String cells() {
            return Figures.time(writer) + " | " + Figures.time(reader) + " | " + Figures.time(took);
        }
    }

    private interface Change {
        void run(TestDatabase database) throws SQLException;
    }

    public static void main(String[] args) throws IOException, SQLException, InterruptedException {
        List<String> lines = new ArrayList<>(List.of(
                "| change | | longest stall of a writer | of a reader | the change took |", "|---|---|---|---|---|"));
        for (Case one : CASES) {
            Stall hand = measure(database -> database.run(one.byHand()));
            lines.add("| " + one.name() + " | by hand | " + hand.cells() + " |");
            Stall tidemark = measure(database -> sync(database, one.declared()));
            lines.add("| | Tidemark | " + tidemark.cells() + " |");
            System.out.println(lines.get(lines.size() - 2) + "\n" + lines.get(lines.size() - 1));
        }
        lines.add("");
        lines.add("Taken " + LocalDate.now(ZoneOffset.UTC) + " on "
                + Runtime.getRuntime().availableProcessors()
                + " cores that other work shares; PostgreSQL " + TestPostgres.NEWEST + ".");
        Sections.rewrite(Needs.basedir().resolve("docs/online-ddl.md"), "stalls", lines);
    }

    private static Stall measure(Change change) throws SQLException, InterruptedException {
        try (TestDatabase database = TestPostgres.fresh()) {
            sync(database, TABLES);
            database.run(
                    "insert into customer select g from generate_series(0, 99) g",
                    "insert into busy select g, g % 100, g, repeat('x', 60) from generate_series(1, " + ROWS + ") g",
                    "vacuum analyze busy");
            try (Asker writer = new Asker(database, "update busy set s = s where id = ");
                    Asker reader = new Asker(database, "select s from busy where id = ");
                    Report report = new Report(database)) {
                writer.start();
                reader.start();
                report.start();
                // All of them are there before the change comes.
                Thread.sleep(2000);
                long start = System.nanoTime();
                change.run(database);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                Thread.sleep(500);
                return new Stall(took, writer.longest(), reader.longest());
            }
        }
    }

    private static void sync(TestDatabase database, String schema) {
        SyncOptions options = SyncOptions.defaults()
                .withApp("bench")
                .withSource(new SyncOptions.SchemaSource(schema, "schema.sql"))
                .withMode(Mode.AUTO)
                .withExplicit(true)
                .withBreakingAllowed(true)
                .withAllowed(EnumSet.allOf(Hazard.class))
                .withBudget(Duration.ofMinutes(10));
        SyncResult result = Tidemark.open(database.dataSource(), options).sync();
        if (!result.status().name().equals("SYNCED")) {
            throw new IllegalStateException(result.status() + " " + result.reason());
        }
    }

    /** Work on a connection of its own, over and over until it is closed. */
    private abstract static class Background implements AutoCloseable {
        private final Thread thread;
        private volatile boolean over;

        Background(TestDatabase database) {
            this.thread = Thread.ofPlatform().daemon().unstarted(() -> run(database));
        }

        void start() {
            thread.start();
        }

        private void run(TestDatabase database) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                while (!over) {
                    once(statement);
                }
            } catch (SQLException e) {
                if (!over) {
                    throw new IllegalStateException(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        abstract void once(Statement statement) throws SQLException, InterruptedException;

        @Override
        public void close() {
            over = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Asks for single rows, some hundred times a second, and notes the longest answer. */
    private static final class Asker extends Background {
        private final String sql;
        private long longest;

        Asker(TestDatabase database, String sql) {
            super(database);
            this.sql = sql;
        }

        @Override
        void once(Statement statement) throws SQLException, InterruptedException {
            long start = System.nanoTime();
            statement.execute(sql + (1 + (start & 0xffff)));
            note(System.nanoTime() - start);
            Thread.sleep(5);
        }

        private synchronized void note(long nanos) {
            longest = Math.max(longest, nanos);
        }

        synchronized Duration longest() {
            return Duration.ofNanos(longest);
        }
    }

    /** Reads for seven seconds in a transaction, and comes back a second later. */
    private static final class Report extends Background {
        Report(TestDatabase database) {
            super(database);
        }

        @Override
        void once(Statement statement) throws SQLException, InterruptedException {
            statement.execute("begin; select count(*) from busy where id < 1000; select pg_sleep(7); commit");
            Thread.sleep(1000);
        }
    }
}
