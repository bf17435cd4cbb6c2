package dev.tidemark.artefact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Tidemark;
import dev.tidemark.testkit.RuntimeApi;
import dev.tidemark.testkit.RuntimeInstance;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The code of README.md and docs/first-project.md, taken from the pages themselves: it compiles with the dependencies that the page names and no others, gives
 * the SQL that the page shows, and runs.
 */
class DocumentedCodeTest {
    private static final Path BASE =
            Path.of(System.getProperty("tidemark.basedir", "")).toAbsolutePath();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern FILE = Pattern.compile("// (src/\\S+\\.java)\\n");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    private static final Pattern SETTING = Pattern.compile("(?m)^(TIDEMARK_\\w+)=(.*)$");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    Path classes;

    @Test
    void theReadmesProjectCompilesToTheSqlThatItShows() throws IOException {
        String page = page("README.md");
        compile(page);
        assertShownSqlIsCompiled(page, "orders");
    }

    @Test
    void theReadmesHandlerStartsAndServes() throws IOException {
        String page = page("README.md");
        List<Path> classPath = new ArrayList<>(List.of(classes));
        classPath.addAll(compile(page));
        classPath.addAll(jars(List.of("aws-lambda-java-runtime-interface-client", "aws-lambda-java-serialization")));
        classPath.addAll(RuntimeApi.classPath().stream()
                .filter(entry -> entry.getFileName().toString().startsWith("utils-lite"))
                .toList());
        try (TestDatabase database = TestPostgres.fresh();
                RuntimeApi lambda = new RuntimeApi()) {
            RuntimeInstance instance = lambda.start(new RuntimeApi.Launch(
                    "com.example.shop.ShopFunction::handleRequest", classPath, environment(page, database), List.of()));
            assertEquals("{\"purchases\":0}", instance.invoke("{}", LIMIT).body(), instance::output);
            instance.awaitLine(line -> line.contains("\"status\":\"SYNCED\""), LIMIT);
        }
    }

    @Test
    void theFirstProjectCompilesToTheSqlThatItShowsAndItsTestPasses() throws Exception {
        String page = page("docs/first-project.md");
        compile(page);
        assertShownSqlIsCompiled(page, "library");
        // Its embedded server is the one that these tests bring.
        Class<?> test = Class.forName("com.example.library.BookTest", true, loader());
        Object instance = newInstance(test);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(test.getClassLoader());
        try {
            var method = test.getDeclaredMethod("theDeclaredSchemaWorks");
            method.setAccessible(true);
            method.invoke(instance);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(BASE.resolve("README.md"), BASE.resolve("CONTRIBUTING.md")));
        try (Stream<Path> files = Files.list(BASE.resolve("docs"))) {
            files.filter(f -> f.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            String text = BLOCK.matcher(Files.readString(page)).replaceAll("");
            for (var link : LINK.matcher(text).results().toList()) {
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                assertTrue(Files.exists(target), () -> page + " links to " + link.group());
                String anchor = link.group(2);
                assertTrue(
                        anchor == null || anchors(target).contains(anchor), () -> page + " links to " + link.group());
            }
        }
    }

    /** The headings of a page as GitHub makes anchors of them. */
    private static List<String> anchors(Path page) {
        try {
            return Files.readAllLines(page).stream()
                    .filter(line -> line.startsWith("#"))
                    .map(line -> line.replaceFirst("^#+ ", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                            .replace(' ', '-'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object newInstance(Class<?> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    /** The compiled page, Tidemark and all libraries; not the schemas of this project's own tests. */
    private ClassLoader loader() throws IOException {
        List<URL> entries = new ArrayList<>(
                List.of(classes.toUri().toURL(), library().toUri().toURL()));
        for (Path entry : RuntimeApi.classPath()) {
            if (entry.toString().endsWith(".jar")) {
                entries.add(entry.toUri().toURL());
            }
        }
        return new URLClassLoader(entries.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    /** The variables that the page shows, with this database in place of its own. */
    private static Map<String, String> environment(String page, TestDatabase database) {
        Map<String, String> environment = new LinkedHashMap<>();
        SETTING.matcher(page).results().forEach(s -> environment.put(s.group(1), s.group(2)));
        assertTrue(environment.containsKey("TIDEMARK_URL"), environment::toString);
        environment.put(
                "TIDEMARK_URL", "postgresql://" + database.host() + ":" + database.port() + "/" + database.name());
        for (String role : List.of("TIDEMARK_USER", "TIDEMARK_DEPLOYER_USER")) {
            assertTrue(environment.containsKey(role), role);
            environment.put(role, "postgres");
        }
        environment.replaceAll((name, value) -> name.endsWith("PASSWORD") ? "postgres" : value);
        environment.remove("TIDEMARK_RUNTIME_ROLES");
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "provisioned-concurrency");
        return environment;
    }

    private void assertShownSqlIsCompiled(String page, String app) throws IOException {
        String compiled = Files.readString(classes.resolve("META-INF/tidemark/" + app + "/schema.sql"));
        List<String> shown = blocks(page, "sql");
        assertTrue(!shown.isEmpty(), "the page shows no SQL");
        for (String sql : shown) {
            assertTrue(compiled.contains(sql), () -> sql + "\nis not in\n" + compiled);
        }
    }

    /** Compiles the page's files with its dependencies and what these bring; returns them. */
    private List<Path> compile(String page) throws IOException {
        List<Path> dependencies = dependencies(page);
        Path sources = classes.resolveSibling(classes.getFileName() + "-sources");
        List<Path> files = new ArrayList<>();
        for (String block : blocks(page, "java")) {
            var file = FILE.matcher(block);
            if (file.lookingAt()) {
                Path path = sources.resolve(file.group(1));
                Files.createDirectories(path.getParent());
                files.add(Files.writeString(path, block));
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            String path = dependencies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            List<String> options = List.of(
                    "-d",
                    classes.toString(),
                    "--release",
                    "21",
                    "-cp",
                    path,
                    "-processorpath",
                    library().toString());
            boolean compiled = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertTrue(compiled, said::toString);
        }
        return dependencies;
    }

    private static List<Path> dependencies(String page) throws IOException {
        String xml = String.join("\n", blocks(page, "xml"));
        List<String> names = ARTIFACT.matcher(xml.substring(0, xml.indexOf("<build>")))
                .results()
                .map(a -> a.group(1))
                .filter(name -> !name.equals("tidemark"))
                .collect(Collectors.toCollection(ArrayList::new));
        names.remove("library");
        if (names.remove("tidemark-lambda")) {
            names.addAll(starter());
        }
        // What these bring: pgjdbc by Tidemark, slf4j by HikariCP, JUnit's parts.
        names.addAll(List.of("postgresql", "slf4j-api", "junit-jupiter-api", "opentest4j", "apiguardian-api"));
        names.remove("junit-jupiter");
        List<Path> all = new ArrayList<>(List.of(library()));
        all.addAll(jars(names));
        return all;
    }

    /** What {@code tidemark-lambda} brings; that Maven finds it there is for test-support/documentation to show. */
    private static List<String> starter() throws IOException {
        String pom = Files.readString(BASE.resolve("integrations/lambda/pom.xml"));
        return ARTIFACT.matcher(pom.substring(pom.indexOf("<dependencies>"), pom.indexOf("</dependencies>")))
                .results()
                .map(a -> a.group(1))
                .filter(name -> !name.equals("tidemark"))
                .toList();
    }

    private static List<Path> jars(List<String> names) {
        return names.stream().map(DocumentedCodeTest::jar).toList();
    }

    private static Path jar(String name) {
        Pattern file = Pattern.compile(Pattern.quote(name) + "-\\d.*\\.jar");
        return RuntimeApi.classPath().stream()
                .filter(entry -> file.matcher(entry.getFileName().toString()).matches())
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not among the test's own jars"));
    }

    private static Path library() {
        return Path.of(URI.create(Tidemark.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private static List<String> blocks(String page, String language) {
        try (Stream<java.util.regex.MatchResult> blocks = BLOCK.matcher(page).results()) {
            return blocks.filter(b -> b.group(1).equals(language))
                    .map(b -> b.group(2))
                    .toList();
        }
    }

    private static String page(String name) throws IOException {
        return Files.readString(BASE.resolve(name));
    }
}
