package dev.tidemark.maven;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The class path of the command.
 *
 * @param own the plugin's: Tidemark, the driver, picocli
 * @param classes the module's classes
 * @param dependencies the module's dependencies, jars or folders of classes
 */
record ClassPath(List<File> own, Path classes, List<File> dependencies) {
    private static final String DECLARED = "META-INF/tidemark";

    ClassPath {
        own = List.copyOf(own);
        dependencies = List.copyOf(dependencies);
    }

    String text() {
        return Stream.of(own.stream(), Stream.of(classes.toFile()), dependencies.stream())
                .flatMap(files -> files)
                .map(File::getPath)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Whether the compiled schema is in a dependency, and none in the module itself. */
    boolean dependenciesDeclare() {
        return !Files.isDirectory(classes.resolve(DECLARED))
                && dependencies.stream().anyMatch(ClassPath::declares);
    }

    private static boolean declares(File dependency) {
        if (dependency.isDirectory()) {
            return new File(dependency, DECLARED).isDirectory();
        }
        try (ZipFile jar = new ZipFile(dependency)) {
            return jar.getEntry(DECLARED + "/apps") != null;
        } catch (IOException e) {
            throw new UncheckedIOException(dependency.getPath(), e);
        }
    }
}
