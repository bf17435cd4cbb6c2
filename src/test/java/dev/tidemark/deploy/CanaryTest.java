package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.TestPostgres;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deploy while the version before it still serves: a rolled-back canary must find what it left. */
final class CanaryTest {
    private static final String V1 = "create schema shop; create table shop.item (id bigint primary key, name text);";
    private static final String NOT_NULL =
            "create schema shop; create table shop.item (id bigint primary key, name text not null, note text);";
    private static final String CHECKED =
            "create schema shop; create table shop.item (id bigint primary key, name text,"
                    + " constraint short check (length(name) < 9));";
    private static final String RENAMED = "create schema shop; create table shop.item (id bigint primary key,\n"
            + " title text -- @renamed from=name\n);";

    private final Stack stack = new Stack(TestPostgres.fresh());

    @BeforeEach
    void theFirstVersionServes() {
        stack.environment = Map.of("AWS_LAMBDA_FUNCTION_NAME", "orders-tidemark");
        stack.send(V1, stack.create("Generation", "1"));
        stack.database.run("insert into shop.item values (1, 'one')");
    }

    @AfterEach
    void close() {
        stack.close();
    }

    /** What the first version does all day. */
    private void theFirstVersionStillWorks() {
        stack.database.run(
                "insert into shop.item (id, name) select max(id) + 1, 'a name of any length' from shop.item",
                "insert into shop.item (id, name) select max(id) + 1, null from shop.item",
                "select id, name from shop.item");
    }

    @Test
    void whatTheNewVersionCanDoWithoutIsDeferredAndNamed() {
        stack.send(NOT_NULL, stack.update("Generation", "2"));
        assertEquals("SUCCESS", stack.last().text("Status"), () -> stack.last().text("Reason"));
        assertEquals("1", stack.last().data("Deferred"));
        String reason = stack.last().text("Reason");
        assertTrue(reason.contains("shop.item.name") && reason.contains("AllowBreaking"), reason);
        assertEquals(
                "t",
                stack.database.value(
                        "select exists (select from pg_attribute where attrelid = 'shop.item'::regclass and"
                                + " attname = 'note')"),
                "the rest is applied");
        theFirstVersionStillWorks();
    }

    @Test
    void aNewCheckWaitsToo() {
        stack.send(CHECKED, stack.update("Generation", "2"));
        assertEquals("1", stack.last().data("Deferred"), () -> stack.last().text("Reason"));
        theFirstVersionStillWorks();
    }

    @Test
    void whatTheNewVersionCannotDoWithoutFailsTheDeployBeforeAnythingRan() {
        String journal = stack.database.value("select count(*) from tidemark.journal");
        stack.send(RENAMED, stack.update("Generation", "2"));
        assertEquals("FAILED", stack.last().text("Status"));
        String reason = stack.last().text("Reason");
        assertTrue(reason.startsWith("[TDM-220] "), reason);
        assertTrue(reason.contains("AllowBreaking true"), reason);
        assertEquals(journal, stack.database.value("select count(*) from tidemark.journal"));
        theFirstVersionStillWorks();
    }

    @Test
    void onceTheOldVersionIsGoneADeployDoesIt() {
        stack.send(NOT_NULL, stack.update("Generation", "2"));
        stack.environment = Map.of("AWS_LAMBDA_FUNCTION_NAME", "orders-tidemark", "TIDEMARK_ALLOW_BREAKING", "true");
        stack.send(NOT_NULL, stack.update("Generation", "3", "AllowBreaking", "true"));
        assertEquals("SUCCESS", stack.last().text("Status"), () -> stack.last().text("Reason"));
        assertEquals("0", stack.last().data("Deferred"));
        assertEquals(
                "t",
                stack.database.value("select attnotnull from pg_attribute where attrelid = 'shop.item'::regclass and"
                        + " attname = 'name'"));
        stack.send(RENAMED, stack.update("Generation", "4"));
        assertEquals("SUCCESS", stack.last().text("Status"), () -> stack.last().text("Reason"));
        assertEquals("one", stack.database.value("select title from shop.item where id = 1"));
    }
}
