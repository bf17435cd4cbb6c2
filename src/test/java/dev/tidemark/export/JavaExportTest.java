package dev.tidemark.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.JavaExport;
import dev.tidemark.Plan;
import dev.tidemark.SchemaExport;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncOptions.SchemaSource;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.Journey;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exported records compile, and what the processor makes of them, with the rest in SQL, is the schema that was exported. */
final class JavaExportTest {
    private static final Path RESOURCES = Needs.basedir().resolve("src/test/resources");

    @TempDir
    Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "analytics",
                "audit",
                "booking",
                "events",
                "functions",
                "ledger",
                "legacy",
                "messaging",
                "saas",
                "schemas",
                "webshop"
            })
    void aJourneysSchema(String journey) throws IOException {
        roundTrip(Journey.read(Files.readString(RESOURCES.resolve("journeys/" + journey + ".sql")))
                .parts()
                .get(0)
                .text());
    }

    @Test
    void whatTheExampleDeclares() throws IOException {
        Path example = Needs.basedir().resolve("target/example-classes/META-INF/tidemark/orders/schema.sql");
        JavaExport export = roundTrip(Files.readString(example));
        assertEquals("", export.extraSql(), "all of it came from annotations");
    }

    @Test
    void readsAsSomebodyWouldWriteIt() throws IOException {
        JavaExport export = roundTrip("""
            CREATE TABLE customer (
                id    bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
                "E-Mail" text UNIQUE,
                since date NOT NULL DEFAULT current_date
            );
            COMMENT ON TABLE customer IS 'Who "buys"';
            CREATE TABLE open_order (
                customer_id bigint NOT NULL REFERENCES customer ON DELETE CASCADE,
                position    integer NOT NULL,
                total       numeric(12, 2) CHECK (total > 0),
                class       varchar(8),
                PRIMARY KEY (customer_id, position)
            );
            CREATE INDEX open_order_total ON open_order (total DESC, class) WHERE total > 10;
            """);
        assertEquals("", export.extraSql());
        assertEquals("""
            package com.example.shop;

            import dev.tidemark.annotation.Action;
            import dev.tidemark.annotation.Check;
            import dev.tidemark.annotation.Column;
            import dev.tidemark.annotation.ForeignKey;
            import dev.tidemark.annotation.Id;
            import dev.tidemark.annotation.Index;
            import dev.tidemark.annotation.SortOrder;
            import dev.tidemark.annotation.Table;
            import java.math.BigDecimal;
            import org.jspecify.annotations.Nullable;

            @Table
            @Check(sql = "(total > (0)::numeric)", name = "open_order_total_check")
            @ForeignKey(members = "customerId", references = Customer.class, referencedMembers = "id", onDelete = Action.CASCADE, name = "open_order_customer_id_fkey")
            @Index(members = {"total", "classColumn"}, order = {SortOrder.DESC, SortOrder.ASC}, where = "(total > (10)::numeric)", name = "open_order_total")
            public record OpenOrder(
                    @Id long customerId,
                    @Id int position,
                    @Column(precision = 12, scale = 2) @Nullable BigDecimal total,
                    @Column(name = "class", length = 8) @Nullable String classColumn) {}
            """, export.files().get("OpenOrder.java"));
    }

    private JavaExport roundTrip(String sql) throws IOException {
        try (TestDatabase source = TestPostgres.fresh()) {
            SyncOptions options = SyncOptions.defaults();
            Tidemark.open(
                            source.dataSource(),
                            options.withApp("shop")
                                    .withExplicit(true)
                                    .withSource(new SchemaSource(sql, "schema.sql", "")))
                    .sync();
            SchemaExport plain = Tidemark.export(source.dataSource(), options);
            JavaExport export = Tidemark.exportJava(source.dataSource(), options, "shop", "com.example.shop");
            String again = compiled(export.files()) + "\n" + export.extraSql();
            Plan plan = Tidemark.diff(
                    source.dataSource(),
                    new SchemaSource(plain.text(), "exported.sql", ""),
                    new SchemaSource(again, "records.sql", ""));
            assertTrue(plan.isEmpty(), () -> plan.changes() + "\n" + plan.problems() + "\n" + again);
            return export;
        }
    }

    private String compiled(Map<String, String> files) throws IOException {
        Path sources = Files.createDirectories(home.resolve("src"));
        Path classes = Files.createDirectories(home.resolve("classes"));
        List<Path> paths = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            paths.add(Files.writeString(sources.resolve(file.getKey()), file.getValue()));
        }
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, Locale.ROOT, null)) {
            boolean done = javac.getTask(
                            said,
                            manager,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-processorpath",
                                    Needs.basedir().resolve("target/classes").toString()),
                            null,
                            manager.getJavaFileObjectsFromPaths(paths))
                    .call();
            assertTrue(done, () -> said + "\n" + files);
        }
        return Files.readString(classes.resolve("META-INF/tidemark/shop/schema.sql"));
    }
}
