package dev.tidemark.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.report.Json;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.CollectionNode;

/** Snippets of the pages that are not whole projects, taken from the pages themselves: they compile, they run, they are what their language allows. */
final class DocumentedSnippetsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w+)\\n(.*?)^ *```$");
    private static final String IMPORTS = """
        import dev.tidemark.annotation.*;
        import static dev.tidemark.annotation.Action.*;
        import static dev.tidemark.annotation.SortOrder.*;
        import java.math.*;
        import java.time.*;
        import java.util.*;
        import org.jspecify.annotations.Nullable;

        """;

    @TempDir
    private Path folder;

    private static List<String> blocks(String page, String language) throws IOException {
        List<String> blocks = new ArrayList<>();
        BLOCK.matcher(Files.readString(Needs.basedir().resolve(page)))
                .results()
                .filter(block -> block.group(1).equals(language))
                .forEach(block -> blocks.add(block.group(2)));
        assertFalse(blocks.isEmpty(), () -> page + " has no " + language);
        return blocks;
    }

    private String compiled(String packageInfo, String source) throws IOException {
        Path info = Files.writeString(folder.resolve("package-info.java"), packageInfo);
        Path file = Files.writeString(folder.resolve("Snippet.java"), source);
        Javac javac = new Javac(Files.createDirectories(folder.resolve("classes")));
        Javac.Result result = javac.compile(List.of(info, file));
        assertEquals(List.of(), result.messages());
        return javac.schema("orders");
    }

    private String compiled(String page) throws IOException {
        return compiled(
                "@dev.tidemark.annotation.Database(app = \"orders\")\npackage com.example;\n",
                "package com.example;\n\n" + IMPORTS + blocks(page, "java").get(0));
    }

    private static SyncOptions options(String sql) {
        return SyncOptions.defaults()
                .withApp("shop")
                .withMode(Mode.AUTO)
                .withExplicit(true)
                .withForce(true)
                .withBreakingAllowed(true)
                .withAllowed(Set.of(Hazard.values()))
                .withSource(new SyncOptions.SchemaSource(sql, "schema.sql"));
    }

    private static void sync(TestDatabase database, String sql) {
        SyncResult result = Tidemark.open(database.dataSource(), options(sql)).sync();
        assertEquals(SyncStatus.SYNCED, result.status(), () -> result.reason() + result.problems());
    }

    private static String plain(String sql) {
        return sql.replaceAll("\\s+", " ").strip();
    }

    @Test
    void theAnnotationsGiveTheSqlBesideThem() throws IOException {
        String java = blocks("docs/annotations.md", "java").get(0);
        int end = java.indexOf("package com.example.orders;");
        String rest = java.substring(end + "package com.example.orders;".length());
        String schema = compiled(
                "@dev.tidemark.annotation."
                        + java.substring(1, java.indexOf("//")).strip() + "\npackage com.example.orders;\n",
                "package com.example.orders;\n" + IMPORTS + rest + "\nenum Status { NEW, SENT }\n"
                        + "@Table record Customer(@Id UUID id) {}\n");
        String shown = plain(blocks("docs/annotations.md", "sql").get(0));
        assertTrue(plain(schema).contains(shown), schema);
    }

    @Test
    void dataStepsRunAsTheyStandOnTheirPage() throws IOException {
        String sql = blocks("docs/data-steps.md", "sql").get(0);
        try (TestDatabase database = TestPostgres.fresh()) {
            sync(
                    database,
                    "CREATE TABLE customers (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, mail"
                            + " text);");
            database.run("insert into customers (name, mail) values ('Ada Lovelace', null)");
            sync(database, sql);
            assertEquals(
                    "Ada|Lovelace|customer-1@example.com",
                    database.value("select first_name, last_name, mail from customers"));
        }
        String schema = compiled("docs/data-steps.md");
        assertTrue(schema.contains("\n-- @migrate-before fill_mail\nUPDATE customers "), schema);
        assertTrue(schema.contains("\n-- @migrate-after split_name safe\nUPDATE customers "), schema);
    }

    @Test
    void lookupRowsAreWrittenAsTheyStandOnTheirPage() throws IOException {
        String sql = blocks("docs/lookup-rows.md", "sql").get(0);
        try (TestDatabase database = TestPostgres.fresh()) {
            sync(database, sql);
            assertEquals(List.of("de|Germany", "fr|France"), database.rows("select * from country order by code"));
            Plan same = Tidemark.open(database.dataSource(), options(compiled("docs/lookup-rows.md")))
                    .plan();
            assertEquals(List.of(), same.problems());
            assertTrue(
                    same.changes().stream().noneMatch(c -> c.object().member().equals("rows")), "the same rows");
        }
    }

    @Test
    void theHandWrittenSchemaLoads() throws IOException {
        try (TestDatabase database = TestPostgres.fresh()) {
            sync(database, blocks("docs/schema-sql.md", "sql").get(0));
        }
    }

    @Test
    void theHandlersOfTheLambdaPageCompile() throws IOException {
        List<String> snippets = blocks("docs/lambda.md", "java");
        String handler = snippets.get(0).replace("…", "return Map.of(\"statusCode\", 200);");
        String begun = "import software.amazon.awssdk.services.s3.S3Client;\n"
                + handler.replaceFirst(
                                "(?m)^ *private static final ColdStart .*$",
                                snippets.get(1).replace("$", "\\$"))
                        .replace("OrdersFunction", "BegunFunction");
        List<String> arguments = List.of(
                "-proc:none",
                "-d",
                Files.createDirectories(folder.resolve("classes")).toString(),
                "-cp",
                RuntimeApi.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                Files.writeString(folder.resolve("OrdersFunction.java"), handler)
                        .toString(),
                Files.writeString(folder.resolve("BegunFunction.java"), begun).toString());
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int exit = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments.toArray(String[]::new));
        assertEquals(0, exit, () -> messages.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsYamlIsWellFormed() throws IOException {
        int seen = 0;
        try (Stream<Path> files = Files.list(Needs.basedir().resolve("docs"))) {
            for (Path page : files.filter(f -> f.toString().endsWith(".md")).toList()) {
                for (var block : BLOCK.matcher(Files.readString(page)).results().toList()) {
                    if (block.group(1).equals("yaml")) {
                        // Composed and not constructed: CloudFormation has tags of its own.
                        assertTrue(
                                new Yaml().compose(new StringReader(block.group(2))) instanceof CollectionNode,
                                () -> page + ": " + block.group(2));
                        seen++;
                    }
                }
            }
        }
        assertTrue(seen > 4, seen + " snippets");
    }

    @Test
    void whatIsJsonOrXmlIsWellFormed() throws Exception {
        List<Path> pages = new ArrayList<>(List.of(Needs.basedir().resolve("README.md")));
        try (Stream<Path> files = Files.list(Needs.basedir().resolve("docs"))) {
            files.filter(f -> f.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            for (var block : BLOCK.matcher(Files.readString(page)).results().toList()) {
                String text = block.group(2);
                try {
                    if (block.group(1).equals("json") && !text.contains("…")) {
                        Json.read(text);
                    } else if (block.group(1).equals("xml")) {
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new InputSource(new StringReader("<x>" + text + "</x>")));
                    }
                } catch (Exception e) {
                    throw new AssertionError(page + ": " + text, e);
                }
            }
        }
    }
}
