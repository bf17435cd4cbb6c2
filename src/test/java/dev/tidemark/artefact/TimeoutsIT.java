package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tidemark.control.ControlTables;
import dev.tidemark.testkit.Artefact;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.SecretsEndpoint;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
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
        NOTHING,
        SILENT_DATABASE,
        LEASE_HELD,
        NO_SUCH_SECRET,
        NO_SUCH_SECRET_BY_EXTENSION,
        PROXY_CLOSES,
        PROXY_FATAL
    }

    /** One invocation: what came back, what CloudFormation heard, how often the environment was initialised. */
    private record Heard(RuntimeInstance.Answer answer, List<String> puts, int starts, String log) {
        String text() {
            return puts.isEmpty() ? answer.body() : String.join("\n", puts);
        }
    }

    private final RuntimeApi lambda = new RuntimeApi();
    private final ExecutorService three = Executors.newFixedThreadPool(3);
    private final List<AutoCloseable> open = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() throws Exception {
        lambda.close();
        three.shutdownNow();
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyHandlerAnswersInTime() {
        Map<Wrong, CompletableFuture<Map<Ask, Heard>>> rows = new EnumMap<>(Wrong.class);
        for (Wrong wrong : Wrong.values()) {
            rows.put(wrong, CompletableFuture.supplyAsync(() -> ask(wrong), three));
        }
        return rows.keySet().stream()
                .flatMap(wrong -> Stream.of(Ask.values())
                        .map(ask -> dynamicTest(
                                wrong + ": " + ask, () -> check(wrong, ask, rows.get(wrong).join().get(ask)))));
    }

    private static void check(Wrong wrong, Ask ask, Heard heard) {
        System.out.println("XX " + wrong + " " + ask + " " + heard.answer().took().toMillis() + " " + heard.starts() + " " + heard.answer().error() + " " + heard.text().substring(0, Math.min(500, heard.text().length())));
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
                        lambda.start(artefact.launch()
                                .withLimits(RuntimeApi.Limits.LAMBDA)
                                .with(environment())));
            }
            RuntimeInstance function = functions.get(artefact);
            inbox.received().clear();
            RuntimeInstance.Answer answer =
                    function.invoke(ask == Ask.DEPLOY ? inbox.create() : ask.event, LEFT);
            return new Heard(answer, List.copyOf(inbox.received()), function.starts(), function.output());
        }

        private Map<String, String> environment() throws SQLException {
            Map<String, String> environment = new HashMap<>(secrets.forSdk());
            environment.put("TIDEMARK_APP", "orders");
            environment.put("TIDEMARK_FUNCTION_TIMEOUT", "3s");
            environment.put("TIDEMARK_MODE", "safe");
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
        database.run("insert into tidemark.lease (app, holder, term, acquired_at, expires_at)"
                + " values ('orders', gen_random_uuid(), 7, now(), now() + interval '10 minutes')");
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
