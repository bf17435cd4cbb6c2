package dev.tidemark.shadow;

import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.SchemaReader;
import dev.tidemark.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What the tests of the shadow do again and again. */
final class Bench {
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Bench() {}

    static CompiledSchema schema(String text) {
        return SchemaReader.read("app", text, "schema.sql");
    }

    /** The shadow of a text beside whatever is live, as a snapshot under the declared names. */
    static SortedMap<String, String> shadow(Connection connection, String text) throws SQLException {
        return shadow(connection, schema(text), Shadow.MOST_TABLES);
    }

    static SortedMap<String, String> shadow(Connection connection, CompiledSchema schema, int cap) throws SQLException {
        SortedMap<String, String> all = new TreeMap<>();
        Shadow.run(
                connection,
                schema,
                TIMEOUT,
                cap,
                (work, twins, names, chunk) -> all.putAll(Snapshot.of(work, twins, names)));
        return all;
    }

    /** Runs a text for real, as psql would. */
    static void load(TestDatabase database, String text) {
        try (Connection connection = DriverManager.getConnection(database.url() + "&preferQueryMode=simple");
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(text);
        } catch (SQLException e) {
            throw new IllegalStateException(text, e);
        }
    }

    /** What is really there. */
    static SortedMap<String, String> live(TestDatabase database, Collection<String> schemas) {
        try (Connection connection = database.connect()) {
            return Snapshot.of(connection, schemas, UnaryOperator.identity());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
