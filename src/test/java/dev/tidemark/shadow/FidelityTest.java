package dev.tidemark.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The shadow of a text shows what the same text makes in a fresh database, whatever is live beside it. The constructs are in {@code constructs.sql}: each
 * begins with {@code --# name}; {@code --- live} begins an older version to stand beside, {@code --- really} the text to run for real where the declared one
 * only works as a declaration.
 */
class FidelityTest {
    private static final Pattern NEXT = Pattern.compile("(?m)^--# ");
    private static final Pattern SECTION = Pattern.compile("(?m)^--- ");

    private static TestDatabase empty;
    private static TestDatabase real;

    @BeforeAll
    static void open() {
        empty = TestPostgres.fresh();
        real = TestPostgres.fresh();
    }

    @AfterAll
    static void close() {
        empty.close();
        real.close();
    }

    record Construct(String name, String declared, String live, String really) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Construct> constructs() {
        List<Construct> all = new ArrayList<>();
        for (String part : NEXT.splitAsStream(text()).toList()) {
            if (!part.isBlank()) {
                String name = part.substring(0, part.indexOf('\n')).strip();
                String rest = part.substring(part.indexOf('\n') + 1);
                String declared = SECTION.splitAsStream(rest).findFirst().orElseThrow();
                all.add(new Construct(name, declared, section(rest, "live"), section(rest, "really")));
            }
        }
        return all.stream();
    }

    private static String section(String text, String name) {
        for (String part : SECTION.splitAsStream(text).toList()) {
            if (part.startsWith(name + "\n")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static String text() {
        try (InputStream in = Objects.requireNonNull(FidelityTest.class.getResourceAsStream("constructs.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("constructs")
    void theShadowIsWhatTheTextMakes(Construct construct) throws SQLException {
        CompiledSchema schema = Bench.schema(construct.declared());
        Bench.clear(real);
        Bench.load(real, construct.really().isEmpty() ? construct.declared() : construct.really());
        String wanted = lines(Bench.live(real, schema.schemas()));
        assertFalse(wanted.isEmpty());
        assertEquals(wanted, shadowBeside(empty, schema), "beside nothing");
        assertEquals(wanted, shadowBeside(real, schema), "beside the same");
        if (!construct.live().isEmpty()) {
            Bench.clear(real);
            Bench.load(real, construct.live());
            assertEquals(wanted, shadowBeside(real, schema), "beside an older one");
        }
    }

    private static String shadowBeside(TestDatabase database, CompiledSchema schema) throws SQLException {
        String before = lines(Bench.live(database, schema.schemas()));
        try (Connection connection = database.connect()) {
            String shadow = lines(Bench.shadow(connection, schema, 200));
            assertEquals(before, lines(Bench.live(database, schema.schemas())), "live is as it was");
            return shadow;
        }
    }

    private static String lines(SortedMap<String, String> snapshot) {
        StringBuilder out = new StringBuilder();
        snapshot.forEach(
                (key, value) -> out.append(key).append(" = ").append(value).append('\n'));
        return out.toString();
    }
}
