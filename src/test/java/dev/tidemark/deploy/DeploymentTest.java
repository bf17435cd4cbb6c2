package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.connect.HeldConnections;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Create, Update, Delete and the order of versions. */
final class DeploymentTest {
    private static final String V1 = "create schema shop; create table shop.item (id bigint primary key, note text);";
    private static final String V2 = "create schema shop; create table shop.item (id bigint primary key);";
    private static final String V3 = "create schema shop; create table shop.item (id bigint primary key, price int);";

    private static final Executor THREADS = task -> new Thread(task).start();

    private final Stack stack = new Stack(TestPostgres.fresh());

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void aCreateSyncsAndIsAnsweredOnceWithAllThatCloudFormationWants() {
        Map<String, Object> event = stack.create("FunctionVersion", "1");
        Map<String, ?> line = stack.send(V1, event);
        Inbox.Received answer = stack.inbox.only();
        assertEquals(1, stack.inbox.received().size());
        assertEquals("PUT", answer.method());
        assertEquals(List.of(""), answer.headers().get("content-type"));
        assertEquals(
                List.of(Integer.toString(answer.length())), answer.headers().get("content-length"));
        assertTrue(answer.query().contains(Inbox.SECRET), answer.query());
        Map<String, Object> json = answer.json();
        assertEquals(
                Set.of(
                        "Status",
                        "Reason",
                        "PhysicalResourceId",
                        "StackId",
                        "RequestId",
                        "LogicalResourceId",
                        "NoEcho",
                        "Data"),
                json.keySet());
        assertEquals("SUCCESS", json.get("Status"));
        assertEquals("tidemark-shop-Schema", json.get("PhysicalResourceId"));
        assertEquals(Stack.ID, json.get("StackId"));
        assertEquals(event.get("RequestId"), json.get("RequestId"));
        assertEquals("Schema", json.get("LogicalResourceId"));
        assertEquals(false, json.get("NoEcho"));
        assertEquals("SYNCED", answer.data("Status"));
        assertEquals("shop", answer.data("App"));
        assertEquals(answer.data("Hash"), answer.data("Current"));
        assertTrue(Integer.parseInt(answer.data("Applied")) > 0, json.toString());
        assertEquals("0", answer.data("Withheld"));
        assertEquals("0", answer.data("Deferred"));
        assertEquals("2", columns());
        assertEquals("deploy", line.get("tidemark"));
        assertEquals("SYNCED", line.get("status"));
        assertEquals(
                "1|orders-tidemark", stack.database.value("select generation, lineage from tidemark.schema_version"));
        assertEquals("1|SUCCESS", stack.database.value("select attempt, answer from tidemark.deployment"));
    }

    @Test
    void anUnchangedSchemaInANewPackageCostsOneHotReadAndNotesItsNumber() {
        stack.send(V1, stack.create("FunctionVersion", "1"));
        try (MessageProxy proxy = MessageProxy.inFrontOf(stack.database)) {
            stack.source = proxy.dataSource();
            try (Connection connection = proxy.dataSource().getConnection()) {
                assertTrue(!connection.isClosed());
            } catch (java.sql.SQLException e) {
                throw new AssertionError(e);
            }
            MessageProxy.Traffic connecting = proxy.reset();
            stack.send(V1, stack.update("FunctionVersion", "2"));
            MessageProxy.Traffic traffic = proxy.traffic();
            assertEquals(connecting.roundTrips() + 1, traffic.roundTrips(), traffic.statements()::toString);
            assertEquals(connecting.connections(), traffic.connections());
            assertTrue(traffic.statements().stream().noneMatch(s -> s.contains("lease")));
        }
        assertEquals("UP_TO_DATE", stack.last().data("Status"));
        assertEquals("2", stack.database.value("select generation from tidemark.schema_version"));
        stack.source = stack.database.dataSource();
        stack.send(V1, stack.update("FunctionVersion", "3", "Mode", "verify"));
        assertEquals("SUCCESS", stack.last().text("Status"));
        assertEquals(
                "2", stack.database.value("select generation from tidemark.schema_version"), "verify writes nothing");
    }

    @Test
    void inADatabaseWithControlTablesFromBeforeTheRowOfTheRequestIsMadeOnDemand() {
        Tidemark.open(
                        stack.database.dataSource(),
                        SyncOptions.defaults()
                                .withApp("shop")
                                .withSource(new SyncOptions.SchemaSource(V1, "schema.sql")))
                .sync();
        assertEquals("∅", stack.database.value("select to_regclass('tidemark.deployment')"));
        stack.send(V1, stack.create("FunctionVersion", "1"));
        assertEquals("UP_TO_DATE", stack.last().data("Status"));
        stack.send(V3, stack.update("FunctionVersion", "2"));
        assertEquals("SYNCED", stack.last().data("Status"));
        assertEquals("1", stack.database.value("select count(*) from tidemark.deployment"));
        assertEquals("1", stack.database.value("select version from tidemark.meta"));
    }

    @Test
    void aDropIsWithheldUnlessItIsAllowedByNameInAuto() {
        stack.send(V1, stack.create());
        stack.database.run("insert into shop.item values (1, 'kept')");
        stack.send(V2, stack.update("Generation", "2", "AllowHazards", "DATA_LOSS"));
        assertEquals("SUCCESS", stack.last().text("Status"));
        assertEquals("1", stack.last().data("Withheld"));
        assertTrue(
                stack.last().text("Reason").contains("1 change withheld"),
                stack.last().text("Reason"));
        assertEquals("2", columns());
        stack.send(V2, stack.update("Generation", "3", "Mode", "auto"));
        assertEquals("FAILED", stack.last().text("Status"));
        assertTrue(
                stack.last().text("Reason").startsWith("[TDM-201] shop.item.note"),
                stack.last().text("Reason"));
        assertTrue(
                stack.last()
                        .text("Reason")
                        .contains(
                                "Way out: Mode safe: withhold it, apply the rest; a later sync without Mode safe finds"
                                        + " it again; or AllowHazards DATA_LOSS: do it; or declare the column again"),
                stack.last().text("Reason"));
        assertEquals("2", columns());
        stack.send(V2, stack.update("Generation", "4", "Mode", "auto", "AllowHazards", "data_loss"));
        assertEquals("SYNCED", stack.last().data("Status"));
        assertEquals("1", columns());
    }

    @Test
    void whatBreaksRunningCodeIsAppliedAndSaid() {
        stack.send(V1, stack.create("Generation", "1"));
        stack.send(
                "create schema shop; create table shop.item (id bigint primary key, note text not null);",
                stack.update("Generation", "2", "AllowBreaking", "true"));
        assertEquals(
                "SYNCED", stack.last().data("Status"), () -> stack.last().json().toString());
        assertTrue(
                stack.last().text("Reason").contains("1 change among them may break versions that still run"),
                stack.last().text("Reason"));
    }

    @Test
    void theUpdateOfARollbackChangesNothingAndSucceedsWhateverItsProperties() {
        stack.send(V1, stack.create("FunctionVersion", "7"));
        stack.send(V3, stack.update("FunctionVersion", "8", "Mode", "auto", "AllowHazards", "DATA_LOSS"));
        HeldConnections gone = new HeldConnections("gone");
        gone.cut();
        stack.source = gone.over(stack.database.dataSource());
        stack.send(V1, stack.update("FunctionVersion", "7", "Typo", "from an older template"));
        assertEquals("SUCCESS", stack.last().text("Status"));
        assertEquals("SUPERSEDED", stack.last().data("Status"));
        assertTrue(
                stack.last().text("Reason").contains("rollback"), stack.last().text("Reason"));
        assertEquals("tidemark-shop-Schema", stack.last().text("PhysicalResourceId"));
        assertEquals(
                Set.of("Status", "App", "Hash", "Current", "Applied", "Withheld", "Deferred"),
                stack.last().names(),
                "what Fn::GetAtt asks for while a stack is rolled back");
        assertEquals("price", stack.database.value(columnsButId()));
    }

    @Test
    void aRevertedCommitIsAReturnOnPurposeWhereNothingWasLost() {
        stack.send(V1, stack.create("FunctionVersion", "1"));
        stack.database.run("insert into shop.item values (1, 'kept')");
        stack.send(V2, stack.update("FunctionVersion", "2"));
        assertEquals("1", stack.last().data("Withheld"));
        stack.send(V1, stack.update("FunctionVersion", "3"));
        assertEquals("SUCCESS", stack.last().text("Status"));
        assertEquals("SYNCED", stack.last().data("Status"));
        assertEquals("kept", stack.database.value("select note from shop.item"));
        assertEquals(
                "3", stack.database.value("select generation from tidemark.schema_version where state = 'current'"));
    }

    @Test
    void aRevertedCommitFailsWhereWhatItNeedsWasDropped() {
        stack.send(V1, stack.create("FunctionVersion", "1"));
        stack.database.run("insert into shop.item values (1, 'lost')");
        stack.send(V2, stack.update("FunctionVersion", "2", "Mode", "auto", "AllowHazards", "DATA_LOSS"));
        assertEquals("1", columns());
        stack.send(V1, stack.update("FunctionVersion", "3"));
        assertEquals("FAILED", stack.last().text("Status"));
        String reason = stack.last().text("Reason");
        assertTrue(reason.startsWith("[TDM-626] shop.item.note: "), reason);
        assertTrue(reason.contains("Way out: "), reason);
        assertEquals("1", columns());
        stack.send(V1, stack.update("FunctionVersion", "4", "Mode", "auto", "AllowHazards", "DATA_LOSS"));
        assertEquals("SYNCED", stack.last().data("Status"));
        assertEquals("2", columns());
    }

    @Test
    void aVersionThatIsOlderThanTheRecordedOneIsSupersededAndSaysWhatThatMeans() {
        stack.send(V1, stack.create("Generation", "5"));
        stack.send(V3, stack.create("Generation", "9"));
        stack.send(V1, stack.create("Generation", "7"));
        assertEquals("SUCCESS", stack.last().text("Status"));
        assertEquals("SUPERSEDED", stack.last().data("Status"));
        assertTrue(
                stack.last().text("Reason").contains("deploy it with a higher generation"),
                stack.last().text("Reason"));
        assertEquals("price", stack.database.value(columnsButId() + " and attname <> 'note'"));
    }

    @Test
    void theNumberOfAnUnchangedSchemaCountsAgainstAnOlderOneThatComesLate() {
        stack.send(V1, stack.create("Generation", "5"));
        stack.send(V1, stack.update("Generation", "10"));
        stack.send(V2, stack.create("Generation", "8"));
        assertEquals("SUPERSEDED", stack.last().data("Status"));
        assertEquals("2", columns());
    }

    @Test
    void aDeploymentThatWaitedForANewerOneDoesNotUndoIt() throws Exception {
        stack.send(V1, stack.create("Generation", "1"));
        try (Connection blocker = stack.database.connect();
                Statement sql = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            sql.execute("lock table shop.item in access share mode");
            Map<String, Object> newer = stack.create("Generation", "3");
            Map<String, Object> older = stack.create("Generation", "2");
            stack.tuning = o -> o.withLockAttempts(50).withLockTimeout(Duration.ofMillis(300));
            CompletableFuture<?> first = CompletableFuture.runAsync(() -> stack.send(V3, newer), THREADS);
            awaitLease();
            CompletableFuture<?> second = CompletableFuture.runAsync(() -> stack.send(V2, older), THREADS);
            awaitRows(3);
            blocker.rollback();
            CompletableFuture.allOf(first, second).join();
        }
        assertEquals("price", stack.database.value(columnsButId() + " and attname <> 'note'"));
        Inbox.Received older = stack.inbox.received().stream()
                .filter(r -> r.data("Status").equals("SUPERSEDED"))
                .findFirst()
                .orElseThrow();
        assertEquals("SUCCESS", older.text("Status"));
        assertEquals(
                "3", stack.database.value("select generation from tidemark.schema_version where state = 'current'"));
    }

    @Test
    void aLeaseThatSomebodyHasIsWaitedForAsLongAsThereIsTime() {
        stack.send(V1, stack.create("Generation", "1"));
        stack.database.run(
                "update tidemark.lease set holder = gen_random_uuid(), holder_name = 'a cold start', backends ="
                        + " '', renewed_at = clock_timestamp(), expires_at = clock_timestamp() + interval '2 s'");
        stack.tuning = o -> o.withWaitTimeout(Duration.ofMillis(200));
        stack.send(V3, stack.update("Generation", "2"));
        assertEquals(List.of(), stack.handedOn, "an invocation is more than a minute");
        assertEquals("SYNCED", stack.last().data("Status"));
    }

    @Test
    void verifyComparesAndFailsWhereTheDatabaseIsNotInStep() {
        stack.send(V1, stack.create("Mode", "verify"));
        assertEquals("FAILED", stack.last().text("Status"));
        assertEquals("OUT_OF_DATE", stack.last().data("Status"));
        assertTrue(
                stack.last().text("Reason").startsWith("[TDM-627] shop: "),
                stack.last().text("Reason"));
        assertEquals("∅", stack.database.value("select to_regnamespace('tidemark')"), "verify writes nothing");
    }

    @Test
    void whatNeedsAHumanFailsWithTheCodeAndTheWayOutAndChangesNothing() {
        stack.send(V1, stack.create("Generation", "1"));
        stack.database.run("insert into shop.item values (1, null)");
        stack.send(
                "create schema shop; create table shop.item (id bigint primary key, note text not null);"
                        + " create table shop.more (id int primary key);",
                stack.update("Generation", "2", "AllowBreaking", "true"));
        assertEquals("FAILED", stack.last().text("Status"));
        assertEquals("BLOCKED", stack.last().data("Status"));
        String reason = stack.last().text("Reason");
        assertTrue(reason.startsWith("[TDM-214] shop.item.note: ") && reason.contains("Way out: "), reason);
        assertEquals("∅", stack.database.value("select to_regclass('shop.more')"));
    }

    @Test
    void deleteTouchesNoDatabaseAndAnswersUnderTheIdThatItWasGiven() {
        HeldConnections gone = new HeldConnections("gone");
        gone.cut();
        stack.source = gone.over(stack.database.dataSource());
        stack.send(V1, stack.delete("FunctionVersion", "not a number", "Typo", "x"));
        assertEquals("SUCCESS", stack.inbox.only().text("Status"));
        assertEquals("stack-Schema-1A2B3C", stack.inbox.only().text("PhysicalResourceId"));
    }

    @Test
    void badPropertiesAreAllNamedAtOnce() {
        stack.send(
                V1,
                stack.create(
                        "Mod",
                        "auto",
                        "Mode",
                        "full",
                        "Budget",
                        "soon",
                        "Generation",
                        "-1",
                        "FunctionVersion",
                        "$LATEST",
                        "AllowHazards",
                        "DATA_LOSS,FIRE"));
        assertEquals("FAILED", stack.last().text("Status"));
        String reason = stack.last().text("Reason");
        for (String said : List.of("Mod is no property", "\"full\"", "\"soon\"", "\"-1\"", "\"$LATEST\"", "\"FIRE\"")) {
            assertTrue(reason.contains(said), said + " in " + reason);
        }
        assertEquals("∅", stack.database.value("select to_regnamespace('tidemark')"));
    }

    @Test
    void theRollbackOfAnUpdateWhosePropertiesWereRefusedSucceeds() {
        stack.send(V1, stack.create("FunctionVersion", "7"));
        stack.send(V3, stack.update("FunctionVersion", "8x"));
        assertEquals("FAILED", stack.last().text("Status"));
        stack.send(V3, stack.update("FunctionVersion", "7"));
        assertEquals("SUCCESS", stack.last().text("Status"));
        assertEquals("note", stack.database.value(columnsButId()));
    }

    private void awaitLease() throws InterruptedException {
        while (!stack.database
                .value("select count(*) from tidemark.lease where expires_at > clock_timestamp()")
                .equals("1")) {
            Thread.sleep(20);
        }
    }

    private void awaitRows(int count) throws InterruptedException {
        while (!stack.database.value("select count(*) from tidemark.deployment").equals(Integer.toString(count))) {
            Thread.sleep(20);
        }
    }

    private String columns() {
        return stack.database.value(
                "select count(*) from pg_attribute where attrelid = 'shop.item'::regclass and attnum > 0 and not"
                        + " attisdropped");
    }

    private static String columnsButId() {
        return "select attname from pg_attribute where attrelid = 'shop.item'::regclass and attnum > 0 and not"
                + " attisdropped and attname <> 'id'";
    }
}
