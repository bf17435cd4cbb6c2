package dev.tidemark.processor;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.util.JavacTask;
import dev.tidemark.Mode;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which code of the pages is executed, and the fragments of it that need something around them. */
final class DocumentedFragmentsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```(\\w+)\\n(.*?)^ *```$");

    /** Of these, all blocks are read or their commands held against the command line, whatever page they stand on. */
    private static final List<String> ON_EVERY_PAGE = List.of("json", "xml", "yaml", "sh");

    /**
     * How many blocks of a language a page has, all of which some test executes. Who adds a block executes it, and counts it here.
     *
     * <p>Two are only read, for want of what would run them: frameworks.md java (no Quarkus, no Micronaut here), gradle.md kotlin (no Gradle).
     */
    private static final Map<String, Integer> EXECUTED = new TreeMap<>(Map.ofEntries(
            entry("README.md java", 6), // DocumentedCodeTest, test-support's ReadmeTest
            entry("README.md sql", 1),
            entry("README.md properties", 1),
            entry("docs/annotations.md java", 1), // DocumentedSnippetsTest
            entry("docs/annotations.md sql", 1),
            entry("docs/data-steps.md java", 1),
            entry("docs/data-steps.md sql", 1),
            entry("docs/deploy.md python", 1), // PreTrafficHookTest
            entry("docs/first-function.md java", 6), // test-support's FirstFunctionTest
            entry("docs/first-project.md java", 5), // DocumentedCodeTest, test-support's FirstProjectTest, and here
            entry("docs/first-project.md sql", 1),
            entry("docs/frameworks.md java", 2),
            entry("docs/gradle.md kotlin", 1),
            entry("docs/junit.md java", 2),
            entry("docs/lambda.md java", 2), // DocumentedSnippetsTest
            entry("docs/lint.md sql", 1), // DocumentedCommandsTest
            entry("docs/lookup-rows.md java", 1), // DocumentedSnippetsTest
            entry("docs/lookup-rows.md sql", 2), // … and DocumentedCommandsTest
            entry("docs/roles.md sql", 4), // RolesTest, RolesInUseTest, PlanLogin
            entry("docs/schema-sql.md sql", 1))); // DocumentedSnippetsTest

    @TempDir
    private Path folder;

    @Test
    void everyBlockIsExecuted() throws IOException {
        Map<String, Integer> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(Needs.basedir().resolve("docs"))) {
            for (Path page : Stream.concat(Stream.of(Needs.basedir().resolve("README.md")), files)
                    .filter(f -> f.toString().endsWith(".md"))
                    .toList()) {
                String name = Needs.basedir().relativize(page).toString();
                BLOCK.matcher(Files.readString(page))
                        .results()
                        .filter(block -> !ON_EVERY_PAGE.contains(block.group(1)))
                        .forEach(block -> found.merge(name + " " + block.group(1), 1, Integer::sum));
            }
        }
        assertEquals(EXECUTED, found, "a block that no test executes");
    }

    /** The two changes of the first project's second version, on a table with a row. */
    @Test
    void theSecondVersionOfTheFirstProjectKeepsItsRows() throws IOException {
        List<String> java = blocks("docs/first-project.md", "java");
        String first = java.get(1);
        String member = "@Nullable Integer year";
        assertTrue(first.contains(member), first);
        String second = first.replace(
                        member, java.get(3).strip() + ", " + java.get(4).strip())
                .replace("import dev.tidemark.annotation.Id;", "import dev.tidemark.annotation.*;");
        try (TestDatabase database = TestPostgres.fresh()) {
            sync(database, compiled(java.get(0), first, "first"));
            database.run("insert into book (title, year) values ('Emma', 1815)");
            sync(database, compiled(java.get(0), second, "second"));
            assertEquals("Emma|1815|en", database.value("select title, published, language from book"));
        }
    }

    private String compiled(String packageInfo, String book, String version) throws IOException {
        Path sources = Files.createDirectories(folder.resolve(version));
        Javac javac = new Javac(Files.createDirectories(sources.resolve("classes")));
        Javac.Result result = javac.compile(List.of(
                Files.writeString(sources.resolve("package-info.java"), packageInfo),
                Files.writeString(sources.resolve("Book.java"), book)));
        assertEquals(List.of(), result.messages());
        return javac.schema("library");
    }

    private static void sync(TestDatabase database, String sql) {
        SyncOptions options = SyncOptions.defaults()
                .withApp("library")
                .withMode(Mode.AUTO)
                .withExplicit(true)
                .withBreakingAllowed(true)
                .withSource(new SyncOptions.SchemaSource(sql, "schema.sql"));
        var result = Tidemark.open(database.dataSource(), options).sync();
        assertEquals(SyncStatus.SYNCED, result.status(), () -> result.reason() + result.problems());
    }

    /** Against the module's own sources, JUnit and Testcontainers. */
    @Test
    void theSnippetsOfTheJUnitPageCompile() throws IOException {
        List<String> java = blocks("docs/junit.md", "java");
        String test = """
            package com.example.notes;
            import static org.junit.jupiter.api.Assertions.assertEquals;
            import dev.tidemark.junit.TidemarkTest;
            import java.sql.SQLException;
            import javax.sql.DataSource;
            import org.junit.jupiter.api.Test;
            """ + java.get(0);
        String server = """
            package com.example.notes;
            import dev.tidemark.junit.PostgresServer;
            import org.testcontainers.postgresql.PostgreSQLContainer;
            """ + java.get(1);
        String store = blocks("docs/first-function.md", "java").stream()
                .filter(code -> code.contains("class NoteStore {"))
                .findFirst()
                .orElseThrow();
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-d",
                Files.createDirectories(folder.resolve("classes")).toString(),
                "-cp",
                RuntimeApi.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                Files.writeString(folder.resolve("NoteStoreTest.java"), test).toString(),
                Files.writeString(folder.resolve("OurPostgres.java"), server).toString(),
                Files.writeString(folder.resolve("NoteStore.java"), store).toString()));
        try (Stream<Path> module = Files.walk(Needs.basedir().resolve("test-support/junit/src/main/java"))) {
            module.filter(f -> f.toString().endsWith(".java")).forEach(f -> arguments.add(f.toString()));
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int exit = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments.toArray(String[]::new));
        assertEquals(0, exit, () -> messages.toString(StandardCharsets.UTF_8));
    }

    /** Their frameworks are not among the tests' libraries, so that they are parsed; what they do with Tidemark is what the README's program does. */
    @Test
    void theSnippetsOfTheFrameworksAreJava() throws IOException {
        String called = "SyncResult result = Tidemark.open(dataSource).sync();";
        assertTrue(String.join("\n", blocks("README.md", "java")).contains(called));
        for (String code : blocks("docs/frameworks.md", "java")) {
            assertTrue(code.contains(called), code);
            DiagnosticCollector<JavaFileObject> faults = new DiagnosticCollector<>();
            JavaFileObject source =
                    new SimpleJavaFileObject(URI.create("string:///SchemaOnStart.java"), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return code;
                        }
                    };
            JavacTask task = (JavacTask)
                    ToolProvider.getSystemJavaCompiler().getTask(null, null, faults, List.of(), null, List.of(source));
            task.parse();
            assertEquals(List.<Diagnostic<? extends JavaFileObject>>of(), faults.getDiagnostics(), () -> code);
        }
    }

    /** There is no Gradle to run it: its brackets close, and what it takes of Tidemark is what the modules are called. */
    @Test
    void theGradleBuildNamesOurModules() throws IOException {
        String script = blocks("docs/gradle.md", "kotlin").get(0);
        StringBuilder open = new StringBuilder();
        for (char c : script.replaceAll("//[^\n]*", "").toCharArray()) {
            int closing = ")}]".indexOf(c);
            if ("({[".indexOf(c) >= 0) {
                open.append(c);
            } else if (closing >= 0) {
                assertTrue(!open.isEmpty() && open.charAt(open.length() - 1) == "({[".charAt(closing), script);
                open.setLength(open.length() - 1);
            }
        }
        assertEquals("", open.toString());
        String bom = Files.readString(Needs.basedir().resolve("bom/pom.xml"));
        int seen = 0;
        for (var module : Pattern.compile("dev\\.tidemark:([\\w-]+)")
                .matcher(script)
                .results()
                .toList()) {
            assertTrue(bom.contains("<artifactId>" + module.group(1) + "</artifactId>"), module.group());
            seen++;
        }
        assertTrue(seen > 4, seen + " modules");
    }

    private static List<String> blocks(String page, String language) throws IOException {
        return BLOCK.matcher(Files.readString(Needs.basedir().resolve(page)))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }
}
