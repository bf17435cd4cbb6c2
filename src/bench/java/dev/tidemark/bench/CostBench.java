package dev.tidemark.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.PgDump;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a sync and its plans cost for schemas of some sizes: time, round trips, statements and WAL, beside {@code psql -f} and {@code pg_dump --schema-only} of
 * the same schema in the same rounds. Arguments: the numbers of tables, 20, 100 and 1000 by default. Prints a table in Markdown.
 */
final class CostBench {
    private static final int ROUNDS = 3;

    private static final Pattern END = Pattern.compile(";\\s*\\n");

    private CostBench() {}

    /** One measured piece of work; WAL is that of the whole server, so only a quiet one says something. */
    private record Cost(Duration took, Duration cpu, int roundTrips, int statements, long wal) {}

    public static void main(String[] args) throws IOException {
        List<String> sizes = args.length == 0 ? List.of("20", "100", "1000") : List.of(args);
        System.out.println("| tables | what | ms | CPU ms | × pg_dump / psql | round trips | statements | WAL, KB |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (String size : sizes) {
            measure(Integer.parseInt(size));
            System.out.println("most memory of the process so far: " + mostResident());
        }
    }

    /** The peak resident set, as Linux says it; this JVM holds the proxy and its copy of the traffic, too. */
    private static String mostResident() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .map(line -> line.substring(6).strip())
                        .findFirst()
                        .orElse("")
                : "";
    }

    /** Each round in a database of its own, and psql right before it. */
    private static void firstSync(int tables, String schema) throws IOException {
        List<Duration> psql = new ArrayList<>();
        List<Cost> costs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            psql.add(psql(schema));
            try (TestDatabase database = TestPostgres.fresh();
                    MessageProxy proxy = MessageProxy.inFrontOf(database)) {
                costs.add(cost(database, proxy, () -> sync(proxy, schema)));
            }
        }
        print(
                tables,
                "first sync",
                best(costs),
                psql.stream().min(Duration::compareTo).orElseThrow());
    }

    private static void measure(int tables) throws IOException {
        String schema = schema(tables, "");
        firstSync(tables, schema);
        try (TestDatabase database = TestPostgres.fresh();
                MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            sync(proxy, schema);
            database.run("analyze");
            List<Duration> dumps = new ArrayList<>();
            List<Cost> nothing = new ArrayList<>();
            List<Cost> full = new ArrayList<>();
            List<Cost> column = new ArrayList<>();
            String more = schema(tables, ", extra integer");
            for (int round = 0; round < ROUNDS; round++) {
                dumps.add(dump(database));
                nothing.add(cost(database, proxy, () -> plan(proxy, options(schema), true)));
                full.add(cost(database, proxy, () -> plan(proxy, options(schema).withForce(true), true)));
                column.add(cost(database, proxy, () -> plan(proxy, options(more), false)));
            }
            Duration dump = median(dumps);
            print(tables, "plan, nothing to do", best(nothing), dump);
            print(tables, "plan, nothing to do, the full look", best(full), dump);
            print(tables, "plan, one column", best(column), dump);
            print(tables, "sync, one column", cost(database, proxy, () -> sync(proxy, more)), dump);
        }
    }

    private static void print(int tables, String what, Cost cost, Duration reference) {
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %d | %d | %s | %d | %d | %d |%n",
                tables,
                what,
                cost.took().toMillis(),
                cost.cpu().toMillis(),
                ratio(cost.took(), reference),
                cost.roundTrips(),
                cost.statements(),
                cost.wal() / 1024);
    }

    private static String ratio(Duration took, Duration reference) {
        return BigDecimal.valueOf(took.toMillis() * 100 / Math.max(1, reference.toMillis()), 2)
                .toPlainString();
    }

    private static Cost cost(TestDatabase database, MessageProxy proxy, Runnable work) {
        String before = database.value("select pg_current_wal_insert_lsn()");
        proxy.reset();
        long cpu = cpu();
        long start = System.nanoTime();
        work.run();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Duration used = Duration.ofNanos(cpu() - cpu);
        MessageProxy.Traffic traffic = proxy.reset();
        String wal = database.value("select pg_current_wal_insert_lsn() - '" + before + "'");
        int statements = traffic.statements().stream()
                .mapToInt(s -> (int) END.matcher(s).results().count() + 1)
                .sum();
        return new Cost(took, used, traffic.roundTrips(), statements, new BigDecimal(wal).longValue());
    }

    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static Cost best(List<Cost> costs) {
        return costs.stream().min((a, b) -> a.took().compareTo(b.took())).orElseThrow();
    }

    private static Duration median(List<Duration> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    private static void sync(MessageProxy proxy, String schema) {
        SyncOptions options = options(schema)
                .withMode(Mode.AUTO)
                .withAllowed(EnumSet.allOf(Hazard.class))
                .withBreakingAllowed(true);
        SyncResult result = Tidemark.open(proxy.dataSource(), options).sync();
        if (!result.status().name().equals("SYNCED")) {
            throw new IllegalStateException(result.status() + " " + result.reason());
        }
    }

    private static void plan(MessageProxy proxy, SyncOptions options, boolean nothing) {
        Plan plan = Tidemark.open(proxy.dataSource(), options).plan();
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

    private static Duration psql(String schema) throws IOException {
        Path file = Files.createTempFile("cost", ".sql");
        try (TestDatabase database = TestPostgres.fresh()) {
            Files.writeString(file, schema);
            return timed(() -> run(database, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-1", "-f", file.toString()));
        } finally {
            Files.delete(file);
        }
    }

    private static Duration dump(TestDatabase database) {
        return timed(() -> run(database, "pg_dump", "--schema-only"));
    }

    private static Duration timed(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void run(TestDatabase database, String program, String... options) {
        List<String> command = new ArrayList<>(List.of(
                PgDump.binaries().resolve(program).toString(),
                "-h",
                database.host(),
                "-p",
                String.valueOf(database.port()),
                "-U",
                "postgres",
                "-d",
                database.name()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PGPASSWORD", "postgres");
        try {
            Needs.Ran ran = Needs.run(builder);
            if (ran.exit() != 0) {
                throw new IllegalStateException(ran.all());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
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
            for (String column : Set.of("name", "other")) {
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
