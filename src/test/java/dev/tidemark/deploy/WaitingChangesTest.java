package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.control.ControlTables;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a deploy deferred for the sake of the version before: it waits while that one may serve, and is done when it does not. */
final class WaitingChangesTest {
    private static final String V1 = "create schema shop; create table shop.item (id bigint primary key, name text);";
    private static final String V2 =
            "create schema shop; create table shop.item (id bigint primary key, name text not null, note text);";
    private static final String V3 =
            "create schema shop; create table shop.item (id bigint primary key, name text not null, note text, more"
                    + " text);";

    private final Stack stack = new Stack(TestPostgres.fresh());
    private final Map<String, Instant> serving = new HashMap<>();

    @BeforeEach
    void theSecondVersionIsDeployedBesideTheFirst() {
        stack.environment = Map.of("AWS_LAMBDA_FUNCTION_NAME", "orders-tidemark", "TIDEMARK_SERVES", "orders:live");
        stack.routing = (function, alias, left) -> {
            assertEquals("orders live", function + " " + alias);
            return Map.copyOf(serving);
        };
        stack.send(V1, stack.create("Generation", "1"));
        stack.database.run("insert into shop.item values (1, 'one')");
        serving.put("1", Instant.now());
        stack.send(V2, stack.update("Generation", "2"));
        assertEquals("1", stack.last().data("Deferred"), () -> stack.last().text("Reason"));
    }

    @AfterEach
    void close() {
        stack.close();
    }

    private void onlyTheSecondServes() {
        serving.clear();
        serving.put("2", Instant.now().plusSeconds(1));
    }

    private boolean isNotNull() {
        return stack.database
                .value("select attnotnull from pg_attribute where attrelid = 'shop.item'::regclass and attname ="
                        + " 'name'")
                .equals("t");
    }

    private OlderVersions.Answer look() throws SQLException {
        try (Connection connection = stack.database.dataSource().getConnection()) {
            return new OlderVersions(new ControlTables("tidemark"), stack.environment, stack.routing)
                    .look(connection, "shop", Duration.ofSeconds(10));
        }
    }

    /** As if so much time had passed since. */
    private void age(String interval) {
        stack.database.run("update tidemark.older_start set at = at - interval '" + interval + "'");
    }

    private Tidemark tidemark(String schema, long generation) {
        return Tidemark.open(
                stack.database.dataSource(),
                SyncOptions.defaults()
                        .withApp("shop")
                        .withSource(new SyncOptions.SchemaSource(schema, "schema.sql"))
                        .withLineage("TIDEMARK_GENERATION")
                        .withGeneration(generation));
    }

    @Test
    void statusNamesWhatWaits() {
        String reason = String.valueOf(tidemark(V2, 2).status().reason());
        assertTrue(reason.startsWith("deferred until no older version serves: shop.item.name"), reason);
    }

    @Test
    void itWaitsWhileLambdaRoutesToAnOlderVersion() throws SQLException {
        onlyTheSecondServes();
        look();
        serving.put("1", Instant.now().minusSeconds(3600));
        age("1 day");
        OlderVersions.Answer answer = look();
        assertTrue(
                !answer.may() && answer.why().startsWith("version 1 of orders serves or is kept warm"), answer.why());
        serving.remove("1");
        assertTrue(look().why().contains("just now"), "the waiting time starts again");
    }

    @Test
    void itWaitsForTheWaitingTime() throws SQLException {
        onlyTheSecondServes();
        assertTrue(look().why().contains("was found just now"));
        assertTrue(look().why().contains("it has to stay so for 30 min"), look().why());
        age("29 min");
        assertTrue(!look().may());
        age("2 min");
        assertTrue(look().may());
    }

    @Test
    void itWaitsWhenAnOlderVersionHasStarted() throws SQLException {
        onlyTheSecondServes();
        look();
        age("31 min");
        SyncResult older = tidemark(V1, 1).sync();
        assertEquals(SyncStatus.SUPERSEDED, older.status());
        assertTrue(look().why().startsWith("1 start of older versions"), look().why());
        assertTrue(!look().may());
        age("31 min");
        assertTrue(look().may(), look().why());
    }

    @Test
    void itWaitsWhereLambdaCannotBeAsked() throws SQLException {
        stack.routing = (function, alias, left) -> {
            throw new IllegalStateException("AccessDeniedException");
        };
        assertTrue(look().why().contains("Lambda cannot be asked who serves: AccessDeniedException"));
        stack.environment = Map.of();
        assertTrue(look().why().contains("TIDEMARK_SERVES"));
    }

    @Test
    void theSameVersionDeployedAgainDoesIt() throws SQLException {
        onlyTheSecondServes();
        look();
        stack.send(V2, stack.update("Generation", "3"));
        assertTrue(
                stack.last().text("Reason").contains("it has to stay so"),
                () -> stack.last().text("Reason"));
        assertTrue(!isNotNull());
        age("31 min");
        stack.send(V2, stack.update("Generation", "4"));
        assertEquals("SUCCESS", stack.last().text("Status"), () -> stack.last().text("Reason"));
        assertTrue(isNotNull(), () -> stack.last().text("Reason"));
        assertEquals("0", stack.last().data("Deferred"));
        assertTrue(
                stack.last().text("Reason").contains("had waited"),
                () -> stack.last().text("Reason"));
    }

    @Test
    void theNextVersionsDeployDoesItFirstAndDefersItsOwn() throws SQLException {
        onlyTheSecondServes();
        look();
        age("31 min");
        String own = V3.replace("note text,", "note text not null default '',");
        stack.send(own, stack.update("Generation", "5"));
        assertEquals("SUCCESS", stack.last().text("Status"), () -> stack.last().text("Reason"));
        assertTrue(isNotNull(), () -> stack.last().text("Reason"));
        assertEquals("1", stack.last().data("Deferred"), "what breaks the second version, which serves now");
        assertTrue(
                stack.last().text("Reason").contains("shop.item.note"),
                () -> stack.last().text("Reason"));
    }

    @Test
    void rowsInTheWayDoNotFailTheDeployOfTheNextVersion() throws SQLException {
        onlyTheSecondServes();
        look();
        age("31 min");
        stack.database.run("insert into shop.item values (2, null)");
        stack.send(V3.replace("name text not null", "name text"), stack.update("Generation", "5"));
        assertEquals("SUCCESS", stack.last().text("Status"), () -> stack.last().text("Reason"));
        assertTrue(
                stack.last().text("Reason").contains("TDM-21"),
                () -> stack.last().text("Reason"));
    }
}
