package dev.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code sam deploy} uploads for each function, as {@code ./mvnw package} laid it out: classes at the root, libraries in {@code lib/}. */
public enum Artefact {
    /** The orders service of src/example. */
    ORDERS("com.example.orders.OrdersFunction::handleRequest"),
    /** Tidemark's own function, with the same compiled schema. */
    TIDEMARK("dev.tidemark.lambda.TidemarkHandler::handleRequest");

    private final String handler;

    Artefact(String handler) {
        this.handler = handler;
    }

    /** As the template names it. */
    public String handler() {
        return handler;
    }

    /** Its folder; where nobody built it the test is skipped loudly, and fails in CI. */
    public Path folder() {
        String functions = System.getProperty(
                "tidemark.functions", Needs.basedir().resolve("target/function").toString());
        Path folder = Path.of(functions).toAbsolutePath().resolve(this == ORDERS ? "orders" : "tidemark");
        if (!Files.isDirectory(folder.resolve("lib"))) {
            throw Needs.missing("the built artefact " + folder, "./mvnw package -DskipTests lays it out");
        }
        return folder;
    }

    /** Its libraries, in the order in which a managed runtime puts them on the class path: by name. */
    public List<Path> jars() {
        try (Stream<Path> files = Files.list(folder().resolve("lib"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A launch of it as a managed runtime does it. */
    public RuntimeApi.Launch launch() {
        return RuntimeApi.launch(handler, folder());
    }
}
