package dev.tidemark.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an IDE does: it hands over the files that changed, with the output of the last compilation on the class path. */
final class IncrementalCompilationTest {
    private static final String HEAD = """
        package com.example;
        import dev.tidemark.annotation.*;
        import org.jspecify.annotations.Nullable;
        """;

    @TempDir
    private Path sources;

    @TempDir
    private Path classes;

    @TempDir
    private Path clean;

    @BeforeEach
    void fiveFiles() {
        write(
                "package-info",
                "@dev.tidemark.annotation.Database(app = \"five\", schema = \"s\")\npackage com.example;\n");
        write("Base", HEAD + "class Base { @Id @Identity long id; @Nullable String note; }\n");
        write(
                "Order",
                HEAD + "@Table class Order extends Base { @References(Customer.class) long customer; State state; }\n");
        write(
                "Customer",
                HEAD + "@Table record Customer(@Id long id, @Nullable String name, @Unique String mail) {}\n");
        write("State", HEAD + "enum State { NEW, PAID }\n");
        write("Open", HEAD + "@View(sql = \"select id from s.\\\"order\\\"\") record Open(@Nullable Long id) {}\n");
        assertTrue(compile(classes, "package-info", "Base", "Order", "Customer", "State", "Open")
                .success());
    }

    @Test
    void oneChangedFileOfFiveGivesTheWholeSchema() {
        write(
                "Order",
                HEAD
                        + "@Table class Order extends Base { @References(Customer.class) long customer; State state;"
                        + " int more; }\n");

        assertEquals(List.of(), compile(classes, "Order").messages());

        assertSameAsClean("package-info", "Base", "Order", "Customer", "State", "Open");
        assertTrue(schema().contains("more"));
    }

    @Test
    void aChangedEnumOrSuperclassWithoutAnnotationOfOursChangesTheSchema() {
        write("State", HEAD + "enum State { NEW, PAID, LATE }\n");
        write("Base", HEAD + "class Base { @Id @Identity long id; String note; }\n");

        assertTrue(compile(classes, "State").success());
        assertTrue(compile(classes, "Base").success());

        assertSameAsClean("package-info", "Base", "Order", "Customer", "State", "Open");
        assertTrue(schema().contains("'LATE'"));
    }

    @Test
    void aDeletedTypeDropsOut() throws IOException {
        Files.delete(classes.resolve("com/example/Open.class"));

        assertTrue(compile(classes, "Customer").success());

        assertSameAsClean("package-info", "Base", "Order", "Customer", "State");
        assertFalse(schema().contains("VIEW"));
    }

    @Test
    void aRenamedTypeIsDeclaredOnce() throws IOException {
        Files.delete(classes.resolve("com/example/Open.class"));
        write(
                "Pending",
                HEAD + "@View(sql = \"select id from s.\\\"order\\\"\") record Pending(@Nullable Long id) {}\n");

        assertTrue(compile(classes, "Pending").success());

        assertSameAsClean("package-info", "Base", "Order", "Customer", "State", "Pending");
    }

    @Test
    void aTypeThatIsNoLongerAnnotatedDropsOut() {
        write("Open", HEAD + "record Open(@Nullable Long id) {}\n");

        assertTrue(compile(classes, "Open").success());

        assertSameAsClean("package-info", "Base", "Order", "Customer", "State", "Open");
    }

    @Test
    void anotherAppTakesThePlaceOfTheFirst() {
        write(
                "package-info",
                "@dev.tidemark.annotation.Database(app = \"six\", schema = \"s\")\npackage com.example;\n");

        assertTrue(compile(classes, "package-info").success());

        assertSameAsClean("package-info", "Base", "Order", "Customer", "State", "Open");
        assertFalse(new Javac(classes).output().containsKey("five/schema.sql"));
    }

    @Test
    void theLastTypeTakesItsAppAlong() throws IOException {
        for (String type : List.of("Order", "Customer", "Open")) {
            Files.delete(classes.resolve("com/example/" + type + ".class"));
        }

        assertTrue(compile(classes, "State").success());

        assertEquals(Map.of(), new Javac(classes).output());
    }

    @Test
    void aFaultInAnUnchangedFileIsReportedToo() {
        write("Customer", HEAD + "@Table record Customer(@Id java.util.UUID id) {}\n");

        Javac.Result result = compile(classes, "Customer");

        assertFalse(result.success());
        assertTrue(result.messages().toString().contains("[TDM-133] Order.customer"), result.messages()::toString);
        assertTrue(schema().contains("mail"), "the last good schema stays");
    }

    @Test
    void anOutputFolderOffTheClassPathIsRefusedAndLosesNothing() {
        String before = schema();

        List<Path> changed = List.of(sources.resolve("package-info.java"), sources.resolve("Customer.java"));
        Javac.Result result = new Javac(classes).compile(changed, false);

        assertFalse(result.success());
        assertTrue(result.messages().toString().contains("[TDM-148] com.example.O"), result.messages()::toString);
        assertEquals(before, schema());
    }

    @Test
    void aModuleWithoutDeclarationsIsLeftAlone() {
        write("Other", "package com.other;\nclass Other {}\n");

        Javac other = new Javac(clean);
        assertTrue(other.compile(List.of(sources.resolve("Other.java")), "-cp", classes.toString())
                .success());

        assertEquals(Map.of(), other.output());
    }

    @Test
    void tablesComeInTheOrderOfTheirOwnNamesWhateverTheirClassesAreCalled() {
        write("Alpha", HEAD + "@Table(name = \"zebra\") record Alpha(@Id long id) {}\n");
        write("Omega", HEAD + "@Table(name = \"apple\") record Omega(@Id long id) {}\n");
        assertTrue(compile(clean, "package-info", "Alpha", "Omega").success());
        String schema = new Javac(clean).schema("five");
        assertTrue(schema.indexOf("apple") < schema.indexOf("zebra"), schema);
    }

    private void assertSameAsClean(String... types) {
        assertTrue(compile(clean, types).success());
        assertEquals(new Javac(clean).output(), new Javac(classes).output());
    }

    private Javac.Result compile(Path output, String... types) {
        List<Path> files = new ArrayList<>();
        for (String type : types) {
            files.add(sources.resolve(type + ".java"));
        }
        return new Javac(output).compile(files);
    }

    private String schema() {
        return new Javac(classes).schema("five");
    }

    private void write(String type, String source) {
        Fixtures.write(sources.resolve(type + ".java"), source);
    }
}
