package dev.tidemark.demo;

import dev.tidemark.Tidemark;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The two versions of the orders service: the build's, and one that is compiled here from the same sources with {@code src/demo/v2} laid over them. */
final class Versions {
    private static final List<String> LIBRARIES = List.of(
            "postgresql-",
            "HikariCP-",
            "aws-lambda-java-",
            "utils-lite-",
            "annotations-",
            "crac-",
            "slf4j-",
            "jspecify-");

    private final Path base;
    private final List<Path> classPath;

    /** @param classPath the demo's own; what a function needs is picked from it */
    Versions(Path base, List<Path> classPath) {
        this.base = base;
        this.classPath = Stream.concat(Stream.of(library()), classPath.stream().filter(Versions::isNeeded))
                .toList();
    }

    /** What would be in the function's {@code lib} folder, and the runtime interface client. */
    private static boolean isNeeded(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return name.endsWith(".jar") && LIBRARIES.stream().anyMatch(name::startsWith);
    }

    private static Path library() {
        try {
            return Path.of(Tidemark.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Version 1, as the build compiled it. */
    List<Path> first() {
        Path classes = Path.of(System.getProperty(
                "tidemark.example", base.resolve("target/example-classes").toString()));
        if (!Files.exists(classes.resolve("META-INF/tidemark/orders/schema.sql"))) {
            throw new IllegalStateException(classes + " holds no compiled schema: did the processor run?");
        }
        return with(classes);
    }

    /** Version 2, compiled now with the real compiler and the real processor. */
    List<Path> second() throws IOException {
        Path classes = base.resolve("target/demo/v2-classes");
        delete(classes);
        Files.createDirectories(classes);
        compile(sources(), classes);
        return with(classes);
    }

    private List<Path> with(Path classes) {
        List<Path> all = new ArrayList<>(List.of(classes));
        all.addAll(classPath);
        return all;
    }

    private List<Path> sources() throws IOException {
        Path first = base.resolve("src/example/java");
        Path second = base.resolve("src/demo/v2");
        List<Path> sources = new ArrayList<>(javaFiles(second));
        for (Path source : javaFiles(first)) {
            if (!Files.exists(second.resolve(first.relativize(source)))) {
                sources.add(source);
            }
        }
        return sources;
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    private void compile(List<Path> sources, Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of(
                "--release",
                "21",
                "-parameters",
                "-proc:full",
                "-cp",
                path,
                "-processorpath",
                path,
                "-d",
                classes.toString());
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            var task = compiler.getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources));
            if (!task.call()) {
                throw new IllegalStateException("version 2 does not compile:\n" + said);
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
}
