package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Mode;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.report.ApprovedPlan;
import dev.tidemark.report.Json;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan --out} and {@code sync --plan}, consent by object and renames, on a real database. */
final class ApprovedPlanTest {
    private static final String FIRST = "CREATE TABLE customers (id bigint PRIMARY KEY, name text, phone text);";
    private static final String SECOND = "CREATE TABLE customers (id bigint PRIMARY KEY, name text, mail text);";

    @TempDir
    Path home;

    private TestDatabase database;
    private String file;

    @BeforeEach
    void start() throws IOException {
        database = TestPostgres.fresh();
        file = home.resolve("plan.json").toString();
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run("insert into customers values (1, 'Ada', '1')");
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private Ran run(String schema, String command, String... options) throws IOException {
        Path sql = Files.writeString(home.resolve("schema.sql"), schema);
        List<String> args = new ArrayList<>(List.of(command, "--schema", sql.toString(), "--app", "shop"));
        args.addAll(List.of(options));
        return Ran.live(Map.of("DATABASE_URL", database.url()), args.toArray(String[]::new));
    }

    private String columns() {
        return database.value("select string_agg(attname, ',' order by attname) from pg_attribute where attrelid ="
                + " 'customers'::regclass and attnum > 0 and not attisdropped");
    }

    @Test
    void theApprovedPlanRunsWithTheWordThatIsInIt() throws IOException {
        Ran plan = run(SECOND, "plan", "--out", file, "--drop", "customers.phone");
        assertEquals(0, plan.exit(), plan.err());
        assertTrue(plan.err().contains("sync --schema") && plan.err().contains(" --plan " + file), plan.err());
        Ran sync = run(SECOND, "sync", "--plan", file);
        assertEquals(0, sync.exit(), sync.err());
        assertTrue(sync.out().contains("✓ applied 2 changes"), sync.out());
        assertEquals("id,mail,name", columns());
        Ran again = run(SECOND, "sync", "--plan", file);
        assertEquals(4, again.exit(), again.out());
        assertTrue(again.err().startsWith("[TDM-240] the database has moved since the plan was made"), again.err());
    }

    @Test
    void withoutTheWordItIsRefusedAndTheWordMayComeLater() throws IOException {
        assertEquals(0, run(SECOND, "plan", "--out", file).exit());
        Ran refused = run(SECOND, "sync", "--plan", file);
        assertEquals(4, refused.exit(), refused.out());
        assertTrue(refused.err().startsWith("[TDM-201] customers.phone: DATA_LOSS"), refused.err());
        assertEquals("id,name,phone", columns());
        assertEquals(
                0,
                run(SECOND, "sync", "--plan", file, "--drop", "customers.phone").exit());
        assertEquals("id,mail,name", columns());
    }

    @Test
    void safeIsPartOfThePlan() throws IOException {
        assertEquals(0, run(SECOND, "plan", "--out", file, "--safe").exit());
        Ran sync = run(SECOND, "sync", "--plan", file, "--json");
        assertEquals(0, sync.exit(), sync.out());
        assertTrue(sync.out().contains("\"withheld\": 1"), sync.out());
        assertEquals("id,mail,name,phone", columns());
        Ran contradiction = run(SECOND, "sync", "--plan", file, "--safe");
        assertEquals(2, contradiction.exit(), contradiction.err());
    }

    @Test
    void aDatabaseThatMovedIsRefusedAlsoBesideThePlan() throws IOException {
        assertEquals(0, run(SECOND, "plan", "--out", file, "--safe").exit());
        database.run("alter table customers add note text");
        Ran moved = run(SECOND, "sync", "--plan", file);
        assertEquals(4, moved.exit(), moved.out());
        assertTrue(moved.err().startsWith("[TDM-240] the database has moved since the plan was made"), moved.err());
        assertEquals("id,name,note,phone", columns());
        assertEquals(0, run(SECOND, "plan", "--out", file, "--safe").exit());
        assertEquals(0, run(SECOND, "sync", "--plan", file).exit());
    }

    @Test
    void aDeclarationThatMovedIsRefused() throws IOException {
        assertEquals(0, run(SECOND, "plan", "--out", file, "--safe").exit());
        Ran moved = run(SECOND.replace("mail", "post"), "sync", "--plan", file, "--json");
        assertEquals(4, moved.exit(), moved.err());
        assertTrue(moved.out().contains("TDM-240") && moved.out().contains("the declaration has moved"), moved.out());
        assertEquals("id,name,phone", columns());
        Ran status = run(SECOND, "status");
        assertFalse(status.out().contains("blocked"), "a refused plan is nothing against the version: " + status.out());
    }

    @Test
    void rowsThatMakeAnotherPlanAreRefused() throws IOException {
        String dropped = "CREATE TABLE customers (id bigint PRIMARY KEY, name text);";
        database.run("update customers set phone = null");
        assertEquals(0, run(dropped, "plan", "--out", file).exit());
        database.run("update customers set phone = '1'");
        Ran refused = run(dropped, "sync", "--plan", file);
        assertEquals(4, refused.exit(), refused.out());
        assertEquals("id,name,phone", columns());
    }

    @Test
    void aBlockedPlanIsNotWrittenAndOtherFilesAreNoPlans() throws IOException {
        Ran blocked = run(FIRST.replace("phone text", "phone text, code int NOT NULL"), "plan", "--out", file);
        assertEquals(4, blocked.exit(), blocked.out());
        assertFalse(Files.exists(Path.of(file)));
        Files.writeString(Path.of(file), "{\"format\": 1}");
        Ran none = run(SECOND, "sync", "--plan", file);
        assertEquals(2, none.exit(), none.err());
        assertTrue(none.err().startsWith("[TDM-651] it is no plan"), none.err());
    }

    @Test
    void theApiDoesTheSame() throws IOException {
        SyncOptions options = SyncOptions.defaults()
                .withApp("shop")
                .withSource(new SyncOptions.SchemaSource(SECOND, "schema.sql"))
                .withDrops(Set.of("customers.phone"))
                .withMode(Mode.AUTO);
        ApprovedPlan kept =
                ApprovedPlan.of(Tidemark.open(database.dataSource(), options).plan(), options);
        ApprovedPlan read = ApprovedPlan.read(Json.pretty(kept.document()));
        assertEquals(kept, read);
        SyncResult result =
                Tidemark.open(database.dataSource(), read.apply(options)).sync(read.plan());
        assertEquals(SyncStatus.SYNCED, result.status(), result.reason());
        SyncResult twice = Tidemark.open(database.dataSource(), options).sync(read.plan());
        assertEquals(SyncStatus.BLOCKED, twice.status());
        assertEquals("TDM-240", twice.problems().get(0).code());
    }

    @Test
    void aRenameIsSaidByAnOption() throws IOException {
        String renamed = "CREATE TABLE customers (id bigint PRIMARY KEY, full_name text NOT NULL, phone text);";
        Ran asked = run(renamed, "plan");
        assertEquals(4, asked.exit(), asked.out());
        assertTrue(asked.err().contains("sync --rename customers.name:full_name"), asked.err());
        Ran plan = run(renamed, "plan", "--out", file, "--rename", "customers.name:full_name");
        assertEquals(0, plan.exit(), plan.err());
        assertTrue(plan.out().contains("--rename customers.name:full_name"), plan.out());
        assertEquals(0, run(renamed, "sync", "--plan", file).exit());
        assertEquals("Ada", database.value("select full_name from customers"));
        Ran back = run(FIRST.replace("name text", "name text NOT NULL"), "plan");
        assertTrue(back.err().contains("TDM-205") || back.err().contains("TDM-203"), "the rename is remembered");
        Ran unknown = run(renamed, "plan", "--rename", "clients.name:full_name");
        assertEquals(2, unknown.exit(), unknown.err());
        assertTrue(unknown.err().startsWith("[TDM-650] --rename clients.name:full_name fits nothing"), unknown.err());
    }

    @Test
    void aTableIsRenamedByAnOption() throws IOException {
        Ran sync = run(FIRST.replace("customers", "clients"), "sync", "--yes", "--rename", "customers:clients");
        assertEquals(0, sync.exit(), sync.err());
        assertEquals("Ada", database.value("select name from clients"));
    }

    @Test
    void whatWaitsForOlderVersionsStaysDeferredByThePlan() throws IOException {
        String strict = FIRST.replace("name text", "name text NOT NULL");
        Ran plan = run(strict, "plan", "--out", file, "--safe");
        assertTrue(plan.exit() == 0 && plan.out().contains("deferred"), plan.out());
        Ran sync = run(strict, "sync", "--plan", file);
        assertEquals(0, sync.exit(), sync.err());
        String notNull =
                "select attnotnull from pg_attribute where attrelid = 'customers'::regclass and attname = 'name'";
        assertEquals("f", database.value(notNull));
        assertEquals(0, run(strict, "plan", "--out", file).exit());
        assertEquals(0, run(strict, "sync", "--plan", file).exit());
        assertEquals("t", database.value(notNull));
    }

    @Test
    void aDataStepIsAllowedByItsName() throws IOException {
        String stepped = FIRST + "\n-- @migrate-after shout\nUPDATE customers SET name = upper(name);";
        Ran plan = run(stepped, "plan", "--out", file);
        assertEquals(0, plan.exit(), plan.err());
        assertTrue(plan.out().contains("▸ data step shout") && plan.out().contains("--run shout"), plan.out());
        Ran refused = run(stepped, "sync", "--yes");
        assertEquals(4, refused.exit(), refused.out());
        assertTrue(refused.err().startsWith("[TDM-241] shout: DATA_CHANGE"), refused.err());
        assertEquals(4, run(stepped, "sync", "--yes", "--safe").exit());
        Ran sync = run(stepped, "sync", "--plan", file, "--run", "shout");
        assertEquals(0, sync.exit(), sync.err());
        assertEquals("ADA", database.value("select name from customers"));
        assertEquals(0, run(stepped, "sync", "--yes").exit(), "it ran, and nobody is asked again");
    }
}
