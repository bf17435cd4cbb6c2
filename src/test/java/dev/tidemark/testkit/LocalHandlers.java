package dev.tidemark.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Tidemark function where CloudFormation is a server of a test. The real handler answers nothing but S3, so that a handler of the tests' stands in for it,
 * which differs in that alone; it is laid beside the real one, since it uses what only its package may.
 */
public final class LocalHandlers {
    static final String REAL = "dev.tidemark.lambda.TidemarkHandler";
    static final String LOCAL = "dev.tidemark.lambda.LocalHandler";

    private static final String FILE = LOCAL.replace('.', '/') + ".class";
    private static @Nullable Path folder;

    private LocalHandlers() {}

    /** A launch of the function whose answers may go to 127.0.0.1. */
    public static RuntimeApi.Launch answeringHere(RuntimeApi.Launch launch) {
        String handler = launch.handler().replace(REAL, LOCAL);
        @Nullable Path root = launch.taskRoot();
        return new RuntimeApi.Launch(
                handler,
                launch.classPath(),
                launch.environment(),
                launch.jvmOptions(),
                root == null ? null : beside(root),
                launch.limits());
    }

    /** A folder with the handler's class alone. */
    static synchronized Path classes() {
        Path made = folder;
        if (made == null) {
            made = temporary();
            lay(made);
            folder = made;
        }
        return made;
    }

    /** The artefact by links, with that class besides. */
    private static Path beside(Path artefact) {
        Path root = temporary();
        try (Stream<Path> entries = Files.list(artefact)) {
            for (Path entry : entries.toList()) {
                Files.createSymbolicLink(root.resolve(Objects.requireNonNull(entry.getFileName())), entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lay(root);
        return root;
    }

    private static void lay(Path root) {
        Path target = root.resolve(FILE);
        try (InputStream in = LocalHandlers.class.getClassLoader().getResourceAsStream(FILE)) {
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.copy(Objects.requireNonNull(in, FILE), target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            Path made = Files.createTempDirectory("local-handler");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made)));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path made) {
        try (Stream<Path> all = Files.walk(made)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // A temporary folder that stays harms nobody.
        }
    }
}
