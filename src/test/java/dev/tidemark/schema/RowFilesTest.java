package dev.tidemark.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lookup rows in files of their own. */
final class RowFilesTest {
    private static CompiledSchema read(String schema, Map<String, String> files) {
        String text = RowFiles.in(schema, "schema.sql", path -> {
            String file = files.get(path);
            if (file == null) {
                throw new FileNotFoundException(path + " (No such file)");
            }
            return file.getBytes(StandardCharsets.UTF_8);
        });
        assertEquals(schema.lines().count(), text.lines().count(), "lines stay where they are");
        return SchemaReader.read("shop", text, "schema.sql");
    }

    @Test
    void rowsOfValuesSeparatedByCommas() {
        String schema = """
            CREATE SCHEMA shop; -- first
            -- @renamed from=shop.land
            -- @rows sync by code from seed/country.csv
            CREATE TABLE IF NOT EXISTS shop."Country" (code text PRIMARY KEY, "Na""me" text, note text);
            CREATE TABLE other (id int);
            """;
        CompiledSchema read = read(
                schema,
                Map.of(
                        "seed/country.csv",
                        "\ufeffcode,\"Na\"\"me\",note\r\n"
                                + "de,\"Germany, \"\"D\"\"\",\r\n"
                                + "fr,O'Hara,\"\"\n\n"
                                + "it,\"two\n"
                                + "lines \\ \",x"));
        LookupRows rows = read.lookupRows().get(0);
        assertEquals(LookupRows.Mode.SYNC, rows.mode());
        assertEquals(List.of("code"), rows.by());
        assertEquals("shop.Country", rows.schema() + "." + rows.table());
        assertEquals(List.of("code", "Na\"me", "note"), rows.columns());
        assertEquals(3, rows.count());
        assertEquals(
                "('de', 'Germany, \"D\"', NULL), ('fr', 'O''Hara', ''), ('it', E'two\\nlines \\\\ ', 'x')",
                rows.values());
        assertEquals("schema.sql:2", rows.place().substring(0, 12));
        Declared table = read.statements().get(1);
        assertEquals(1, table.hints().size(), "the other hint stays the table's");
        assertEquals(3, read.statements().size());
    }

    @Test
    void rowsOfOneInsert() {
        String schema = "-- @rows from seed/country.sql\nCREATE TABLE country (code text PRIMARY KEY, name text);";
        CompiledSchema read = read(schema, Map.of("seed/country.sql", """
            -- all of them
            INSERT INTO country (code, name) VALUES
              ('de', $$two
            lines$$), -- first
              ('fr', null);
            """));
        LookupRows rows = read.lookupRows().get(0);
        assertEquals(LookupRows.Mode.UPSERT, rows.mode());
        assertEquals(2, rows.count());
        assertTrue(rows.values().startsWith("('de', E'two\\nlines'),"), rows.values());
    }

    @Test
    void theHashIsThatOfTheRows() {
        String schema = "-- @rows sync from c.csv\nCREATE TABLE country (code text PRIMARY KEY);";
        String one = read(schema, Map.of("c.csv", "code\nde\n")).hash();
        assertEquals(one, read(schema, Map.of("c.csv", "code\r\n\"de\"\r\n")).hash());
        assertTrue(!one.equals(read(schema, Map.of("c.csv", "code\nfr\n")).hash()));
        assertEquals(
                one,
                SchemaReader.read(
                                "shop",
                                "-- @rows sync\nINSERT INTO country (\"code\") VALUES ('de');\n"
                                        + "CREATE TABLE country (code text PRIMARY KEY);",
                                "schema.sql")
                        .hash());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seed/none.csv  | seed/none.csv cannot be read: seed/none.csv (No such file)",
                "../c.csv       | ../c.csv is no path of a .csv or .sql file below the folder of the schema",
                "/etc/c.csv     | /etc/c.csv is no path of a .csv or .sql file below the folder of the schema",
                "c.txt          | c.txt is no path of a .csv or .sql file below the folder of the schema",
                "empty.csv      | empty.csv holds no rows: its first line names the columns, each other is a row",
                "short.csv      | short.csv: row 2 has 1 values for 2 columns",
                "open.csv       | open.csv: line 2: a quote that is never closed",
                "inside.csv     | inside.csv: line 2: a quote inside a value that does not begin with one",
                "two.sql        | two.sql is to hold one statement: INSERT INTO table (columns) VALUES (…), (…)",
                "other.sql      | other.sql inserts into another table than the one below the comment",
                "hint.sql       | hint.sql has a structured comment, which belongs to the schema",
            })
    void whatIsWrongIsSaidAtTheComment(String path, String message) {
        Map<String, String> files = Map.of(
                "empty.csv",
                "code\n",
                "short.csv",
                "code,name\nde,Germany\nfr\n",
                "open.csv",
                "code\n\"de\n",
                "inside.csv",
                "code\nd\"e\n",
                "two.sql",
                "INSERT INTO country (code) VALUES ('de'); SELECT 1;",
                "other.sql",
                "INSERT INTO land (code) VALUES ('de');",
                "hint.sql",
                "-- @rows sync\nINSERT INTO country (code) VALUES ('de');");
        String schema = "CREATE TABLE a (id int);\n-- @rows from " + path + "\nCREATE TABLE country (code text);";
        TidemarkException e = assertThrows(TidemarkException.class, () -> read(schema, files));
        assertEquals("TDM-242", e.code());
        assertEquals(message, e.problems().get(0).message());
        assertEquals("schema.sql:2:1", e.problems().get(0).place());
    }

    @Test
    void filesAreOnlyReadWhereThereAreSome() {
        String schema = "-- @rows sync from c.csv\nCREATE TABLE country (code text PRIMARY KEY);";
        assertEquals(List.of("c.csv"), RowFiles.named(schema, "schema.sql"));
        TidemarkException e =
                assertThrows(TidemarkException.class, () -> SchemaReader.read("shop", schema, "schema.sql"));
        assertEquals(
                "rows from a file are read where the schema is a file too, or on the class path",
                e.problems().get(0).message());
        TidemarkException index = assertThrows(
                TidemarkException.class,
                () -> read("-- @rows from c.csv\nCREATE INDEX ON country (code);", Map.of("c.csv", "code\nde\n")));
        assertEquals(
                "\"@rows … from c.csv\" belongs above CREATE TABLE",
                index.problems().get(0).message());
    }
}
