package dev.tidemark.junit;

import dev.tidemark.SyncOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/**
 * What a test class wants in its database.
 *
 * @param options with app and schema
 * @param data scripts that run after the schema is in place
 */
record Declared(SyncOptions options, List<Script> data) {
    Declared {
        data = List.copyOf(data);
    }

    /** A file of SQL. */
    record Script(String name, String sql) {}

    static Declared of(TidemarkTest test, Class<?> testClass) {
        SyncOptions options = SyncOptions.defaults().withApp(test.app().isEmpty() ? null : test.app());
        if (!test.schema().isEmpty()) {
            if (test.app().isEmpty()) {
                throw new ExtensionConfigurationException(
                        testClass.getName() + ": @TidemarkTest(schema = …) needs app = \"…\" as well");
            }
            options = options.withSource(new SyncOptions.SchemaSource(read(test.schema(), testClass), test.schema()));
        }
        List<Script> data = new ArrayList<>();
        for (String name : test.data()) {
            data.add(new Script(name, read(name, testClass)));
        }
        return new Declared(options, data);
    }

    /** Beside the test class, or from the root of the class path. */
    private static String read(String name, Class<?> testClass) {
        InputStream beside = testClass.getResourceAsStream(name);
        try (InputStream found =
                beside != null ? beside : testClass.getClassLoader().getResourceAsStream(name)) {
            if (found == null) {
                throw new ExtensionConfigurationException(
                        testClass.getName() + ": no resource " + name + " beside it or on the class path");
            }
            return new String(found.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
