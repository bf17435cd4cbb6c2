package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Node;

/** {@code tidemark init}: what it writes compiles; it overwrites nothing and asks only where somebody can answer. */
final class InitCommandTest {
    @TempDir
    Path home;

    private static Ran init(String... options) {
        List<String> args = new ArrayList<>(List.of("init"));
        args.addAll(List.of(options));
        return Ran.live(Map.of(), args.toArray(String[]::new));
    }

    @Test
    void aFunctionThatCompilesToItsSchema() throws IOException {
        Ran ran = init(
                home.resolve("f").toString(), "--kind", "lambda", "--app", "my-notes", "--package", "org.acme.notes");
        assertEquals(0, ran.exit(), ran.err());
        Path project = home.resolve("f");
        String schema = Files.readString(compiled(project, "my-notes"));
        assertTrue(schema.contains("CREATE TABLE my_notes.note ("), schema);
        assertTrue(
                Files.readString(project.resolve("pom.xml")).contains("<artifactId>tidemark-lambda-aws</artifactId>"));
        String template = Files.readString(project.resolve("template.yaml"));
        assertTrue(template.contains("Handler: org.acme.notes.NotesFunction::handleRequest"), template);
        // Tags such as !Ref stay what they are; whether it is YAML at all is seen here.
        Node read = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new java.io.StringReader(template));
        assertFalse(read.getTag().getValue().isEmpty());
        assertTrue(ran.out().contains("+ src/test/java/org/acme/notes/NoteStoreTest.java\n"), ran.out());
        assertTrue(
                ran.out().contains("  mvn verify\n") && ran.out().contains("  sam build && sam deploy --guided\n"),
                ran.out());
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(f -> !f.toString().endsWith(".class"))
                    .toList()) {
                String text = Files.readString(file);
                assertFalse(
                        text.matches("(?s).*@(app|package|group|schema|library|version|steps)@.*"), file + "\n" + text);
            }
        }
    }

    @Test
    void aProgramForGradle() throws IOException {
        Path project = home.resolve("2nd");
        Ran ran = init(project.toString(), "--build", "gradle", "--json");
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(
                ran.out().contains("\"status\": \"WRITTEN\"") && ran.out().contains("\"app\": \"notes\""), ran.out());
        assertTrue(Files.exists(compiled(project, "notes")));
        assertTrue(Files.exists(project.resolve("settings.gradle.kts")));
        assertFalse(Files.exists(project.resolve("pom.xml")));
        assertFalse(Files.exists(project.resolve("template.yaml")));
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(home.resolve("pom.xml"), "mine");
        Ran refused = init(home.toString());
        assertEquals(2, refused.exit());
        assertTrue(refused.err().contains("pom.xml"), refused.err());
        assertEquals("mine", Files.readString(home.resolve("pom.xml")));
        assertFalse(Files.exists(home.resolve("README.md")));
        assertEquals(0, init(home.toString(), "--force").exit());
        assertEquals(2, init(home.resolve("x").toString(), "--app", "No App").exit());
        assertEquals(
                2, init(home.resolve("x").toString(), "--package", "com.class").exit());
        assertEquals(2, init(home.resolve("x").toString(), "--build", "ant").exit());
        assertFalse(Files.exists(home.resolve("x")));
    }

    @Test
    void whatIsMissingIsAskedFor() throws IOException {
        FakeTerminal terminal = FakeTerminal.typing("ant", "gradle", "lambda", "shop", "");
        Ran ran = Ran.with(
                Map.of(),
                new ScriptedTarget(),
                terminal,
                "init",
                home.resolve("s").toString());
        assertEquals(0, ran.exit(), ran.err());
        assertTrue(Files.readString(home.resolve("s/settings.gradle.kts")).contains("\"shop\""));
        assertTrue(Files.exists(home.resolve("s/src/main/java/com/example/shop/NotesFunction.java")));
        assertTrue(ran.err().toLowerCase(Locale.ROOT).contains("maven or gradle"), ran.err());
    }

    /** Compiles the main classes with the processor; the compiled schema. Its test is compiled and run by the modules' tests. */
    private static Path compiled(Path project, String app) throws IOException {
        Path classes = Files.createDirectories(project.resolve("target/classes"));
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, Locale.ROOT, null);
                Stream<Path> sources = Files.walk(project.resolve("src/main/java"))) {
            Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(
                    sources.filter(file -> file.toString().endsWith(".java")).toList());
            boolean done = javac.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-processorpath",
                                    Needs.basedir().resolve("target/classes").toString()),
                            null,
                            units)
                    .call();
            assertTrue(done, said::toString);
        }
        return classes.resolve("META-INF/tidemark/" + app + "/schema.sql");
    }
}
