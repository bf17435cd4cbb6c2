package dev.tidemark.processor;

import dev.tidemark.annotation.Table;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles sources with the processor, in this JVM, into a folder. */
record Javac(Path classes) {

    /** What came of it; messages as {@code ERROR File.java:3:5 text}, in the order of the sources. */
    record Result(boolean success, List<String> messages) {
        Result {
            messages = List.copyOf(messages);
        }
    }

    Result compile(List<Path> sources, String... options) {
        return compile(sources, true, options);
    }

    /** With the output folder on the class path, as IDEs and Maven have it, or without. */
    Result compile(List<Path> sources, boolean outputOnClassPath, String... options) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
            List<String> all = new ArrayList<>(List.of("-d", classes.toString(), "--release", "21", "-Xlint:-options"));
            all.addAll(List.of("-cp", classPath() + (outputOnClassPath ? ":" + classes : "")));
            all.addAll(List.of(options));
            if (Stream.of(options).noneMatch(option -> option.startsWith("-Atidemark.lint"))) {
                all.add("-Atidemark.lint=off"); // Fixtures show what can be said, not what should be.
            }
            StringWriter rest = new StringWriter();
            JavaCompiler.CompilationTask task =
                    compiler.getTask(rest, files, diagnostics, all, null, files.getJavaFileObjectsFromPaths(sources));
            task.setProcessors(List.of(new TidemarkProcessor(), new ClaimingProcessor()));
            boolean success = task.call();
            if (!rest.toString().isEmpty()) {
                throw new IllegalStateException(rest.toString());
            }
            return new Result(success, messages(diagnostics.getDiagnostics()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files below {@code META-INF/tidemark}, by name. */
    Map<String, String> output() {
        Path root = classes.resolve("META-INF/tidemark");
        Map<String, String> output = new TreeMap<>();
        if (Files.exists(root)) {
            files(root).forEach(file -> output.put(root.relativize(file).toString(), read(file)));
        }
        return output;
    }

    String schema(String app) {
        return read(classes.resolve("META-INF/tidemark/" + app + "/schema.sql"));
    }

    static List<Path> sources(Path folder) {
        return files(folder).filter(f -> f.toString().endsWith(".java")).toList();
    }

    static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> messages(List<Diagnostic<? extends JavaFileObject>> diagnostics) {
        return diagnostics.stream().map(Javac::message).toList();
    }

    private static String message(Diagnostic<? extends JavaFileObject> diagnostic) {
        @Nullable JavaFileObject source = diagnostic.getSource();
        String place = source == null
                ? "-"
                : Path.of(source.getName()).getFileName() + ":" + diagnostic.getLineNumber() + ":"
                        + diagnostic.getColumnNumber();
        return diagnostic.getKind() + " " + place + " " + diagnostic.getMessage(Locale.ROOT);
    }

    private static String classPath() {
        return location(Table.class) + ":" + location(Nullable.class);
    }

    private static Path location(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}
