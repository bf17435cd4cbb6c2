package dev.tidemark.bench;

import dev.tidemark.identity.Setting;
import dev.tidemark.testkit.Artefact;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.SecretsEndpoint;
import dev.tidemark.testkit.Sections;
import dev.tidemark.testkit.TestDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a cold start costs: fresh JVMs of the built artefact under the runtime interface client, one variant after the other, round after round, from the start
 * of the process until the function asks for its first event. Writes its table into docs/performance.md. Argument: the number of rounds, 11 by default.
 */
final class ColdStartBench {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HANDLER = BenchFunction.class.getName() + "::handleRequest";

    /** A tick of {@code /proc/PID/stat} ({@code getconf CLK_TCK}), and where it has the time in user and in system mode, behind the command's name. */
    private static final int MILLIS_PER_TICK = 10;

    private static final int UTIME = 11;

    /** A row of the table. */
    private enum Row {
        FLOOR("HikariCP and the driver alone, `SELECT 1`"),
        PLAIN("password in the environment"),
        TLS("the same over TLS, `verify-full`"),
        EXTENSION("Secrets Manager by the extension"),
        IAM("IAM token, over TLS"),
        SDK("Secrets Manager by the SDK"),
        PLAIN_AOT("password in the environment, AOT cache"),
        SDK_AOT("Secrets Manager by the SDK, AOT cache"),
        RESTORE("simulated SnapStart restore, password in the environment");

        private final String title;

        Row(String title) {
            this.title = title;
        }

        boolean isCached() {
            return this == PLAIN_AOT || this == SDK_AOT;
        }

        List<String> kinds() {
            return this == FLOOR ? List.of(BenchFunction.FLOOR) : List.of(BenchFunction.WITHOUT, BenchFunction.CHECK);
        }
    }

    private record Cell(Row row, String kind) {}

    /**
     * One start.
     *
     * @param wall milliseconds until ready
     * @param cpu milliseconds of CPU until ready, all threads
     */
    private record Start(double wall, double cpu) {}

    private final BenchServer server;
    private final SecretsEndpoint secrets;
    private final Path folder;
    private final Map<Cell, List<Start>> starts = new LinkedHashMap<>();

    private ColdStartBench(BenchServer server, SecretsEndpoint secrets, Path folder) {
        this.server = server;
        this.secrets = secrets;
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 11;
        Path folder = Files.createTempDirectory("tidemark-bench");
        try (BenchServer server = BenchServer.start(folder);
                SecretsEndpoint secrets = new SecretsEndpoint().with("bench/login", secret())) {
            ColdStartBench bench = new ColdStartBench(server, secrets, folder);
            bench.prepare();
            double before = load();
            bench.run(rounds);
            bench.report(rounds, before);
        }
        System.exit(0);
    }

    private static String secret() {
        return "{\"username\":\"" + BenchServer.USER + "\",\"password\":\"" + BenchServer.PASSWORD + "\"}";
    }

    /** The database in step with the orders service's schema; an artefact with the benchmark's function, and two with caches. */
    private void prepare() throws IOException {
        TestDatabase database = new TestDatabase("localhost", server.port(), "postgres");
        database.run(
                "create role " + BenchServer.USER + " login password '" + BenchServer.PASSWORD + "'",
                "create role " + BenchServer.IAM_USER + " login");
        try (RuntimeApi lambda = new RuntimeApi()) {
            RuntimeInstance.Answer answer = lambda.start(Artefact.TIDEMARK
                            .launch()
                            .with(Map.of(
                                    Setting.APP.variable(),
                                    "orders",
                                    Setting.URL.variable(),
                                    url(false),
                                    Setting.USER.variable(),
                                    "postgres",
                                    Setting.REQUESTS.variable(),
                                    "sync",
                                    Setting.RUNTIME_ROLES.variable(),
                                    BenchServer.USER + "," + BenchServer.IAM_USER)))
                    .invoke("{\"tidemark\": \"sync\"}", LIMIT);
            if (!answer.body().contains("\"SYNCED\"")) {
                throw new IllegalStateException(answer.toString());
            }
        }
        artefact("plain");
        for (Row row : Row.values()) {
            if (row.isCached()) {
                for (String kind : row.kinds()) {
                    train(row, kind);
                }
            }
        }
    }

    private void artefact(String name) throws IOException {
        Path from = Artefact.ORDERS.folder();
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        Path own = Path.of(BenchFunction.class.getName().replace('.', '/')).getParent();
        Files.createDirectories(to.resolve(own));
        for (Path classes : RuntimeApi.classPath()) {
            if (Files.isDirectory(classes.resolve(own))) {
                try (Stream<Path> files = Files.list(classes.resolve(own))) {
                    for (Path file : files.filter(
                                    f -> f.getFileName().toString().startsWith("BenchFunction"))
                            .toList()) {
                        Files.copy(file, to.resolve(own).resolve(file.getFileName()));
                    }
                }
            }
        }
    }

    private void train(Row row, String kind) throws IOException {
        artefact(row + kind);
        String script = Needs.basedir().resolve("src/build/aot-cache.sh").toString();
        ProcessBuilder builder = new ProcessBuilder(
                script, "--artefact", folder.resolve(row + kind).toString(), HANDLER);
        builder.environment().putAll(environment(row, kind));
        builder.environment()
                .put(
                        "JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Needs.Ran ran = Needs.run(builder);
        if (ran.exit() != 0) {
            throw new IOException(ran.all());
        }
    }

    private void run(int rounds) throws IOException {
        for (int round = 0; round <= rounds; round++) {
            for (Row row : Row.values()) {
                for (String kind : row.kinds()) {
                    Start start = start(row, kind);
                    if (round > 0) {
                        starts.computeIfAbsent(new Cell(row, kind), c -> new ArrayList<>())
                                .add(start);
                    }
                }
            }
        }
    }

    private Start start(Row row, String kind) throws IOException {
        try (RuntimeApi lambda = new RuntimeApi()) {
            RuntimeApi.Launch launch = RuntimeApi.launch(HANDLER, folder.resolve(row.isCached() ? row + kind : "plain"))
                    .with(environment(row, kind));
            if (row.isCached()) {
                launch = launch.withJvmOptions(
                        "-XX:AOTCache=" + folder.resolve(row + kind).resolve("cold-start.aot"));
            }
            return row == Row.RESTORE
                    ? restore(lambda.start(launch.withSnapStart()), kind)
                    : ready(lambda.start(launch), kind);
        }
    }

    private static Start ready(RuntimeInstance function, String kind) throws IOException {
        RuntimeInstance.Init init = function.awaitInit(LIMIT);
        double cpu = cpu(function.pid());
        require(init.ok() && isChecked(function, kind, "init"), function);
        return new Start(init.took().toNanos() / 1e6, cpu);
    }

    private static Start restore(RuntimeInstance function, String kind) throws IOException {
        function.awaitSnapshot(LIMIT);
        double before = cpu(function.pid());
        Instant restored = Instant.now();
        function.restore();
        RuntimeInstance.Init init = function.awaitInit(LIMIT);
        double cpu = cpu(function.pid()) - before;
        require(init.ok() && isChecked(function, kind, "restore"), function);
        Duration took = Duration.between(restored, function.startedAt().plus(init.took()));
        return new Start(took.toNanos() / 1e6, cpu);
    }

    /** The function's output comes by another way than its call for an event, and a moment later. */
    private static boolean isChecked(RuntimeInstance function, String kind, String phase) {
        if (!kind.equals(BenchFunction.CHECK)) {
            return !function.output().contains("cold-start");
        }
        function.awaitLine(l -> l.contains("\"UP_TO_DATE\"") && l.contains("\"" + phase + "\""), Duration.ofSeconds(5));
        return true;
    }

    private static void require(boolean ok, RuntimeInstance function) {
        if (!ok) {
            throw new IllegalStateException(function.output());
        }
    }

    private static double cpu(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return MILLIS_PER_TICK * (double) (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1]));
    }

    private String url(boolean tls) {
        return "jdbc:postgresql://localhost:" + server.port() + "/postgres?sslmode="
                + (tls ? "verify-full" : "disable");
    }

    private Map<String, String> environment(Row row, String kind) {
        boolean tls = row == Row.TLS || row == Row.IAM;
        Map<String, String> environment = new HashMap<>();
        environment.put("BENCH", kind);
        environment.put(Setting.APP.variable(), "orders");
        environment.put(Setting.URL.variable(), url(tls));
        environment.put(Setting.USER.variable(), row == Row.IAM ? BenchServer.IAM_USER : BenchServer.USER);
        if (tls) {
            environment.put(
                    Setting.SSL_ROOT_CERT.variable(), server.certificate().toString());
        }
        switch (row) {
            case FLOOR, PLAIN, TLS, PLAIN_AOT, RESTORE ->
                environment.put(Setting.PASSWORD.variable(), BenchServer.PASSWORD);
            case EXTENSION -> environment.putAll(secrets.forExtension());
            case SDK, SDK_AOT, IAM -> environment.putAll(secrets.forSdk());
        }
        switch (row) {
            case EXTENSION, SDK, SDK_AOT -> environment.put(Setting.SECRET.variable(), "bench/login");
            case IAM -> environment.put(Setting.IAM_AUTH.variable(), "true");
            case FLOOR, PLAIN, TLS, PLAIN_AOT, RESTORE -> environment.remove(Setting.SECRET.variable());
        }
        return environment;
    }

    private void report(int rounds, double before) throws IOException {
        List<String> table = new ArrayList<>();
        table.add(
                "| a function's cold start with | without the check | with it | ratio | with it, against the floor |");
        table.add("|---|---|---|---|---|");
        for (Row row : Row.values()) {
            table.add(line(row));
        }
        table.add("");
        table.add("Milliseconds until ready, wall clock / CPU of the process, medians of " + rounds
                + " starts each; ratios are the medians of the rounds' own ratios.");
        table.add(String.format(
                Locale.ROOT,
                "Taken %s on %d cores (%s), load %.1f before and %.1f after; %s, PostgreSQL %s.",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                processor(),
                before,
                load(),
                System.getProperty("java.vendor.version", System.getProperty("java.version")),
                new TestDatabase("localhost", server.port(), "postgres").value("show server_version")));
        table.forEach(System.out::println);
        Sections.rewrite(Needs.basedir().resolve("docs/performance.md"), "cold starts", table);
    }

    private String line(Row row) {
        if (row == Row.FLOOR) {
            return "| " + row.title + " | " + cell(row, BenchFunction.FLOOR) + " | – | – | – |";
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s |",
                row.title,
                cell(row, BenchFunction.WITHOUT),
                cell(row, BenchFunction.CHECK),
                ratios(row, row),
                row == Row.RESTORE ? "–" : ratios(Row.FLOOR, row));
    }

    private String cell(Row row, String kind) {
        return String.format(Locale.ROOT, "%.0f / %.0f", median(row, kind, true), median(row, kind, false));
    }

    /** Round by round, so that what slowed down a round slows down both. */
    private String ratios(Row base, Row row) {
        List<Start> below = started(base, base.kinds().getFirst());
        List<Start> above = started(row, BenchFunction.CHECK);
        List<Double> wall = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 0; i < below.size(); i++) {
            wall.add(above.get(i).wall() / below.get(i).wall());
            cpu.add(above.get(i).cpu() / below.get(i).cpu());
        }
        return String.format(Locale.ROOT, "%.2f / %.2f", median(wall), median(cpu));
    }

    private double median(Row row, String kind, boolean wall) {
        return median(
                started(row, kind).stream().map(s -> wall ? s.wall() : s.cpu()).toList());
    }

    private List<Start> started(Row row, String kind) {
        return starts.getOrDefault(new Cell(row, kind), List.of());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(l -> l.startsWith("model name"))
                .map(l -> l.substring(l.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }
}
