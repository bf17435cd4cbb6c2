package dev.tidemark.bench;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.Sections;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * What a sync and its plans cost for schemas of some sizes, cold and warm, beside {@code psql -f} and {@code pg_dump --schema-only} of the same schema in the same
 * rounds. Arguments: the numbers of tables, 20, 100 and 1000 by default. Writes the table and the plot into docs.
 */
final class CostBench {
    private static final int ROUNDS = 3;

    private static final Pattern END = Pattern.compile(";\\s*\\n");

    private final int tables;
    private final String schema;
    private final String more;
    private final CostReport report;

    private CostBench(int tables, CostReport report) {
        this.tables = tables;
        this.schema = schema(tables, "");
        this.more = schema(tables, ", extra integer");
        this.report = report;
    }

    /**
     * What goes over the wire, and what the server writes; WAL is that of the whole server, so only a quiet one says something.
     *
     * @param wal in bytes
     */
    record Traffic(int roundTrips, int statements, long wal) {}

    /** A way to do the same work in each round. */
    private interface Work {
        void run(DataSource source);
    }

    public static void main(String[] args) throws IOException {
        List<String> sizes = args.length == 0 ? List.of("20", "100", "1000") : List.of(args);
        CostReport report = new CostReport();
        for (String size : sizes) {
            new CostBench(Integer.parseInt(size), report).measure();
        }
        Path docs = Needs.basedir().resolve("docs");
        Sections.rewrite(docs.resolve("performance.md"), "costs", report.lines());
        Files.writeString(docs.resolve("cost.svg"), report.plot());
        report.lines().forEach(System.out::println);
    }

    private void measure() throws IOException {
        try (CostProcesses processes = new CostProcesses(schema, more);
                TestDatabase database = TestPostgres.fresh()) {
            firstSync(processes);
            sync(database.dataSource(), schema);
            database.run("analyze");
            // Writes the archive of the command's classes.
            processes.plan(database, true);
            List<CostProcesses.Ran> dumps = new ArrayList<>();
            List<CostProcesses.Ran> nothing = new ArrayList<>();
            List<CostProcesses.Ran> column = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                dumps.add(processes.dump(database));
                nothing.add(processes.plan(database, false));
                column.add(processes.plan(database, true));
            }
            CostProcesses.Ran dump = best(dumps);
            report.reference(tables, "pg_dump", dump);
            report.cold(tables, "plan, nothing to do", best(nothing), dump);
            report.cold(tables, "plan, one column more", best(column), dump);
            warm(database, "plan, nothing to do", dump, s -> plan(s, options(schema), true));
            warm(
                    database,
                    "plan, forced to look at everything",
                    dump,
                    s -> plan(s, options(schema).withForce(true), true));
            warm(database, "plan, one column more", dump, s -> plan(s, options(more), false));
            once(database, "sync, one column more", dump);
            List<CostProcesses.Ran> syncs = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                sync(database.dataSource(), schema);
                syncs.add(processes.syncMore(database));
            }
            report.cold(tables, "sync, one column more", best(syncs), dump);
        }
    }

    /** Each round in a database of its own, and psql right before it. */
    private void firstSync(CostProcesses processes) throws IOException {
        List<CostProcesses.Ran> psql = new ArrayList<>();
        List<CostProcesses.Ran> cold = new ArrayList<>();
        List<Duration> warm = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (TestDatabase one = TestPostgres.fresh();
                    TestDatabase another = TestPostgres.fresh();
                    TestDatabase third = TestPostgres.fresh()) {
                psql.add(processes.psql(one));
                cold.add(processes.sync(another));
                warm.add(timed(() -> sync(third.dataSource(), schema)));
            }
        }
        CostProcesses.Ran reference = best(psql);
        report.reference(tables, "psql -1 -f", reference);
        report.cold(tables, "first sync", best(cold), reference);
        try (TestDatabase database = TestPostgres.fresh()) {
            Traffic traffic = traffic(database, s -> sync(s, schema));
            report.warm(tables, "first sync", least(warm), traffic, reference);
        }
    }

    private void warm(TestDatabase database, String what, CostProcesses.Ran reference, Work work) {
        List<Duration> times = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            times.add(timed(() -> work.run(database.dataSource())));
        }
        report.warm(tables, what, least(times), traffic(database, work), reference);
    }

    /** What cannot be done twice is measured through the proxy. */
    private void once(TestDatabase database, String what, CostProcesses.Ran reference) {
        List<Duration> times = new ArrayList<>();
        Traffic traffic = traffic(database, s -> times.add(timed(() -> sync(s, more))));
        report.warm(tables, what, times.get(0), traffic, reference);
    }

    private static Traffic traffic(TestDatabase database, Work work) {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            String before = database.value("select pg_current_wal_insert_lsn()");
            work.run(proxy.dataSource());
            MessageProxy.Traffic traffic = proxy.reset();
            String wal = database.value("select pg_current_wal_insert_lsn() - '" + before + "'");
            int statements = traffic.statements().stream()
                    .mapToInt(s -> (int) END.matcher(s).results().count() + 1)
                    .sum();
            return new Traffic(traffic.roundTrips(), statements, new BigDecimal(wal).longValue());
        }
    }

    private static CostProcesses.Ran best(List<CostProcesses.Ran> all) {
        return all.stream().min(Comparator.comparing(CostProcesses.Ran::wall)).orElseThrow();
    }

    private static Duration least(List<Duration> all) {
        return all.stream().min(Duration::compareTo).orElseThrow();
    }

    private static void sync(DataSource source, String schema) {
        SyncOptions options = options(schema)
                .withMode(Mode.AUTO)
                .withAllowed(EnumSet.allOf(Hazard.class))
                .withBreakingAllowed(true);
        SyncResult result = Tidemark.open(source, options).sync();
        if (!result.status().name().equals("SYNCED")) {
            throw new IllegalStateException(result.status() + " " + result.reason());
        }
    }

    private static void plan(DataSource source, SyncOptions options, boolean nothing) {
        Plan plan = Tidemark.open(source, options).plan();
        if (plan.blocked() || plan.statements().isEmpty() != nothing) {
            throw new IllegalStateException(plan.toString());
        }
    }

    private static SyncOptions options(String schema) {
        return SyncOptions.defaults()
                .withApp("bench")
                .withSource(new SyncOptions.SchemaSource(schema, "schema.sql"))
                .withBudget(Duration.ofMinutes(15));
    }

    private static Duration timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Tables of six columns with three indexes, a check and a foreign key each; every tenth has a view. */
    static String schema(int tables, String extra) {
        StringBuilder sql = new StringBuilder("create schema shop;\ncreate type shop.mood as enum ('ok', 'meh');\n");
        for (int i = 1; i <= tables; i++) {
            String table = "shop.item_" + i;
            sql.append("create table ").append(table);
            sql.append(" (id bigint generated always as identity primary key, name text not null, feel shop.mood"
                    + " not null default 'ok', amount numeric(12, 2) check (amount >= 0), other bigint, at timestamptz"
                    + " not null default now()");
            sql.append(i == tables / 2 + 1 ? extra : "").append(");\n");
            for (String column : List.of("name", "other")) {
                sql.append("create index item_")
                        .append(i)
                        .append('_')
                        .append(column)
                        .append("_idx on ");
                sql.append(table).append(" (").append(column).append(");\n");
            }
            if (i > 1) {
                sql.append("alter table ").append(table).append(" add foreign key (other) references shop.item_");
                sql.append(Math.max(1, i / 4)).append(";\n");
            }
            if (i % 10 == 0) {
                sql.append("create view shop.top_").append(i).append(" as select id, name from ");
                sql.append(table).append(" where amount > 10;\n");
            }
        }
        return sql.toString();
    }
}
