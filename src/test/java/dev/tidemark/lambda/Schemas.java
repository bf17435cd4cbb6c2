package dev.tidemark.lambda;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.SnakeYamlNode;
import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The JSON Schemas of {@code docs/schemas}, read strictly: a field that they do not describe is a fault, though readers are asked to pass it over. */
final class Schemas {
    private static final Path FOLDER = Needs.basedir().resolve("docs/schemas");
    private static final Validator VALIDATOR = new ValidatorFactory()
            .withJsonNodeFactory(new SnakeYamlNode.Factory())
            .createValidator();
    private static final Map<String, URI> KNOWN = new ConcurrentHashMap<>();

    private Schemas() {}

    /**
     * What is wrong with a JSON text; empty where nothing is.
     *
     * @param schema a file's name, and where it is one of several the name in its {@code $defs}: {@code answers.json#/$defs/plan}
     */
    static List<String> faults(String schema, String json) {
        String file = schema.substring(0, (schema + "#").indexOf('#'));
        known("answers.json");
        known(file);
        Validator.Result result = VALIDATOR.validate(URI.create("file:/" + schema), json);
        return result.getErrors().stream()
                .map(e -> e.getInstanceLocation() + ": " + e.getError())
                .toList();
    }

    /** Notices name parts of the answers: the one must be there before the other is asked. */
    private static void known(String file) {
        KNOWN.computeIfAbsent(file, name -> VALIDATOR.registerSchema(URI.create("file:/" + name), read(name)));
    }

    private static String read(String name) {
        try {
            return Files.readString(FOLDER.resolve(name))
                    .replaceAll(",\\s*\"additionalProperties\": false", "")
                    .replace("\"properties\":", "\"additionalProperties\": false, \"properties\":");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
