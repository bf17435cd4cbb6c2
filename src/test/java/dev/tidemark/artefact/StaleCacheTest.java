package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the JVM makes of a cache that is older than the classes: the reason why {@code aot-cache.sh} makes the jars and their cache in one step. Where one of
 * these fails on a newer JDK, docs/lambda.md is to be corrected.
 */
final class StaleCacheTest {
    /** As Lambda's runtime does it: the function's classes come from a class loader of the runtime's own. */
    private static final String LOADER = """
        public class Loader {
            public static void main(String[] args) throws Exception {
                var urls = new java.net.URL[] {java.nio.file.Path.of(args[0]).toUri().toURL()};
                Class.forName("App", true, new java.net.URLClassLoader(urls)).getMethod("main", String[].class).invoke(null, (Object) null);
            }
        }
        """;

    @TempDir
    private Path folder;

    private Path app;
    private int releases;

    @BeforeEach
    void firstRelease() throws IOException {
        if (Runtime.version().feature() < 25) {
            throw Needs.missing("JDK 25", "this is " + Runtime.version());
        }
        app = folder.resolve("app.jar");
        release("old");
    }

    @Test
    void aStaleAotCacheSilentlyRunsOldClassesOfTheClassPath() throws IOException {
        List<String> run = List.of("-XX:AOTCache=" + folder.resolve("app.aot"), "-cp", app.toString(), "App");
        java(List.of("-XX:AOTCacheOutput=" + folder.resolve("app.aot"), "-cp", app.toString(), "App"));
        assertEquals("said old", java(run));
        release("new");
        assertEquals("said new", java(List.of("-cp", app.toString(), "App")));
        assertEquals("said old", java(run), "and without a word of warning");
    }

    @Test
    void throughTheRuntimesClassLoaderOnlyClassesThatAreTheSameComeFromAnAotCache() throws IOException {
        Path loader = folder.resolve("loader.jar");
        jar(loader, compile("Loader", LOADER));
        List<String> command = List.of("-cp", loader.toString(), "Loader", app.toString());
        java(with("-XX:AOTCacheOutput=" + folder.resolve("app.aot"), command));
        assertEquals(List.of("App", "Word"), shared(with("-XX:AOTCache=" + folder.resolve("app.aot"), command)));
        release("new");
        assertEquals("said new", java(with("-XX:AOTCache=" + folder.resolve("app.aot"), command)));
        assertEquals(List.of("App"), shared(with("-XX:AOTCache=" + folder.resolve("app.aot"), command)));
    }

    @Test
    void aStaleAppCdsArchiveIsRefused() throws IOException {
        java(List.of("-XX:ArchiveClassesAtExit=" + folder.resolve("app.jsa"), "-cp", app.toString(), "App"));
        List<String> run = List.of("-XX:SharedArchiveFile=" + folder.resolve("app.jsa"), "-cp", app.toString(), "App");
        assertEquals(List.of("App", "Word"), shared(run));
        release("new");
        String out = java(run);
        assertTrue(out.endsWith("said new"), out);
    }

    /** Each a minute later than the one before: the JVM compares sizes and whole seconds, and these are equal otherwise. */
    private void release(String word) throws IOException {
        releases++;
        jar(
                app,
                compile("Word", "class Word { static String word() { return \"" + word + "\"; } }"),
                compile("App", """
                    public class App {
                        public static void main(String[] args) {
                            System.out.println("said " + Word.word());
                        }
                    }
                    """));
        Files.setLastModifiedTime(app, FileTime.from(Instant.now().plusSeconds(60L * releases)));
    }

    private Path compile(String name, String source) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path file = Files.writeString(folder.resolve(name + ".java"), source);
        String[] command = {"-d", classes.toString(), "-cp", classes.toString(), file.toString()};
        assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, command), source);
        return classes.resolve(name + ".class");
    }

    private static void jar(Path jar, Path... classes) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (Path file : classes) {
                entries.putNextEntry(new JarEntry(file.getFileName().toString()));
                Files.copy(file, entries);
            }
        }
    }

    private static List<String> with(String option, List<String> command) {
        return Stream.concat(Stream.of(option), command.stream()).toList();
    }

    /** Which of the two classes came out of a cache. */
    private static List<String> shared(List<String> command) throws IOException {
        String log = java(with("-Xlog:class+load", command));
        return Stream.of("App", "Word")
                .filter(name ->
                        log.lines().anyMatch(line -> line.contains("] " + name + " source: shared objects file")))
                .toList();
    }

    /** What it printed, without the JVM's words about a training run. */
    private static String java(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC"));
        command.addAll(arguments);
        Needs.Ran ran = Needs.run(command);
        assertEquals(0, ran.exit(), ran.all());
        return ran.out().strip();
    }
}
