package dev.tidemark.demo;

import dev.tidemark.cli.Main;
import dev.tidemark.testkit.RuntimeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cold starts of the orders service under AWS's runtime interface client, against an embedded PostgreSQL: an empty database, nothing to do, a second
 * version, and a straggler of the first. Exits with 0 where everything was as it should be; the report is {@code target/demo/report.md}.
 */
public final class Demo {
    /** Nothing here fails for slowness; but what says nothing for so long hangs. */
    private static final Duration HANGS = Duration.ofMinutes(30);

    private static final Duration GATE = Duration.ofSeconds(100);
    private static final int AT_ONCE = 6;

    private final Path base =
            Path.of(System.getProperty("tidemark.basedir", "")).toAbsolutePath();
    private final Timeline timeline = new Timeline();
    private final Versions versions = new Versions(base, RuntimeApi.classPath());
    private @Nullable ShopDatabase started;
    private List<Path> second = List.of();
    private String customer = "";
    private String order = "";

    private Demo() {}

    /** No arguments. */
    public static void main(String[] args) throws IOException {
        Demo demo = new Demo();
        demo.endWhereItHangs();
        int code = demo.run();
        System.exit(code);
    }

    private int run() throws IOException {
        timeline.title(
                "Tidemark: an orders service on Lambda, and its database",
                "Every \"JVM\" below is a cold start: a fresh process under AWS's own runtime interface client.",
                "The records of src/example declare the schema. Nobody wrote a migration.");
        timeline.waitingFor("an embedded PostgreSQL unpacks and starts");
        try (ShopDatabase database = ShopDatabase.start()) {
            timeline.waitingFor("");
            timeline.event("PostgreSQL " + database.version() + " is up, embedded and empty");
            started = database;
            emptyDatabase();
            nothingToDo();
            secondVersion();
            straggler();
        } catch (IllegalStateException | SQLException | InterruptedException e) {
            timeline.failed(String.valueOf(e.getMessage()));
        }
        return timeline.finish(base.resolve("target/demo/report.md"));
    }

    private void emptyDatabase() throws SQLException, InterruptedException {
        timeline.step(
                "Version 1, " + AT_ONCE + " cold starts at once, empty database",
                "One of them takes the lease and creates the schema. The others wait for it and carry on.",
                "(The demo holds them back by a lock until all six are there, so that they really race.)");
        Thread gate = database().holdUntilAllWait(AT_ONCE, GATE);
        try (Fleet fleet = orders(versions.first(), 1, AT_ONCE)) {
            fleet.tellColdStarts(anyRequest());
            gate.join();
            database().stock();
            List<String> statuses = fleet.statuses();
            timeline.check(
                    "one instance created the schema",
                    Collections.frequency(statuses, "SYNCED") == 1,
                    statuses.toString());
            timeline.check(
                    "all others found it done",
                    Collections.frequency(statuses, "SYNCED_BY_PEER") + Collections.frequency(statuses, "UP_TO_DATE")
                            == AT_ONCE - 1,
                    statuses.toString());
            place(fleet, "http-place-order.json");
            timeline.check(
                    "6 tables are there",
                    database().tables() == 6,
                    Integer.toString(database().tables()));
            timeline.check(
                    AT_ONCE + " orders are stored",
                    count("select count(*) from shop.orders") == AT_ONCE,
                    database().rows("select id, total_amount from shop.orders").toString());
            read(fleet);
        }
    }

    private void nothingToDo() {
        timeline.step(
                "The same version again, " + AT_ONCE + " cold starts at once",
                "Almost every cold start is like this: one primary-key read, and nothing else.");
        int before = count("select count(*) from tidemark.journal");
        try (Fleet fleet = orders(versions.first(), 1, AT_ONCE)) {
            fleet.tellColdStarts(anyRequest());
            List<String> statuses = fleet.statuses();
            timeline.check(
                    "all are up to date",
                    Collections.frequency(statuses, "UP_TO_DATE") == AT_ONCE,
                    statuses.toString());
            int after = count("select count(*) from tidemark.journal");
            timeline.check("no statement ran", before == after, before + " → " + after);
            read(fleet);
        }
    }

    private void secondVersion() throws IOException {
        timeline.step(
                "Version 2 is reviewed and deployed",
                "It adds orders.channel and an index, renames customer.name to full_name, and drops customer.phone.");
        timeline.waitingFor("version 2 compiles");
        second = versions.second();
        timeline.waitingFor("");
        timeline.event("version 2 is compiled: the same sources with src/demo/v2 laid over them");
        timeline.event("what would a sync do? On the command line, before anything is deployed:");
        String plan = tidemark("plan");
        timeline.check(
                "the plan shows the rename and the data loss",
                plan.contains("name → full_name") && plan.contains("DATA_LOSS"),
                plan);
        timeline.event("and the SQL of it, as a reviewer or psql would read it:");
        String sql = tidemark("plan", "--sql");
        timeline.check("its SQL renames the column", sql.contains("RENAME COLUMN"), sql);
        timeline.event(
                "the deploy: sam deploy asks the Tidemark function for a sync, in safe mode, which loses no data;"
                        + " AllowBreaking lets it rename a column, since version 1 is to serve no more");
        try (Fleet tidemark = tidemark(second)) {
            tidemark.awaitInit();
            Map<String, Object> answer = Json.parse(tidemark.send(0, Fleet.event(base, "sync.json")));
            tellChanges(answer);
            timeline.check("it is synced", Json.text(answer, "status").equals("SYNCED"), answer.toString());
            timeline.check("the drop is withheld", Json.text(answer, "withheld").equals("1"), answer.toString());
        }
        checkKept();

        try (Fleet fleet = orders(second, 2, 3)) {
            fleet.tellColdStarts(anyRequest());
            timeline.check(
                    "all are up to date",
                    Collections.frequency(fleet.statuses(), "UP_TO_DATE") == 3,
                    fleet.statuses().toString());
            place(fleet, "http-place-order.json");
            read(fleet);
        }
    }

    private void checkKept() {
        timeline.check(
                "the renamed column kept its values",
                database().rows("select distinct full_name from shop.customer").equals(List.of("Ada Lovelace")),
                database().rows("select * from shop.customer").toString());
        timeline.check(
                "the column that safe mode did not drop kept its values, and new code need not fill it",
                database()
                        .value("select min(phone) || ' ' || (select is_nullable from information_schema.columns"
                                + " where table_schema = 'shop' and column_name = 'phone') from shop.customer")
                        .equals("+44 20 7946 0000 YES"),
                database().columns());
        timeline.check(
                "orders of before came through the default channel",
                database().rows("select distinct channel from shop.orders").equals(List.of("web")),
                database().columns());
        timeline.check(
                "the index is there and valid",
                count("select count(*) from pg_index where indisvalid and indexrelid ="
                                + " to_regclass('shop.orders_status_placed_at_idx')")
                        == 1,
                database()
                        .rows("select indexname from pg_indexes where schemaname = 'shop'")
                        .toString());
    }

    private void straggler() {
        timeline.step(
                "A straggler: version 1 starts once more",
                "During a canary or a rolling deploy old and new versions start side by side.",
                "The old one must not drag the schema back.");
        String before = database().columns();
        try (Fleet old = orders(versions.first(), 1, 1);
                Fleet current = orders(second, 2, 1)) {
            old.tellColdStarts(anyRequest());
            current.awaitInit();
            timeline.check(
                    "it is superseded",
                    old.statuses().equals(List.of("SUPERSEDED")),
                    old.statuses().toString());
            timeline.check(
                    "nothing was reverted",
                    before.equals(database().columns()),
                    database().columns());
            read(old);
            Fleet.Http refused = old.http(0, Fleet.event(base, "http-place-order.json"));
            timeline.event("POST /orders on version 1  " + refused.brief());
            timeline.check(
                    "what needs the renamed column is refused, to be tried again elsewhere",
                    refused.status() == 503 && refused.headers().containsKey("retry-after"),
                    refused.toString());
            place(current, "http-place-order.json");
        }
        try (Fleet tidemark = tidemark(second)) {
            Map<String, Object> status = Json.parse(tidemark.send(0, Fleet.event(base, "status.json")));
            timeline.event("status  " + Json.text(status, "status") + ", withheld " + Json.text(status, "withheld"));
            timeline.check(
                    "the Tidemark function says so too",
                    Json.text(status, "status").equals("UP_TO_DATE")
                            && Json.text(status, "withheld").equals("1"),
                    status.toString());
        }
    }

    /** Each instance places an order. */
    private void place(Fleet fleet, String event) {
        for (int i = 0; i < fleet.size(); i++) {
            Fleet.Http answer = fleet.http(i, Fleet.event(base, event));
            if (i == 0) {
                timeline.event("POST /orders  " + answer.brief());
            }
            if (answer.status() != 201) {
                timeline.check("JVM " + (i + 1) + " places an order", false, answer.toString());
            }
            customer = Json.text(answer.json(), "customer");
            order = Json.text(answer.json(), "order");
        }
    }

    /** The first instance answers from the table and from the view. */
    private void read(Fleet fleet) {
        Fleet.Http one = fleet.http(
                0, Fleet.event(base, "http-get-order.json").replace("\"id\": \"1\"", "\"id\": \"" + order + "\""));
        timeline.event("GET /orders/" + order + "  " + one.brief());
        timeline.check(
                "the order is answered from the database",
                one.status() == 200 && Json.text(one.json(), "order").equals(order),
                one.toString());
        Fleet.Http all = fleet.http(
                0,
                Fleet.event(base, "http-orders-of-customer.json")
                        .replace("00000000-0000-4000-8000-000000000000", customer));
        timeline.event("GET /customers/{id}/orders  " + all.brief());
        timeline.check(
                "the customer's orders are answered from the view",
                all.status() == 200 && all.body().contains("\"customer_name\": \"Ada Lovelace\""),
                all.toString());
    }

    /** Runs Tidemark's command line, as a reviewer would, and shows what it prints. */
    private String tidemark(String... command) {
        String classes = base.relativize(second.get(0)).toString();
        List<String> arguments = new ArrayList<>(List.of(command));
        String typed = "tidemark " + String.join(" ", command) + " --classes " + classes;
        arguments.addAll(List.of(
                "--classes", second.get(0).toString(), "--url", database().deployerUrl()));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8)) {
            Map<String, String> environment = Map.of("PGPASSWORD", database().deployerPassword());
            timeline.waitingFor("tidemark plan");
            Main.run(arguments, environment, InputStream.nullInputStream(), stream, stream);
            timeline.waitingFor("");
        }
        String text = output.toString(StandardCharsets.UTF_8);
        timeline.output(typed, text);
        return text;
    }

    private void tellChanges(Map<String, Object> answer) {
        timeline.event("the Tidemark function answers " + Json.text(answer, "status"));
        for (Map<String, Object> change : Json.objects(answer.get("changes"))) {
            timeline.event("    " + Json.text(change, "outcome") + "  " + Json.text(change, "object") + "  "
                    + Json.text(change, "change"));
        }
        for (Map<String, Object> error : Json.objects(answer.get("errors"))) {
            timeline.event("    " + Json.text(error, "code") + "  " + Json.text(error, "message"));
        }
    }

    /** A request that reads one order that there is not: enough to make a function check again. */
    private String anyRequest() {
        return Fleet.event(base, "http-get-order.json");
    }

    private int count(String query) {
        return Integer.parseInt(database().value(query));
    }

    private Fleet orders(List<Path> classPath, int version, int count) {
        return new Fleet(timeline, Fleet.ORDERS, classPath, environment("orders", version), count);
    }

    private Fleet tidemark(List<Path> classPath) {
        return new Fleet(timeline, Fleet.TIDEMARK, classPath, environment("tidemark", 2), 1);
    }

    /** As under provisioned concurrency: a busy machine may take longer to start six JVMs than the ten seconds that Lambda gives each on demand. */
    private Map<String, String> environment(String function, int version) {
        Map<String, String> environment = new HashMap<>(database().environment());
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency");
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function);
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", Integer.toString(version));
        environment.put("TIDEMARK_GENERATION", Integer.toString(version));
        environment.put("TIDEMARK_REQUESTS", "plan,status,sync");
        if (function.equals("tidemark")) {
            environment.put("TIDEMARK_ALLOW_BREAKING", "true");
        }
        return environment;
    }

    private ShopDatabase database() {
        if (started == null) {
            throw new IllegalStateException("the database was not started");
        }
        return started;
    }

    /** Whatever hangs, the demo ends; the JVMs that it started end with it. */
    private void endWhereItHangs() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (timeline.silence().compareTo(HANGS) < 0) {
                            Thread.sleep(1000);
                        }
                        System.err.println("The demo said nothing for " + HANGS.toMinutes() + " minutes; given up.");
                        System.exit(1);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "limit");
        watch.setDaemon(true);
        watch.start();
    }
}
