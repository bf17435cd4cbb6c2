package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tidemark export} and {@code tidemark diff}: where schemas come from and go to. */
final class DiffExportTest {
    private static final String SQL = """
        CREATE SCHEMA shop;
        CREATE TABLE shop.customers (id bigint PRIMARY KEY, "E-Mail" text);
        CREATE TABLE shop.orders (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES shop.customers);
        CREATE INDEX orders_customer ON shop.orders (customer_id);
        CREATE VIEW shop.open_orders AS SELECT id FROM shop.orders;
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

    private Ran run(String... args) {
        return Ran.live(Map.of("DATABASE_URL", database.url()), args);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text);
    }

    @Test
    void toStdoutAndBack() throws IOException {
        database.run(SQL);
        Ran export = run("export");
        assertEquals(0, export.exit(), export.err());
        assertEquals("", export.err());
        Path file = file("schema.sql", export.out());
        Ran diff = run("diff", file.toString(), database.url(), "--exit-code");
        assertEquals(0, diff.exit(), diff.out() + diff.err());
        assertTrue(diff.out().startsWith("✓ no difference: "), diff.out());
    }

    @Test
    void aFolderByObject() throws IOException {
        database.run(SQL);
        Path folder = home.resolve("db");
        Ran export = run("export", "--out", folder.toString());
        assertEquals(0, export.exit(), export.err());
        List<String> files = Files.readAllLines(folder.resolve("load.sql")).stream()
                .filter(line -> line.startsWith("\\ir "))
                .map(line -> line.substring(4))
                .toList();
        assertEquals(
                List.of(
                        "shop/schema.sql",
                        "shop/tables/customers.sql",
                        "shop/tables/orders.sql",
                        "shop/views/open_orders.sql"),
                files);
        assertTrue(Files.readString(folder.resolve("shop/tables/orders.sql")).contains("CREATE INDEX orders_customer"));
        assertEquals(
                0, run("diff", folder.toString(), database.url(), "--exit-code").exit());
        assertEquals(2, run("export", "--out", folder.toString()).exit());
        database.run("drop view shop.open_orders");
        assertEquals(
                0,
                run("export", "--out", folder.toString(), "--force", "--json").exit());
        assertFalse(Files.exists(folder.resolve("shop/views/open_orders.sql")));
        Path other = Files.createDirectories(home.resolve("other"));
        Files.writeString(other.resolve("mine.txt"), "");
        assertEquals(2, run("export", "--out", other.toString(), "--force").exit());
        assertTrue(Files.exists(other.resolve("mine.txt")));
    }

    @Test
    void aDumpIsTriedAndNothingStays() throws IOException {
        Path dump = file(
                "dump.sql", "SET search_path = public;\nCREATE TABLE t (id serial PRIMARY KEY, n int DEFAULT 1+1);\n");
        Ran export = run("export", "--dump", dump.toString());
        assertEquals(0, export.exit(), export.err());
        assertTrue(export.out().contains("DEFAULT (1 + 1)"), export.out());
        assertTrue(export.out().contains("ALTER SEQUENCE public.t_id_seq OWNED BY public.t.id"), export.out());
        assertEquals(List.of(), database.rows("select relname from pg_class where relname = 't'"));
        Ran same = run("diff", dump.toString(), file("again.sql", export.out()).toString(), "--exit-code");
        assertEquals(0, same.exit(), same.out());
    }

    @Test
    void whatTurnsOneIntoTheOther() throws IOException {
        String a = file("a.sql", SQL).toString();
        String b = file(
                        "b.sql",
                        SQL.replace("\"E-Mail\" text", "phone text NOT NULL, mail text -- @renamed from='E-Mail'\n")
                                .replace("CREATE VIEW shop.open_orders AS SELECT id FROM shop.orders;", ""))
                .toString();
        Ran diff = run("diff", a, b, "--exit-code");
        assertEquals(3, diff.exit(), diff.err());
        assertEquals(
                "~ table shop.customers\n"
                        + "    ~ column E-Mail → mail\n"
                        + "    + column phone  text not null\n"
                        + "- view shop.open_orders  view with 1 column\n"
                        + "1 object to alter, 1 object to drop: " + a + " → " + b + "\n",
                diff.out());
        Ran sql = run("diff", a, b, "--sql");
        database.run(SQL);
        database.run(sql.out());
        assertEquals(0, run("diff", database.url(), b, "--exit-code").exit(), sql::out);
        Ran json = run("diff", a, b, "--json");
        assertTrue(json.out().contains("\"status\": \"DIFFERENT\""), json.out());
    }

    @Test
    void jarsClassesAndRevisions() throws IOException {
        Path classes = home.resolve("classes/META-INF/tidemark/shop");
        Files.createDirectories(classes);
        Files.writeString(classes.resolve("schema.sql"), SQL);
        Path jar = home.resolve("shop.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("META-INF/tidemark/shop/schema.sql"));
            zip.write(SQL.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertEquals(
                0,
                run("diff", jar.toString(), home.resolve("classes").toString(), "--exit-code")
                        .exit());
        // The revision is that of the repository around the tests' folder.
        List<String> revision =
                new ArrayList<>(List.of("git", "cat-file", "-e", "HEAD:src/test/resources/lint/sound.sql"));
        if (Needs.run(revision).exit() != 0) {
            throw Needs.missing("git", "a checkout");
        }
        Ran git = run(
                "diff",
                "git:HEAD:src/test/resources/lint/sound.sql",
                Needs.basedir().resolve("src/test/resources/lint/doubtful.sql").toString(),
                "--exit-code");
        assertEquals(3, git.exit(), git.err());
        assertEquals(2, run("diff", "git:HEAD:nowhere.sql", jar.toString()).exit());
        assertEquals(2, run("diff", "git:--version:x", jar.toString()).exit());
        assertEquals(
                2,
                run("diff", home.resolve("nowhere").toString(), jar.toString()).exit());
    }

    @Test
    void rowsAndStepsOfFoldersAndRevisions() throws IOException, InterruptedException {
        Path first = Files.createDirectories(home.resolve("first/seed"));
        Path second = Files.createDirectories(home.resolve("second/seed"));
        String schema =
                "-- @rows sync from seed/country.csv\nCREATE TABLE country (code text PRIMARY KEY, name text);\n";
        Files.writeString(first.resolveSibling("schema.sql"), schema);
        Files.writeString(first.resolve("country.csv"), "code,name\nde,Germany\nfr,France\nus,USA\n");
        Files.writeString(
                second.resolveSibling("schema.sql"),
                schema.replace(".csv", ".sql") + "-- @migrate-after tidy\nUPDATE country SET name = trim(name);\n");
        Files.writeString(
                second.resolve("country.sql"),
                "INSERT INTO country (name, code) VALUES ('Germany', 'de'), ('Frankreich', 'fr'), ('Italy', 'it');");
        String a = home.resolve("first").toString();
        String b = home.resolve("second").toString();
        assertTrue(run("diff", a, a).out().startsWith("✓ no difference: "));
        Ran diff = run("diff", a, b);
        assertEquals(0, diff.exit(), diff.err());
        assertEquals("""
            ~ table country
                ~ rows  1 to insert, 1 to update
                - rows  1 to delete
            ▸ data step tidy  before anything is dropped, once
            1 object to alter, 1 object to run: %s → %s
            """.formatted(a, b), diff.out());
        Ran back = run("diff", b, a);
        assertTrue(back.out().contains("note: data step tidy is in the first only"), back.out());
        database.run("CREATE TABLE country (code text PRIMARY KEY, name text)");
        database.run(run("diff", a, b, "--sql").out());
        assertEquals("de,fr,it", database.value("SELECT string_agg(code, ',' ORDER BY code) FROM country"));
        Ran live = run("diff", database.url(), b);
        assertTrue(live.out().startsWith("✓ no difference"), "rows of a database are not looked at: " + live.out());
    }
}
