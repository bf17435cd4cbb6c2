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

    private static final String EVERYTHING_GOES = """
        do $$ declare x record; begin
          for x in select quote_ident(extname) n from pg_extension where extname <> 'plpgsql' loop
            execute 'drop extension ' || x.n || ' cascade';
          end loop;
          for x in select quote_ident(nspname) n from pg_namespace where nspname !~ '^pg_|^information_schema$' loop
            execute 'drop schema ' || x.n || ' cascade';
          end loop;
        end $$\
        """;

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

    /** Takes everything out of a database: a fresh one is slow to make. */
    static void clear(TestDatabase database) {
        database.run(EVERYTHING_GOES, "create schema public", "grant usage on schema public to public");
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
