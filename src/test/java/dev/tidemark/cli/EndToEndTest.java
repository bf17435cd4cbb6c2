package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a real database. */
class EndToEndTest {
    private static final String FIRST = """
        CREATE TABLE customers (
            id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            phone text
        );
        """;

    @TempDir
    Path home;

    private TestDatabase database;

    @BeforeEach
    void start() {
        database = TestPostgres.fresh();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    private Ran run(String schema, String command, String... options) throws IOException {
        Path file = Files.writeString(home.resolve("schema.sql"), schema);
        List<String> args = new ArrayList<>(List.of(command, "--schema", file.toString(), "--app", "shop"));
        args.addAll(List.of(options));
        return Ran.live(Map.of("DATABASE_URL", database.url()), args.toArray(String[]::new));
    }

    @Test
    void planSyncStatus() throws IOException {
        Ran plan = run(FIRST, "plan", "--exit-code");
        assertEquals(3, plan.exit(), plan.err());
        assertTrue(plan.out().contains("never synced") && plan.out().contains("+ table customers"), plan.out());
        assertEquals(List.of(), database.rows("select relname from pg_class where relname = 'customers'"));
        assertEquals(4, run(FIRST, "sync").exit());
        Ran sync = run(FIRST, "sync", "--yes");
        assertEquals(0, sync.exit(), sync.err());
        assertTrue(sync.out().contains("✓ applied 1 change"), sync.out());
        Ran again = run(FIRST, "plan", "--exit-code");
        assertEquals(0, again.exit(), again.out() + again.err());
        assertTrue(again.out().startsWith("✓ shop is in sync: 1 object"), again.out());
        assertEquals(0, run(FIRST, "status", "--exit-code").exit());
    }

    @Test
    void whatAnAdoptionChangesIsOneLineAndOneWord() throws IOException {
        database.run("create table customers (id bigint generated always as identity primary key, phone text not null"
                + " default '')");
        Ran plan = run(FIRST, "plan");
        assertTrue(
                plan.out().contains("! ADOPTION_CHANGE  alters 1 column that was there before the first sync")
                        && plan.out()
                                        .lines()
                                        .filter(l -> l.contains("ADOPTION_CHANGE"))
                                        .count()
                                == 2
                        && plan.out().contains(" --allow ADOPTION_CHANGE")
                        && plan.out().contains("1 hazard needs approval"),
                plan.out());
        Ran refused = run(FIRST, "sync", "--yes");
        assertEquals(4, refused.exit(), refused.out());
        assertTrue(refused.err().startsWith("[TDM-228] ADOPTION_CHANGE, alters 1 column"), refused.err());
        assertEquals(
                0, run(FIRST, "sync", "--yes", "--allow", "ADOPTION_CHANGE").exit());
    }

    @Test
    void aRecordedVersionIsNotComparedUnlessForced() throws IOException {
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run("alter table customers drop column phone");
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            Path file = Files.writeString(home.resolve("schema.sql"), FIRST);
            Ran recorded = Ran.live(
                    Map.of("DATABASE_URL", proxy.url()), "sync", "--schema", file.toString(), "--app", "shop", "--yes");
            assertEquals(0, recorded.exit(), recorded.err());
            assertTrue(recorded.out().contains("Nothing was compared."), recorded.out());
            List<String> statements = proxy.reset().statements();
            assertTrue(
                    statements.size() < 10 && statements.stream().noneMatch(s -> s.contains("pg_constraint")),
                    statements::toString);
        }
        Ran plan = run(FIRST, "plan");
        assertTrue(plan.out().contains("+ column phone"), plan.out());
        assertEquals(0, run(FIRST, "sync", "--yes", "--force").exit());
        assertEquals(0, run(FIRST, "plan", "--exit-code").exit());
    }

    @Test
    void whatAPlanOfARecordedVersionTellsOneToTypeIsForced() throws IOException {
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run(
                "insert into customers (phone) values ('1')",
                "alter table customers alter phone type int using phone::int");
        Ran drifted = run(FIRST, "plan");
        assertTrue(drifted.out().contains(" --force --rewrite customers.phone"), drifted.out());
        Ran forced = run(FIRST, "sync", "--yes", "--force", "--rewrite", "customers.phone");
        assertEquals(0, forced.exit(), forced.err());
    }

    @Test
    void dataIsKeptUntilItsLossIsAllowed() throws IOException {
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run("insert into customers (phone) values ('1'), (null)");
        String second = FIRST.replace("PRIMARY KEY,\n    phone text", "PRIMARY KEY");
        assertEquals(0, run(second, "plan").exit());
        Ran refused = run(second, "sync", "--yes");
        assertEquals(4, refused.exit(), refused.out());
        assertTrue(refused.err().startsWith("[TDM-201] customers.phone: DATA_LOSS"), refused.err());
        Ran safe = run(second, "sync", "--yes", "--safe", "--exit-code");
        assertEquals(3, safe.exit(), safe.err());
        assertTrue(safe.out().contains("Withheld 1: - customers.phone (DATA_LOSS)"), safe.out());
        assertEquals("1", database.value("select count(phone) from customers"));
        Ran allowed = run(second, "sync", "--yes", "--allow", "DATA_LOSS", "--json");
        assertEquals(0, allowed.exit(), allowed.out());
        assertTrue(allowed.out().contains("\"status\": \"SYNCED\"")
                && allowed.out().contains("\"outcome\": \"applied\""));
        assertEquals(
                "1",
                database.value(
                        "select count(*) from pg_attribute where attrelid = 'customers'::regclass and attnum > 0 and"
                                + " not attisdropped"));
    }

    @Test
    void whatHoldsNothingGoesWithoutAWordAndAnAllowedHazardIsNotAskedAgain() throws IOException {
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run("insert into customers (phone) values (null)");
        String second = FIRST.replace("PRIMARY KEY,\n    phone text", "PRIMARY KEY");
        Ran empty = run(second, "sync", "--yes");
        assertEquals(0, empty.exit(), empty.err());
        assertTrue(empty.out().contains("1 hazard, none that needs approval"), empty.out());
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run("insert into customers (phone) values ('1')");
        Ran allowed = run(second, "sync", "--yes", "--allow", "DATA_LOSS");
        assertEquals(0, allowed.exit(), allowed.err());
        assertTrue(
                allowed.out().contains("1 hazard, allowed") && !allowed.out().contains("keep   tidemark"),
                allowed.out());
    }

    @Test
    void inSafeModeAShortRewriteRunsWithoutAWord() throws IOException {
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run("insert into customers (phone) values ('1')");
        assertEquals(
                0,
                run(FIRST.replace("phone text", "phone text, n int"), "sync", "--yes")
                        .exit());
        String wider = FIRST.replace("phone text", "phone text, n bigint");
        Ran dry = run(wider, "sync", "--safe", "--dry-run");
        assertTrue(dry.out().contains("TABLE_REWRITE") && !dry.out().contains("needs approval"), dry.out());
        Ran safe = run(wider, "sync", "--yes", "--safe");
        assertEquals(0, safe.exit(), safe.err());
        assertEquals(
                "bigint",
                database.value("select format_type(atttypid, null) from pg_attribute where attname = 'n'"
                        + " and attrelid = 'customers'::regclass"));
        Ran auto = run(wider.replace("n bigint", "n text"), "sync", "--yes");
        assertEquals(4, auto.exit(), auto.out());
        assertTrue(auto.err().startsWith("[TDM-204]"), auto.err());
    }

    @Test
    void whatIsWithheldIsNotCalledInSyncAlone() throws IOException {
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run("insert into customers (phone) values ('1')");
        String second = FIRST.replace("PRIMARY KEY,\n    phone text", "PRIMARY KEY");
        assertEquals(0, run(second, "sync", "--yes", "--safe").exit());
        Ran status = run(second, "status");
        assertTrue(status.out().startsWith("~ shop is in sync but for 1 change withheld: version "), status.out());
        assertTrue(status.out().contains(" by user "), status.out());
    }

    @Test
    void aTypeThatGainsLabelsIsChangedAndSaysWhich() throws IOException {
        String type = "CREATE TYPE mood AS ENUM ('sad'%s); CREATE TABLE t (id int PRIMARY KEY, m mood);";
        run(type.formatted(""), "sync", "--yes");
        String one = run(type.formatted(", 'glad'"), "plan").out();
        assertTrue(one.contains("  ~ type  mood\n      + label glad"), one);
        String two = run(type.formatted(", 'glad', 'mad'"), "plan").out();
        assertTrue(two.contains("+ label glad") && two.contains("+ label mad") && two.contains("2 to add"), two);
    }

    @Test
    void aFolderWithoutACompiledSchemaIsToldWhy() throws IOException {
        Path classes = Files.createDirectories(home.resolve("classes"));
        Ran ran = Ran.live(Map.of("DATABASE_URL", database.url()), "plan", "--classes", classes.toString());
        assertEquals(5, ran.exit(), ran.err());
        assertTrue(
                ran.err().contains("the annotation processor did not run")
                        && ran.err().contains("annotationProcessorPaths"),
                ran.err());
        assertTrue(!ran.err().contains("class path of this command"), ran.err());
    }

    @Test
    void aFaultOfJavaTypesIsPlacedAtTheElement() throws IOException {
        Path folder = Files.createDirectories(home.resolve("classes/META-INF/tidemark/shop"));
        Files.writeString(folder.resolve("schema.sql"), FIRST);
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        database.run("insert into customers (phone) values ('1')");
        Files.writeString(
                folder.resolve("schema.sql"), FIRST.replace("phone text", "phone text,\n    code int NOT NULL"));
        Files.writeString(
                folder.resolve("sources"),
                "COLUMN\tpublic\tcustomers\tcode\tcom.example.Customer.code\tCustomer.java:12\n");
        Map<String, String> env = Map.of("DATABASE_URL", database.url());
        String classes = home.resolve("classes").toString();
        Ran ran = Ran.live(env, "plan", "--classes", classes);
        assertEquals(4, ran.exit(), ran.err());
        assertTrue(ran.err().contains("  at Customer.java:12 (Customer.code)\n"), ran.err());
        Ran json = Ran.live(env, "plan", "--classes", classes, "--json");
        assertTrue(
                json.out().contains("\"file\": \"Customer.java\"")
                        && json.out().contains("\"line\": 12")
                        && json.out().contains("\"element\": \"Customer.code\""),
                json.out());
    }

    @Test
    void aForeignKeysFaultIsMarkedAtItsLineAndTheNearestNameIsOffered() throws IOException {
        String schema = """
            CREATE TABLE customers (id bigint PRIMARY KEY);
            CREATE TABLE orders (
                id       bigint PRIMARY KEY,
                note     txet,
                customer bigint
            );
            CREATE TABLE lines (
                id       bigint PRIMARY KEY,
                customer bigint NOT NULL
                    REFERENCES customer (id),
                b        bigint REFERENCES customers (ident)
            );
            """;
        Ran ran = run(schema, "plan");
        assertEquals(5, ran.exit(), ran.err());
        assertTrue(ran.err().contains("  at schema.sql:4:14\n") && ran.err().contains("did you mean text?"), ran.err());
        assertTrue(
                ran.err().contains("  at schema.sql:10:20\n") && ran.err().contains("did you mean customers?"),
                ran.err());
        Ran column = run(schema.replace("txet", "text").replace("customer (id)", "customers (id)"), "plan");
        assertTrue(column.err().contains("  at schema.sql:11:43\n"), column.err());
    }

    @Test
    void whatPostgresqlGivesNoPlaceIsMarkedAtItsColumn() throws IOException {
        Ran types = run("""
            CREATE TABLE customers (id bigint PRIMARY KEY, email text UNIQUE);
            CREATE TABLE orders (
                id    bigint PRIMARY KEY,
                email text REFERENCES customers (email),
                payer bigint REFERENCES customers (email)
            );
            """, "plan");
        assertEquals(5, types.exit(), types.err());
        assertTrue(types.err().contains("  at schema.sql:5:40\n"), types.err());
        assertTrue(types.err().contains("bigint and text"), types.err());
        Ran index = run("""
            CREATE TABLE totl (id bigint PRIMARY KEY, total numeric);
            CREATE INDEX ON totl (id,
                totl);
            """, "plan");
        assertTrue(index.err().contains("  at schema.sql:3:5\n"), index.err());
        assertTrue(index.err().contains("did you mean total?"), index.err());
    }

    @Test
    void anAdoptionSaysWhatItTakesOver() throws IOException {
        database.run(FIRST, "create table stray (id int)");
        Ran plan = run(FIRST, "plan");
        assertEquals(0, plan.exit(), plan.err());
        assertTrue(
                plan.out().contains("adopts 1 object that is there already and will belong to shop: table customers"),
                plan.out());
        Ran sync = run(FIRST + "CREATE TABLE more (id int PRIMARY KEY);", "sync", "--yes");
        assertTrue(sync.out().contains("adopts 1 object"), sync.out());
        assertTrue(!run(FIRST, "plan").out().contains("adopts"), "it is managed now");
    }

    @Test
    void anUnsaidRenameHasItsPlace() throws IOException {
        assertEquals(
                0,
                run(FIRST.replace("phone text", "phone text NOT NULL"), "sync", "--yes")
                        .exit());
        database.run("insert into customers (phone) values ('1')");
        Ran ran = run(FIRST.replace("phone text", "telephone text NOT NULL"), "plan");
        assertEquals(4, ran.exit(), ran.err());
        assertTrue(ran.err().startsWith("[TDM-203] customers.telephone: "), ran.err());
        assertTrue(ran.err().contains("  at schema.sql:3:5\n"), ran.err());
        assertEquals(1, ran.err().lines().filter(l -> l.startsWith("[TDM-")).count(), ran.err());
    }

    @Test
    void aFaultOfTheDeclarationHasItsPlace() throws IOException {
        Ran ran = run(FIRST.replace("phone text", "phone text NOT NUL"), "plan");
        assertEquals(5, ran.exit(), ran.err());
        assertTrue(
                ran.err().contains("at schema.sql:3:20") && ran.err().contains("     3 |     phone text NOT NUL\n"),
                ran.err());
        assertTrue(ran.err().contains("       |                    ^\n"), ran.err());
    }

    @Test
    void thePlanIsShownAgainWhereTheDatabaseChangedMeanwhile() throws IOException {
        assertEquals(0, run(FIRST, "sync", "--yes").exit());
        Path file = Files.writeString(home.resolve("v2.sql"), FIRST.replace("phone text", "phone text, a int, b int"));
        Terminal somebody = new Meddler(database);
        Ran ran = Ran.command(
                Main.live(ConnectionSettings.of(database.url(), Map.of()), Duration.ofSeconds(5)),
                somebody,
                "sync",
                "--schema",
                file.toString(),
                "--app",
                "shop");
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(ran.err().contains("The plan has changed since it was shown; nothing was run."), ran.err());
        assertTrue(ran.err().contains("Apply 2 to add") && ran.err().contains("Apply 1 to add"), ran.err());
    }

    /** Says yes to everything, but somebody else adds a column while the question stands. */
    private static final class Meddler implements Terminal {
        private final TestDatabase database;

        Meddler(TestDatabase database) {
            this.database = database;
        }

        @Override
        public boolean stdin() {
            return true;
        }

        @Override
        public boolean stdout() {
            return true;
        }

        @Override
        public boolean stderr() {
            return true;
        }

        @Override
        public int columns() {
            return 0;
        }

        @Override
        public boolean utf8() {
            return true;
        }

        @Override
        public String readLine() {
            database.run("alter table customers add column if not exists a int");
            return "y";
        }
    }
}
