package dev.tidemark.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.LocalStack;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * {@code sam build} and {@code sam deploy} of the repository's own template, from the first deploy to the deleted stack, with functions as real JVMs and a real database.
 * LocalStack reports success for whatever it does not support, so each assertion is on what only Tidemark's functions can have done.
 */
final class DeployIT {
    private static final String ORDER = "shop.orders";
    private static final String PHONE = "String phone,";
    private static final String NICKNAME = " @org.jspecify.annotations.Nullable String nickname,";
    private static final Pattern DEPLOY = Pattern.compile("\\{\"tidemark\":\"deploy\".*");

    private final LocalStack aws = LocalStack.host();
    private final TestDatabase database = PasswordServer.fresh();
    private final String deployer = database.name() + "_deployer";
    private final String runtime = database.name() + "_app";
    private final Stack stack = new Stack(aws, "orders");
    private final Queue topic = new Queue(aws);
    private final Queue bus = new Queue(aws);
    private final Map<String, String> parameters = new LinkedHashMap<>();

    @AfterEach
    void dropRoles() {
        database.close();
        new TestDatabase(database.host(), database.port(), "postgres")
                .run("drop role if exists " + deployer, "drop role if exists " + runtime);
    }

    @Test
    void aServiceFromItsFirstDeployToItsDeletedStack(@TempDir Path folder) throws IOException {
        makeRolesAndSecrets();
        Sam sam = new Sam(aws, Files.createDirectory(folder.resolve("sam")));
        Path first = Functions.built();

        deploy(sam, first);
        assertEquals("t", column("email"), "the first deploy makes the tables");
        assertEquals(deployer, database.value("select tableowner from pg_tables where tablename = 'customer'"));
        assertEquals(List.of("Create SYNCED"), deployments());
        assertTrue(stack.physicalId("Schema").startsWith("tidemark-orders"), stack.physicalId("Schema"));
        assertEquals(stack.name() + "-tidemark", stack.outputs().get("TidemarkFunctionName"));
        aColdStartMayChangeTheDatabase();
        placeAnOrder();

        Path second = Functions.changed(folder.resolve("v2"), "Customer.java", PHONE, PHONE + NICKNAME);
        assertEquals("f", column("nickname"));
        deploy(sam, second);
        assertEquals("t", column("nickname"), "a new version of the schema");
        assertEquals(List.of("Create SYNCED", "Update SYNCED"), deployments());
        placeAnOrder();

        parameters.put("SchemaSync", "DeployOnly");
        String done = database.value("select count(*) from tidemark.journal");
        deploy(sam, Functions.repackaged(second, folder.resolve("v3")));
        assertEquals(
                List.of("Create SYNCED", "Update SYNCED", "Update UP_TO_DATE"),
                deployments(),
                "a new package is looked at");
        assertEquals(done, database.value("select count(*) from tidemark.journal"), "and no statement ran");
        aColdStartOnlyVerifies();
        placeAnOrder();
        theScheduleReportsWhatSomebodyChanged();

        aDeployThatCannotBeDoneFails(
                sam,
                Functions.changed(folder.resolve("v4"), "Customer.java", PHONE, PHONE + NICKNAME + " String taxId,"));
        assertEquals("f", column("tax_id"));
        placeAnOrder();

        stack.delete();
        assertEquals("DELETE_COMPLETE", stack.status(), stack::told);
        assertEquals("Delete DELETED", deployments().get(deployments().size() - 1));
        assertEquals("4", database.value("select count(*) from " + ORDER), "the data is still there");
        assertEquals("t", column("nickname"));
    }

    private void makeRolesAndSecrets() {
        database.run(
                "create role " + deployer + " login password 'd'",
                "create role " + runtime + " login password 'r'",
                "grant connect, create on database " + database.name() + " to " + deployer,
                "grant connect on database " + database.name() + " to " + runtime);
        parameters.putAll(Map.of(
                "DatabaseHost",
                database.host(),
                "DatabasePort",
                Integer.toString(database.port()),
                "DatabaseName",
                database.name(),
                "RuntimeUser",
                runtime,
                "DeployerUser",
                deployer,
                "Architecture",
                "x86_64",
                "Notices",
                "Topic",
                "EventBusArn",
                bus.hearsBus("dev.tidemark")));
        parameters.put("RuntimeSecretArn", secret(runtime, "r"));
        parameters.put("DeployerSecretArn", secret(deployer, "d"));
    }

    private String secret(String user, String password) {
        try (SecretsManagerClient secrets = aws.client(SecretsManagerClient.builder())) {
            return secrets.createSecret(b -> b.name(user)
                            .secretString("{\"username\": \"" + user + "\", \"password\": \"" + password + "\"}"))
                    .arn();
        }
    }

    private void deploy(Sam sam, Path functions) {
        Sam.Run run = sam.deploy(stack, sam.build(functions), parameters);
        assertEquals(0, run.await(), () -> run.output() + aws.functionLogs() + aws.log());
    }

    private String column(String name) {
        return database.value("select exists (select from information_schema.columns where table_schema = 'shop'"
                + " and table_name = 'customer' and column_name = '" + name + "')");
    }

    /** What the Tidemark function says that it did for CloudFormation, in order. */
    private List<String> deployments() {
        return DEPLOY.matcher(aws.functionLogs())
                .results()
                .map(result -> field(result.group(), "requestType") + " " + field(result.group(), "status"))
                .toList();
    }

    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** A new environment finds an empty database, and makes the tables before it serves. */
    private void aColdStartMayChangeTheDatabase() {
        database.run("drop schema shop cascade", "drop schema tidemark cascade");
        assertEquals(
                "404",
                invoke("orders", "$LATEST", "{\"routeKey\": \"none\"}").replaceAll(".*\"statusCode\":(\\d+).*", "$1"));
        assertEquals("t", column("email"), "made by the cold start of the orders function");
        database.run("insert into shop.product (sku, title, price_amount, price_currency) values"
                + " ('TEA-01', 'Tea', 4.50, 'EUR'), ('CUP-02', 'Cup', 9.00, 'EUR')");
    }

    /** With the deployer's credential taken away, a new environment that is out of step refuses to serve and changes nothing. */
    private void aColdStartOnlyVerifies() {
        database.run("alter schema tidemark rename to away");
        String answer = invoke("orders", "$LATEST", "{\"routeKey\": \"none\"}");
        assertTrue(answer.contains("\"statusCode\":503"), answer);
        assertEquals("0", database.value("select count(*) from pg_namespace where nspname = 'tidemark'"));
        database.run("alter schema away rename to tidemark");
    }

    private void placeAnOrder() throws IOException {
        int before = Integer.parseInt(database.value("select count(*) from " + ORDER));
        String answer =
                invoke("orders", "live", Files.readString(Needs.basedir().resolve("events/http-place-order.json")));
        assertTrue(answer.contains("\"statusCode\":201"), answer);
        assertEquals(before + 1, Integer.parseInt(database.value("select count(*) from " + ORDER)));
    }

    /** The schedule's own input, and what it says to the topic and to the bus. */
    private void theScheduleReportsWhatSomebodyChanged() throws IOException {
        topic.hears(Objects.requireNonNull(stack.outputs().get("TopicArn")));
        database.run("alter table shop.customer add column by_hand integer");
        Matcher input = Pattern.compile("Input: '(.*)'")
                .matcher(Files.readString(Needs.basedir().resolve("template.yaml")));
        assertTrue(input.find());
        String answer = invoke("tidemark", "live", input.group(1));
        assertEquals("1", field(answer, "driftObjects"), answer);
        for (List<String> heard : List.of(topic.take(), bus.take())) {
            assertEquals(1, heard.size(), heard::toString);
            assertTrue(heard.get(0).contains("by_hand") || heard.get(0).contains("customer"), heard.get(0));
        }
        database.run("alter table shop.customer drop column by_hand");
    }

    /** A column that has no value for the rows that are there. */
    private void aDeployThatCannotBeDoneFails(Sam sam, Path functions) {
        Sam.Run run = sam.deploy(stack, sam.build(functions), parameters);
        String reason;
        try {
            reason = stack.awaitReason("Schema", "UPDATE_FAILED");
        } finally {
            run.kill();
        }
        assertTrue(reason.matches("(?s).*TDM-\\d{3}.*tax_id.*"), reason);
        assertFalse(stack.awaitEnd().equals("UPDATE_COMPLETE"));
    }

    private String invoke(String function, String qualifier, String event) {
        try (LambdaClient lambda = aws.client(LambdaClient.builder())) {
            InvokeResponse answer = lambda.invoke(b -> b.functionName(stack.name() + "-" + function)
                    .qualifier(qualifier)
                    .payload(SdkBytes.fromUtf8String(event)));
            String body = answer.payload().asUtf8String();
            assertEquals(null, answer.functionError(), () -> body + aws.functionLogs());
            return body;
        }
    }
}
