package dev.tidemark.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.ObjectName;
import dev.tidemark.SchemaExport;
import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.testkit.Journey;
import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is exported makes the same schema again: statement by statement in an empty database, as psql would, and by the export's own comparison. */
final class ExportTest {
    private static final Path RESOURCES = Needs.basedir().resolve("src/test/resources");

    static Stream<String> journeys() throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve("journeys"))) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("journeys")
    void aJourneysSchema(String journey) throws IOException, SQLException {
        roundTrip(Journey.read(Files.readString(RESOURCES.resolve("journeys/" + journey)))
                .parts()
                .get(0)
                .text());
    }

    @Test
    void oneOfEachKind() throws IOException, SQLException {
        roundTrip("create schema \"order\";\n" + Files.readString(RESOURCES.resolve("catalog/rich.sql")));
    }

    /** Sixty tables that refer to each other, forwards, backwards and in a circle. */
    @Test
    void sixtyTables() throws SQLException {
        String sql = IntStream.range(0, 60)
                .mapToObj(i -> "create table t" + i
                        + " (id bigint primary key, name text not null default 'a; b', other bigint);"
                        + "create index t" + i + "_name on t" + i + " (name desc, other) where other > " + i + ";")
                .collect(Collectors.joining("\n"));
        String keys = IntStream.range(0, 60)
                .mapToObj(i -> "alter table t" + i + " add constraint k" + i + " foreign key (other) references t"
                        + (i * 7 + 3) % 60 + ";")
                .collect(Collectors.joining("\n"));
        SchemaExport export = roundTrip(sql + keys);
        assertTrue(export.files().contains("public/tables/t59.sql"), export.files()::toString);
    }

    @Test
    void onlyTheNamedSchemas() throws SQLException {
        try (TestDatabase database = TestPostgres.fresh()) {
            database.run("create schema a; create table a.t (id int); create schema b; create table b.t (id int)");
            SchemaExport export = Tidemark.export(
                    database.dataSource(), SyncOptions.defaults().withSchemas(List.of("b")));
            assertEquals("CREATE SCHEMA b;\n\nCREATE TABLE b.t (\n    id integer\n);\n", export.text());
            assertEquals(List.of("b/schema.sql", "b/tables/t.sql"), export.files());
        }
    }

    private static SchemaExport roundTrip(String sql) throws SQLException {
        try (TestDatabase source = TestPostgres.fresh();
                TestDatabase copy = TestPostgres.fresh()) {
            Tidemark.open(
                            source.dataSource(),
                            SyncOptions.defaults()
                                    .withApp("shop")
                                    .withExplicit(true)
                                    .withSource(new SyncOptions.SchemaSource(sql, "schema.sql", "")))
                    .sync();
            SchemaExport export = Tidemark.export(source.dataSource(), SyncOptions.defaults());
            assertEquals(List.of(), export.notes());
            copy.run(Stream.concat(
                            Stream.of("set check_function_bodies = false"),
                            export.parts().stream().map(SchemaExport.Part::sql))
                    .toArray(String[]::new));
            Catalog before = catalog(source);
            Catalog after = catalog(copy);
            Set<ObjectName> differing = new TreeSet<>(Fingerprints.of(before).keySet());
            differing.addAll(Fingerprints.of(after).keySet());
            differing.removeIf(Fingerprints.sameIn(before, after));
            assertEquals(Set.of(), differing, export::text);
            return export;
        }
    }

    private static Catalog catalog(TestDatabase database) throws SQLException {
        Set<String> schemas = new TreeSet<>(
                database.rows("select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in"
                        + " ('information_schema', 'tidemark')"));
        try (Connection connection = database.connect()) {
            return CatalogReader.readAlone(connection, schemas);
        }
    }
}
