package dev.tidemark.aws;

import dev.tidemark.testkit.Artefact;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.RuntimeApi;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Further versions of the two artefacts that the build laid out: a developer's next commits. */
final class Functions {
    private static final List<Artefact> BOTH = List.of(Artefact.ORDERS, Artefact.TIDEMARK);

    private Functions() {}

    /** Those of the build. */
    static Path built() {
        return Objects.requireNonNull(Artefact.ORDERS.folder().getParent());
    }

    /** The same code in a package with other bytes. */
    static Path repackaged(Path from, Path to) {
        copy(from, to);
        for (Artefact function : BOTH) {
            write(to.resolve(function.folder().getFileName()).resolve("NOTES.txt"), "another build");
        }
        return to;
    }

    /**
     * The example with one line changed in one of its sources, compiled with Tidemark's processor.
     *
     * @param source the file's name, such as {@code Customer.java}
     */
    static Path changed(Path to, String source, String old, String replacement) {
        copy(built(), to);
        Path sources = to.resolve("sources");
        copy(Needs.basedir().resolve("src/example/java"), sources);
        Path file = sources.resolve("com/example/orders").resolve(source);
        String text = read(file);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(source + " has no \"" + old + "\"");
        }
        write(file, text.replace(old, replacement));
        Path classes = to.resolve("classes");
        compile(sources, classes);
        BOTH.forEach(function -> copy(classes, to.resolve(function.folder().getFileName())));
        return to;
    }

    private static void compile(Path sources, Path classes) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        String classPath =
                RuntimeApi.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> options =
                List.of("-d", classes.toString(), "-cp", classPath, "-parameters", "--release", "21", "-proc:full");
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
                Stream<Path> all = Files.walk(sources)) {
            Files.createDirectories(classes);
            List<Path> java = all.filter(p -> p.toString().endsWith(".java")).toList();
            boolean done = javac.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                    .call();
            if (!done) {
                throw new IllegalStateException(sources + " does not compile");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : new ArrayList<>(all.toList())) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
