package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deployments beside cold starts, across lineages, and returns that were blocked at first. */
final class LineageTest {
    private static final String V1 = "create schema shop; create table shop.item (id bigint primary key, note text);";
    private static final String V2 = "create schema shop; create table shop.item (id bigint primary key, price int);";

    private final Stack stack = new Stack(TestPostgres.fresh());

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void aReturnThatWasBlockedAtFirstDoesNotBringBackEmptyWhatWasDropped() {
        String first =
                "create schema shop; create table shop.item (id bigint primary key, price int not null, note text);";
        String second = "create schema shop; create table shop.item (id bigint primary key, price int);";
        stack.send(first, stack.create("Generation", "1"));
        stack.send(second, stack.update("Generation", "2", "Mode", "auto", "AllowHazards", "DATA_LOSS"));
        stack.database.run("insert into shop.item values (1, null)");
        stack.send(first, stack.update("Generation", "3", "AllowBreaking", "true"));
        assertEquals("BLOCKED", stack.last().data("Status"));
        stack.database.run("update shop.item set price = 1");
        stack.send(first, stack.update("Generation", "4"));
        assertEquals("FAILED", stack.last().text("Status"));
        String reason = stack.last().text("Reason");
        assertTrue(reason.startsWith("[TDM-626] shop.item.note: "), reason);
        assertEquals("0", columns("note"));
    }

    @Test
    void theNumberOfAnUnchangedSchemaIsNotedAlsoWhereNoDeploymentChangedAnythingYet() {
        coldStart(V1, "orders-tidemark", 1);
        stack.send(V1, stack.create("FunctionVersion", "9"));
        assertEquals("UP_TO_DATE", stack.last().data("Status"));
        stack.send(V2, stack.create("FunctionVersion", "7"));
        assertEquals("SUPERSEDED", stack.last().data("Status"));
        assertEquals("0", columns("price"));
    }

    @Test
    void anUpdateIntoAnotherLineageIsNoRollbackAlthoughItsNumberIsLower() {
        stack.send(V1, stack.create("Generation", "500", "Lineage", "former-ci", "FunctionVersion", "4"));
        stack.send(V2, stack.update("Generation", "3", "Lineage", "new-ci", "FunctionVersion", "5"));
        assertEquals("SYNCED", stack.last().data("Status"));
        assertEquals("1", columns("price"));
    }

    @Test
    void theRollbackOutOfAnotherLineageIsKnownByTheVersion() {
        stack.send(V1, stack.create("Generation", "3", "Lineage", "former-ci", "FunctionVersion", "4"));
        stack.send(V2, stack.update("Generation", "1", "Lineage", "new-ci", "FunctionVersion", "5"));
        stack.send(V1, stack.update("Generation", "3", "Lineage", "former-ci", "FunctionVersion", "4"));
        assertEquals("SUPERSEDED", stack.last().data("Status"));
        assertEquals(
                "new-ci|1",
                stack.database.value(
                        "select lineage, generation from tidemark.schema_version where state = 'current'"));
    }

    @Test
    void whereTheEnvironmentNumbersColdStartsItNumbersDeploymentsToo() {
        coldStart(V1, "shop", 500);
        stack.environment = Map.of(
                "AWS_LAMBDA_FUNCTION_NAME",
                "orders-tidemark",
                "TIDEMARK_LINEAGE",
                "shop",
                "TIDEMARK_GENERATION",
                "501");
        stack.send(V2, stack.create("FunctionVersion", "8"));
        assertEquals("SYNCED", stack.last().data("Status"));
        assertEquals(
                "shop|501",
                stack.database.value(
                        "select lineage, generation from tidemark.schema_version where state = 'current'"));
    }

    private void coldStart(String schema, String lineage, long number) {
        Tidemark.open(
                        stack.database.dataSource(),
                        SyncOptions.defaults()
                                .withApp("shop")
                                .withLineage(lineage)
                                .withGeneration(number)
                                .withSource(new SyncOptions.SchemaSource(schema, "schema.sql")))
                .sync();
    }

    private String columns(String name) {
        return stack.database.value(
                "select count(*) from pg_attribute where attrelid = 'shop.item'::regclass and attname =" + " '" + name
                        + "' and not attisdropped");
    }
}
