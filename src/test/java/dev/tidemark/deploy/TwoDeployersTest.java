package dev.tidemark.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.TestPostgres;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two apps in one database, each deployed by a role of its own: what is said to the second one is what helps. */
final class TwoDeployersTest {
    private static final String SHOP = "create schema shop; create table shop.item (id bigint primary key);";
    private static final String STAFF = "create schema staff; create table staff.person (id bigint primary key);";

    private final Stack stack = new Stack(TestPostgres.fresh());
    private final String first = "deployer_" + UUID.randomUUID().toString().replace('-', '_');
    private final String second = "deployer_" + UUID.randomUUID().toString().replace('-', '_');

    @BeforeEach
    void roles() {
        stack.database.run(
                "create role " + first + " login password 'x'",
                "create role " + second + " login password 'x'",
                "grant create on database " + stack.database.name() + " to " + first + ", " + second);
    }

    @AfterEach
    void close() {
        stack.database.run(
                "drop owned by " + first + " cascade",
                "drop owned by " + second + " cascade",
                "drop role " + first,
                "drop role " + second);
        stack.close();
    }

    @Test
    void theStatementsInTheReasonAreTheOnesThatHelp() {
        as(first, "shop");
        Tidemark.open(
                        stack.source,
                        SyncOptions.defaults()
                                .withApp("shop")
                                .withSource(new SyncOptions.SchemaSource(SHOP, "schema.sql")))
                .sync();
        stack.database.run(
                "grant usage on schema tidemark to " + second,
                "grant select, insert, update, delete on all tables in schema tidemark to " + second);
        as(second, "staff");
        obeyed(STAFF, "may not create \"tidemark\".deployment");
        as(first, "shop");
        obeyed(SHOP + "create table shop.more (id bigint primary key);", "may not use \"tidemark\".deployment");
    }

    /** Fails first, and succeeds when the statements after the colon were run. */
    private void obeyed(String schema, String why) {
        stack.send(schema, stack.create());
        assertEquals("FAILED", stack.last().text("Status"));
        String reason = stack.last().text("Reason");
        assertTrue(reason.startsWith("[TDM-404] role deployer_") && reason.contains(why), reason);
        stack.database.run(reason.substring(reason.indexOf(": GRANT ") + 2).split("(?<=;) "));
        stack.send(schema, stack.create());
        assertEquals("SYNCED", stack.last().data("Status"), () -> stack.last().text("Reason"));
    }

    private void as(String role, String app) {
        stack.source = stack.database.dataSource(role, "x");
        stack.tuning = options -> options.withApp(app);
    }
}
