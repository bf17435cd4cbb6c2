package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Declared schemas in files, folders, jars. */
class SchemaFilesTest {
    private static final String SQL = "CREATE TABLE t (id bigint PRIMARY KEY);\n";

    @TempDir
    Path home;

    @Test
    void oneFile() throws IOException {
        Path file = Files.writeString(home.resolve("mine.sql"), "\ufeff" + SQL);
        assertEquals(new SchemaText(null, SQL, "mine.sql"), SchemaFiles.sql(file));
        Path compiled = compiled(home.resolve("classes"), "shop");
        assertEquals("shop", SchemaFiles.sql(compiled).app());
    }

    @Test
    void foldersAndTheirApps() throws IOException {
        Path classes = home.resolve("classes");
        compiled(classes, "shop");
        assertEquals("shop", SchemaFiles.classes(classes, null).app());
        compiled(classes, "billing");
        assertCode("TDM-605", "several apps: billing, shop", () -> SchemaFiles.classes(classes, null));
        assertCode(
                "TDM-605",
                "no schema of app stock, only of billing, shop",
                () -> SchemaFiles.classes(classes, "stock"));
        assertEquals("billing", SchemaFiles.classes(classes, "billing").app());
    }

    @Test
    void rowsInFilesBesideTheSchema() throws IOException {
        String schema = "-- @rows sync from seed/country.csv\nCREATE TABLE country (code text PRIMARY KEY);\n";
        String rows = """
            /* @rows sync */ INSERT INTO country ("code") VALUES ('de'); -- rows sync from seed/country.csv
            CREATE TABLE country (code text PRIMARY KEY);
            """;
        Path file = compiled(home.resolve("classes"), "shop");
        Files.writeString(file, schema);
        Files.createDirectories(file.resolveSibling("seed"));
        Files.writeString(file.resolveSibling("seed/country.csv"), "code\nde\n");
        assertEquals(rows, SchemaFiles.sql(file).text());
        assertEquals(rows, SchemaFiles.classes(home.resolve("classes"), null).text());
        byte[] jar = zip(
                "META-INF/tidemark/shop/schema.sql",
                schema.getBytes(StandardCharsets.UTF_8),
                "META-INF/tidemark/shop/seed/country.csv",
                "code\nde\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                rows,
                SchemaFiles.jar(file("function.zip", zip("lib/app.jar", jar)), null)
                        .text());
        byte[] without = zip("META-INF/tidemark/shop/schema.sql", schema.getBytes(StandardCharsets.UTF_8));
        assertCode("TDM-242", "no such entry", () -> SchemaFiles.jar(file("without.jar", without), null));
    }

    @Test
    void jarsPlainNestedAndInFolders() throws IOException {
        byte[] plain = zip("META-INF/tidemark/shop/schema.sql", SQL.getBytes(StandardCharsets.UTF_8));
        assertEquals(SQL, SchemaFiles.jar(file("plain.jar", plain), null).text());
        byte[] boot = zip("BOOT-INF/classes/META-INF/tidemark/shop/schema.sql", SQL.getBytes(StandardCharsets.UTF_8));
        assertEquals("shop", SchemaFiles.jar(file("boot.jar", boot), "shop").app());
        SchemaText nested = SchemaFiles.jar(file("function.zip", zip("lib/app.jar", plain)), null);
        assertEquals(SQL, nested.text());
        assertTrue(
                nested.origin().endsWith("function.zip!/lib/app.jar!/META-INF/tidemark/shop/schema.sql"),
                nested.origin());
        byte[] twice = zip("lib/a.jar", plain, "lib/b.jar", plain);
        assertCode("TDM-111", "lib/a.jar", () -> SchemaFiles.jar(file("twice.zip", twice), null));
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        Path binary = file("binary.sql", new byte[] {(byte) 0xc3, 0x28});
        Path empty = Files.createDirectory(home.resolve("empty"));
        assertCode(
                "TDM-606",
                "nothing.sql does not exist (looked from ",
                () -> SchemaFiles.sql(home.resolve("nothing.sql")));
        assertCode("TDM-606", "is a directory", () -> SchemaFiles.sql(home));
        assertCode("TDM-606", "is not UTF-8 text", () -> SchemaFiles.sql(binary));
        assertCode("TDM-606", "does not exist", () -> SchemaFiles.classes(home.resolve("nothing"), null));
        assertCode("TDM-606", "is not a directory", () -> SchemaFiles.classes(binary, null));
        assertCode("TDM-110", "holds no compiled schema", () -> SchemaFiles.classes(empty, null));
        assertCode("TDM-606", "neither a jar nor a zip", () -> SchemaFiles.jar(binary, null));
        assertCode("TDM-606", "is a directory", () -> SchemaFiles.jar(empty, null));
        assertCode("TDM-606", "does not exist", () -> SchemaFiles.jar(home.resolve("no.jar"), null));
        assertCode(
                "TDM-110",
                "holds no compiled schema",
                () -> SchemaFiles.jar(file("other.jar", zip("a.txt", new byte[0])), null));
    }

    @Test
    void commandsNeedAnAppForSqlAndOneSourceOnly() throws IOException {
        Path file = Files.writeString(home.resolve("mine.sql"), SQL);
        ScriptedTarget target = new ScriptedTarget(Plans.nothing());
        FakeTerminal pipe = FakeTerminal.none();
        Ran ran = Ran.command(target, pipe, "plan", "--schema", file.toString());
        assertEquals(2, ran.exit());
        assertTrue(ran.err().startsWith("[TDM-605] whose schema is mine.sql?"), ran.err());
        assertEquals(
                2,
                Ran.command(target, pipe, "plan", "--schema", file.toString(), "--jar", "x.jar")
                        .exit());
        assertEquals(
                2,
                Ran.command(target, pipe, "plan", "--schema", "nothing.sql", "--app", "shop")
                        .exit());
        assertEquals(
                0,
                Ran.command(target, pipe, "plan", "--schema", file.toString(), "--app", "shop")
                        .exit());
        assertEquals(
                "mine.sql",
                target.planned.get(0).source() == null
                        ? ""
                        : target.planned.get(0).source().origin());
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(home.resolve(name), bytes);
    }

    private static Path compiled(Path classes, String app) throws IOException {
        Path folder =
                Files.createDirectories(classes.resolve("META-INF/tidemark").resolve(app));
        return Files.writeString(folder.resolve("schema.sql"), SQL);
    }

    /** Names and contents by turns. */
    private static byte[] zip(Object... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < entries.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) entries[i]));
                zip.write((byte[]) entries[i + 1]);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static void assertCode(String code, String text, Executable action) {
        TidemarkException e = assertThrows(TidemarkException.class, action);
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(e.getMessage().contains(text), e.getMessage());
    }
}
