import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Builds what the demo needs and runs it: {@code ./mvnw -q -Pdemo}. Maven's own build of this project checks every file with Error Prone and says nothing
 * under {@code -q}; this compiles the same sources plainly, in seconds, and says what it does from the first second on. The exit code is left in
 * {@code target/demo/exit-code}, from where {@link #OUTCOME} gives it to Maven without a stack trace.
 */
final class DemoBuild {
    private static final Path OUT = Path.of("target", "demo");
    private static final Path LIBRARY = OUT.resolve("library");
    private static final Path EXAMPLE = OUT.resolve("v1-classes");
    private static final Path DEMO = OUT.resolve("demo-classes");
    private static final Path OUTCOME = OUT.resolve("outcome-classes");
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private final List<Path> jars;

    private DemoBuild(List<Path> jars) {
        this.jars = jars;
    }

    public static void main(String[] args) throws Exception {
        say("Tidemark's demo. It builds Tidemark first; nothing is installed or changed outside of target/demo.");
        Files.createDirectories(OUT);
        outcome();
        int code = 1;
        try {
            List<Path> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> entry.endsWith(".jar"))
                    .map(Path::of)
                    .toList();
            code = new DemoBuild(jars).run();
        } catch (BuildFailed e) {
            say("");
            say(e.getMessage());
        }
        Files.writeString(OUT.resolve("exit-code"), Integer.toString(code));
    }

    /** Compiled for old JVMs too: Maven may run on one. */
    private static void outcome() throws IOException {
        Files.deleteIfExists(OUT.resolve("exit-code"));
        compile(
                OUTCOME,
                List.of(Path.of("src", "build", "DemoOutcome.java")),
                List.of("--release", "11", "-proc:none"));
    }

    private int run() throws IOException, InterruptedException {
        List<Path> library = javaFiles(Path.of("src", "main", "java"));
        step("compile the library", library.size(), () -> {
            compile(LIBRARY, library, options(jars, "-proc:none"));
            copyResources(Path.of("src", "main", "java"), LIBRARY);
            copyResources(Path.of("src", "main", "resources"), LIBRARY);
        });
        List<Path> example = javaFiles(Path.of("src", "example", "java"));
        step("compile the orders service with Tidemark's processor", example.size(), () -> {
            List<String> options = new ArrayList<>(options(and(LIBRARY), "-proc:full"));
            options.addAll(List.of("-processorpath", LIBRARY.toString()));
            compile(EXAMPLE, example, options);
        });
        List<Path> demo = javaFiles(Path.of("src", "demo", "java"));
        step("compile the demo", demo.size(), () -> {
            List<String> options = new ArrayList<>(options(and(LIBRARY), "-proc:none"));
            options.addAll(List.of("-sourcepath", Path.of("src", "test", "java").toString()));
            compile(DEMO, demo, options);
        });
        say("");
        return demo();
    }

    private int demo() throws IOException, InterruptedException {
        List<Path> classPath = new ArrayList<>(List.of(DEMO, LIBRARY));
        classPath.addAll(jars);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dtidemark.basedir=" + Path.of("").toAbsolutePath(),
                "-Dtidemark.example=" + EXAMPLE.toAbsolutePath(),
                "-Dstdout.encoding=UTF-8",
                "-cp",
                join(classPath),
                "dev.tidemark.demo.Demo");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                say(line);
            }
        }
        return process.waitFor();
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Does the work, with a line when it begins and its time when it ends. */
    private static void step(String what, int files, Work work) throws IOException {
        long start = System.nanoTime();
        System.out.printf(Locale.ROOT, "  %s, %d files ... ", what, files);
        System.out.flush();
        work.run();
        System.out.printf(Locale.ROOT, "%.1f s%n", (System.nanoTime() - start) / 1e9);
    }

    private List<Path> and(Path first) {
        List<Path> all = new ArrayList<>(List.of(first));
        all.addAll(jars);
        return all;
    }

    private static List<String> options(List<Path> classPath, String processors) {
        return List.of("--release", "21", "-parameters", processors, "-cp", join(classPath));
    }

    private static String join(List<Path> paths) {
        return paths.stream().map(p -> p.toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
    }

    private static void compile(Path into, List<Path> sources, List<String> options) throws IOException {
        delete(into);
        Files.createDirectories(into);
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-nowarn", "-d", into.toString()));
        DiagnosticCollector<JavaFileObject> faults = new DiagnosticCollector<>();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = COMPILER.getStandardFileManager(faults, null, StandardCharsets.UTF_8)) {
            boolean compiled = COMPILER.getTask(
                            said, files, faults, all, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new BuildFailed("The sources do not compile:\n" + said
                        + faults.getDiagnostics().stream()
                                .filter(d -> d.getKind() == javax.tools.Diagnostic.Kind.ERROR)
                                .limit(5)
                                .map(d -> "  " + d)
                                .collect(Collectors.joining("\n")));
            }
        }
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static void copyResources(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".java")) {
                    Path target = to.resolve(from.relativize(file));
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static final class BuildFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BuildFailed(String message) {
            super(message);
        }
    }
}
