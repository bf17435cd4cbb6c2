package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tidemark.control.ControlTables;
import dev.tidemark.testkit.Artefact;
import dev.tidemark.testkit.LocalHandlers;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.SecretsEndpoint;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever the world is like, each handler answers before Lambda ends it: the built artefact, under Lambda's limits of time, with 3 s for each invocation. What
 * is asked × what is wrong, and what has to be said.
 */
final class TimeoutsIT {
    private static final Duration LEFT = Duration.ofSeconds(3);

    private enum Ask {
        COLD_START("{\"routeKey\": \"GET /orders/{id}\", \"pathParameters\": {\"id\": \"1\"}}"),
        STATUS("{\"tidemark\": \"status\"}"),
        PLAN("{\"tidemark\": \"plan\"}"),
        SYNC("{\"tidemark\": \"sync\"}"),
        VERIFY("{\"tidemark\": \"verify\"}"),
        DRIFT("{\"tidemark\": \"drift\"}"),
        SCHEDULE("{\"tidemark\": \"schedule\"}"),
        DEPLOY("");

        private final String event;

        Ask(String event) {
            this.event = event;
        }
    }

    private enum Wrong {
        /** Only the time is short. */
        NOTHING,
        SILENT_DATABASE,
        LEASE_HELD,
        NO_SUCH_SECRET,
        NO_SUCH_SECRET_BY_EXTENSION,
        PROXY_CLOSES,
        PROXY_FATAL
    }

    /** What has to be in the answer. */
    private static String expected(Wrong wrong, Ask ask) {
        if (ask == Ask.COLD_START) {
            return wrong == Wrong.NOTHING ? "\"statusCode\":404" : "\"statusCode\":503";
        }
        return switch (wrong) {
            case SILENT_DATABASE -> ask == Ask.DEPLOY ? "TDM-624" : "TDM-403";
            case NO_SUCH_SECRET, NO_SUCH_SECRET_BY_EXTENSION -> "TDM-420";
            case PROXY_CLOSES -> "TDM-402";
            case PROXY_FATAL -> "TDM-407";
            case NOTHING, LEASE_HELD -> reached(wrong == Wrong.LEASE_HELD, ask);
        };
    }

    private static String reached(boolean leased, Ask ask) {
        return switch (ask) {
            case STATUS -> leased ? "\"leaseHolder\":\"somebody\"" : "\"status\":\"OUT_OF_DATE\"";
            case PLAN -> "\"status\":\"PLANNED\"";
            case VERIFY -> "\"status\":\"OUT_OF_DATE\"";
            case DRIFT -> "\"status\":\"NEVER_SYNCED\"";
            case SYNC -> leased ? "TDM-301" : "\"status\":\"SYNCED\"";
            case SCHEDULE -> leased ? "TDM-301" : "\"status\":\"OUT_OF_DATE\"";
            case DEPLOY -> leased ? "TDM-62[58]" : "\"Status\":\"SUCCESS\"";
            case COLD_START -> throw new IllegalArgumentException("it answers by HTTP");
        };
    }

    /** What every request may say on a slow machine: that its time was over. */
    private static final String OVER = "TDM-30[67]|TDM-403|TDM-62[458]|\"statusCode\":503";

    /** One invocation: what came back, what CloudFormation heard, how often the environment was initialised. */
    private record Heard(RuntimeInstance.Answer answer, List<String> puts, int starts, String log) {
        String text() {
            return puts.isEmpty() ? answer.body() : String.join("\n", puts);
        }
    }

    private final RuntimeApi lambda = new RuntimeApi();
    private final ExecutorService two = Executors.newFixedThreadPool(2);
    private final List<AutoCloseable> open = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() throws Exception {
        lambda.close();
        two.shutdownNow();
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void aRestoreEndsWithinItsLimitAlthoughTheDatabaseIsSilent() throws SQLException {
        RuntimeInstance function = lambda.start(Artefact.ORDERS
                .launch()
                .withLimits(RuntimeApi.Limits.LAMBDA)
                .with(new World(Wrong.SILENT_DATABASE).environment())
                .withSnapStart());
        function.awaitSnapshot(Duration.ofSeconds(60));
        function.restore();
        RuntimeInstance.Answer answer = function.invoke(Ask.COLD_START.event, LEFT);
        assertTrue(answer.body().contains("\"statusCode\":503"), () -> answer + function.output());
        assertTrue(function.output().contains("\"restore\""), function::output);
    }

    @TestFactory
    Stream<DynamicTest> everyHandlerAnswersInTime() {
        List<Row> rows = Stream.of(Wrong.values()).map(this::begin).toList();
        return rows.stream().flatMap(row -> Stream.of(Ask.values()).map(row::test));
    }

    private Row begin(Wrong wrong) {
        return new Row(wrong, CompletableFuture.supplyAsync(() -> askAgainWhereStarved(wrong), two));
    }

    private record Row(Wrong wrong, CompletableFuture<Map<Ask, Heard>> heard) {
        DynamicTest test(Ask ask) {
            return dynamicTest(
                    wrong + ": " + ask,
                    () -> check(wrong, ask, Objects.requireNonNull(heard.join().get(ask))));
        }
    }

    private static void check(Wrong wrong, Ask ask, Heard heard) {
        String all = heard + "\n" + heard.log();
        assertNotEquals("Sandbox.Timedout", heard.answer().error(), all);
        assertTrue(heard.answer().took().compareTo(LEFT) < 0, all);
        assertEquals(1, heard.starts(), "init was within its 10 s: " + all);
        assertTrue(
                Pattern.compile(expected(wrong, ask) + "|" + OVER)
                        .matcher(heard.text())
                        .find(),
                all);
        boolean thrown = ask == Ask.SCHEDULE && wrong != Wrong.NOTHING && wrong != Wrong.LEASE_HELD;
        assertEquals(thrown, !heard.answer().ok(), "only the schedule throws: " + all);
        assertEquals(ask == Ask.DEPLOY ? 1 : 0, heard.puts().size(), all);
        assertFalse(heard.log().contains(Inbox.SECRET), all);
    }

    /** A machine that others keep busy starves a JVM now and then; a function that is too slow is so again. */
    private Map<Ask, Heard> askAgainWhereStarved(Wrong wrong) {
        Map<Ask, Heard> heard = ask(wrong);
        for (int again = 1; again <= 3 && isLate(heard) && isStarved(wrong); again++) {
            heard = ask(wrong);
        }
        return heard;
    }

    private static boolean isLate(Map<Ask, Heard> heard) {
        return heard.values().stream()
                .anyMatch(h -> "Sandbox.Timedout".equals(h.answer().error()) || h.starts() > 1);
    }

    private static boolean isStarved(Wrong wrong) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        boolean starved = load > Runtime.getRuntime().availableProcessors();
        if (starved) {
            System.err.println("!!! " + wrong + ": asked again, since the load of this machine is " + load);
        }
        return starved;
    }

    private Map<Ask, Heard> ask(Wrong wrong) {
        Map<Ask, Heard> heard = new ConcurrentHashMap<>();
        try {
            World world = new World(wrong);
            for (Ask ask : Ask.values()) {
                heard.put(ask, world.ask(ask));
            }
        } catch (Exception e) {
            throw new IllegalStateException(wrong.toString(), e);
        }
        return heard;
    }

    /** What is wrong, and the two functions in it. */
    private final class World {
        private final Wrong wrong;
        private final SecretsEndpoint secrets = kept(new SecretsEndpoint());
        private final Inbox inbox = kept(new Inbox());
        private final Map<Artefact, RuntimeInstance> functions = new HashMap<>();

        World(Wrong wrong) {
            this.wrong = wrong;
        }

        Heard ask(Ask ask) throws SQLException {
            Artefact artefact = ask == Ask.COLD_START ? Artefact.ORDERS : Artefact.TIDEMARK;
            if (wrong == Wrong.NOTHING) {
                functions.clear();
            }
            if (!functions.containsKey(artefact)) {
                functions.put(
                        artefact,
                        lambda.start(LocalHandlers.answeringHere(artefact.launch())
                                .withLimits(RuntimeApi.Limits.LAMBDA)
                                .with(environment())));
            }
            RuntimeInstance function = functions.get(artefact);
            inbox.received().clear();
            RuntimeInstance.Answer answer = function.invoke(ask == Ask.DEPLOY ? inbox.create() : ask.event, LEFT);
            return new Heard(answer, List.copyOf(inbox.received()), function.starts(), function.output());
        }

        private Map<String, String> environment() throws SQLException {
            Map<String, String> environment = new HashMap<>(secrets.forSdk());
            environment.put("TIDEMARK_APP", "orders");
            environment.put("TIDEMARK_FUNCTION_TIMEOUT", "3s");
            environment.put("TIDEMARK_MODE", "safe");
            environment.put("TIDEMARK_REQUESTS", "plan,status,verify,drift,sync,schedule,deploy");
            environment.put("TIDEMARK_USER", "postgres");
            environment.put("TIDEMARK_PASSWORD", "postgres");
            switch (wrong) {
                case NOTHING -> environment.put("TIDEMARK_URL", url(fresh()));
                case LEASE_HELD -> environment.put("TIDEMARK_URL", url(leased(fresh())));
                case SILENT_DATABASE -> environment.put("TIDEMARK_URL", url(Refusals.Kind.SILENT));
                case PROXY_CLOSES -> environment.put("TIDEMARK_URL", url(Refusals.Kind.CLOSES));
                case PROXY_FATAL -> environment.put("TIDEMARK_URL", url(Refusals.Kind.FATAL));
                case NO_SUCH_SECRET, NO_SUCH_SECRET_BY_EXTENSION -> {
                    environment.put("TIDEMARK_URL", url(fresh()));
                    environment.remove("TIDEMARK_PASSWORD");
                    environment.put("TIDEMARK_SECRET", "orders/nobody");
                    if (wrong == Wrong.NO_SUCH_SECRET_BY_EXTENSION) {
                        environment.putAll(secrets.forExtension());
                    }
                }
            }
            return environment;
        }
    }

    private TestDatabase fresh() {
        return kept(TestPostgres.fresh());
    }

    private static TestDatabase leased(TestDatabase database) throws SQLException {
        try (Connection connection = database.connect()) {
            new ControlTables("tidemark").bootstrap(connection, List.of());
        }
        database.run(
                "insert into tidemark.lease (app, holder, holder_name, hash, term, acquired_at, renewed_at, expires_at)"
                        + " values ('orders', gen_random_uuid(), 'somebody', 'v1:" + "0".repeat(64)
                        + "', 7, now(), now(), now() + interval '10 minutes')");
        return database;
    }

    private String url(Refusals.Kind kind) {
        return "jdbc:postgresql://127.0.0.1:" + kept(new Refusals(kind)).port() + "/orders";
    }

    private static String url(TestDatabase database) {
        return "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name();
    }

    private <T extends AutoCloseable> T kept(T one) {
        open.add(one);
        return one;
    }
}
