package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Artefact;
import dev.tidemark.testkit.LocalHandlers;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every handler of the template with every file of {@code events/}: the built artefact in a JVM under AWS's runtime interface client, as Lambda starts it. */
final class EventsIT {
    private static final Path EVENTS = Needs.basedir().resolve("events");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What is sent to which function, in this order, and a part of what has to come back. */
    private static final List<Case> CASES = List.of(
            new Case(Artefact.TIDEMARK, "status.json", "\"status\":\"OUT_OF_DATE\""),
            new Case(Artefact.TIDEMARK, "plan.json", "\"sql\":[\"CREATE TABLE shop.customer"),
            new Case(Artefact.TIDEMARK, "deploy-create.json", "\"Status\":\"SYNCED\""),
            new Case(Artefact.TIDEMARK, "verify.json", "\"status\":\"UP_TO_DATE\""),
            new Case(Artefact.TIDEMARK, "drift.json", "\"status\":\"IN_STEP\""),
            new Case(Artefact.TIDEMARK, "schedule.json", "\"status\":\"UP_TO_DATE\""),
            new Case(Artefact.TIDEMARK, "sync.json", "\"status\":\"UP_TO_DATE\""),
            new Case(Artefact.TIDEMARK, "sync-with-data-loss.json", "\"status\":\"UP_TO_DATE\""),
            new Case(Artefact.TIDEMARK, "deploy-update.json", "\"Status\":\"UP_TO_DATE\""),
            new Case(Artefact.TIDEMARK, "deploy-rollback.json", "\"Status\":\"SUPERSEDED\""),
            new Case(Artefact.TIDEMARK, "deploy-delete.json", "\"Status\":\"DELETED\""),
            new Case(Artefact.ORDERS, "http-place-order.json", "\"statusCode\":201"),
            new Case(Artefact.ORDERS, "http-get-order.json", "\\\"sku\\\": \\\"TEA-01\\\""),
            new Case(Artefact.ORDERS, "http-orders-of-customer.json", "\"statusCode\":200"));

    private record Case(Artefact function, String event, String expected) {
        boolean isDeployment() {
            return event.startsWith("deploy-");
        }
    }

    private final TestDatabase database = TestPostgres.fresh();
    private final RuntimeApi lambda = new RuntimeApi();
    private final Inbox inbox = new Inbox();

    @AfterEach
    void stop() {
        lambda.close();
        inbox.close();
        database.close();
    }

    @Test
    void everyEventIsAnsweredByTheFunctionThatItIsFor() throws IOException {
        // Each starts when its first event comes: the orders function after the deployment, as the template has it.
        Map<Artefact, RuntimeInstance> functions = new EnumMap<>(Artefact.class);
        for (Case one : CASES) {
            if (one.event().equals("http-place-order.json")) {
                sell("TEA-01", "CUP-02");
            }
            RuntimeInstance function = functions.computeIfAbsent(one.function(), this::start);
            inbox.received().clear();
            RuntimeInstance.Answer answer = function.invoke(event(one), LIMIT);
            assertTrue(answer.ok(), () -> one + ": " + answer.body() + "\n" + function.output());
            String heard = one.isDeployment() ? String.join("\n", inbox.received()) : answer.body();
            assertTrue(heard.contains(one.expected()), () -> one + ": " + heard);
            assertEquals(one.isDeployment() ? 1 : 0, inbox.received().size());
        }
        assertEquals("1", database.value("select count(*) from shop.orders"));
    }

    @Test
    void noEventIsForgotten() throws IOException {
        List<String> there;
        try (Stream<Path> files = Files.list(EVENTS)) {
            there = files.map(f -> f.getFileName().toString()).sorted().toList();
        }
        assertEquals(there, CASES.stream().map(Case::event).sorted().toList());
    }

    @Test
    void theTemplateStartsTheseHandlers() throws IOException {
        String template = Files.readString(Needs.basedir().resolve("template.yaml"));
        for (Artefact function : Artefact.values()) {
            assertTrue(template.contains("Handler: " + function.handler()), function.handler());
        }
    }

    /** As it is; but CloudFormation waits here. */
    private String event(Case one) throws IOException {
        String event = Files.readString(EVENTS.resolve(one.event()));
        return one.isDeployment()
                ? event.replaceFirst("https://cloudformation-custom-resource-response[^/]*", inbox.base())
                : event;
    }

    private RuntimeInstance start(Artefact function) {
        return lambda.start(LocalHandlers.answeringHere(function.launch())
                .with(Map.of(
                        "TIDEMARK_MODE", function == Artefact.TIDEMARK ? "auto" : "verify",
                        "TIDEMARK_ALLOW", "data_loss",
                        "TIDEMARK_REQUESTS", "plan,status,verify,drift,sync,schedule,deploy",
                        "TIDEMARK_APP", "orders",
                        "TIDEMARK_URL",
                                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + database.name(),
                        "TIDEMARK_USER", "postgres",
                        "TIDEMARK_PASSWORD", "postgres")));
    }

    private void sell(String... skus) {
        for (String sku : skus) {
            database.run("insert into shop.product (sku, title, price_amount, price_currency) values ('" + sku
                    + "', 'x', 1.50, 'EUR')");
        }
    }
}
