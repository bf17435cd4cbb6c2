package dev.tidemark.export;

import dev.tidemark.JavaExport;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.SchemaExport;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.Fingerprints;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.SchemaReader;
import dev.tidemark.shadow.Shadow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The door of this package. What it exported is made once more in a shadow and compared; a difference becomes a note. */
public final class Exporter {
    /** How the export is called in errors. */
    private static final String ORIGIN = "export.sql";

    private static final String SCHEMAS = """
        select nspname::text
        from pg_catalog.pg_namespace n
        where nspname !~ '^pg_' and nspname <> 'information_schema'
            and not exists (
                select from pg_catalog.pg_depend d
                where d.classid = 'pg_catalog.pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e'
            )
        """;
    private static final String EXTENSIONS = """
        select pg_catalog.format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I', x.extname, n.nspname)
        from pg_catalog.pg_extension x
        join pg_catalog.pg_namespace n on n.oid = x.extnamespace
        where x.extname <> 'plpgsql'
        order by x.extname
        """;
    private static final String SERVERS = """
        select count(*) from pg_catalog.pg_foreign_server
        """;

    private Exporter() {}

    /** A catalog, and the statements of what belongs to the whole database, which come first. */
    public record Source(Catalog catalog, List<String> first, List<String> notes) {
        public Source {
            first = List.copyOf(first);
            notes = List.copyOf(notes);
        }
    }

    /**
     * What a database holds.
     *
     * @param work in autocommit mode
     * @param schemas those to read; empty: all of users
     * @param control Tidemark's own schema, which is left out
     */
    public static Source live(Connection work, Set<String> schemas, String control) throws SQLException {
        Set<String> there = new TreeSet<>(strings(work, SCHEMAS));
        there.remove(control);
        for (String schema : schemas) {
            if (!there.contains(schema)) {
                throw TidemarkException.of(
                        "TDM-605",
                        "there is no schema " + schema + " in this database, only " + String.join(", ", there));
            }
        }
        Set<String> read = schemas.isEmpty() ? there : new TreeSet<>(schemas);
        Catalog catalog = CatalogReader.readAlone(work, read);
        List<String> notes = new ArrayList<>();
        if (!strings(work, SERVERS).contains("0")) {
            notes.add("foreign servers belong to the whole database, and are left out with their user mappings");
        }
        return new Source(catalog, strings(work, EXTENSIONS), notes);
    }

    /** What a declaration means to this server. */
    public static Source declared(Connection work, CompiledSchema schema, Duration timeout) throws SQLException {
        Catalog catalog = Shadow.load(work, schema.withoutPrivileges(), timeout).catalog();
        Set<ObjectName> held = new TreeSet<>();
        catalog.others().forEach(object -> held.add(object.name()));
        List<String> first = schema.ordered().stream()
                .filter(declared -> isOfDatabase(declared, held))
                .map(Declared::sql)
                .toList();
        return new Source(catalog, first, schema.notes());
    }

    private static boolean isOfDatabase(Declared declared, Set<ObjectName> held) {
        ObjectName made = declared.creates();
        return made != null
                && (made.kind() == ObjectKind.EXTENSION || declared.isDatabaseWide())
                && !held.contains(made);
    }

    /**
     * The statements.
     *
     * @param work a connection without an open transaction, of a role that may create schemas: else the export is not compared with its source
     * @param timeout for each statement of the comparison
     */
    public static SchemaExport export(Connection work, Source source, Duration timeout) throws SQLException {
        CompiledSchema schema = SchemaReader.read("export", new Statements(source).text(), ORIGIN);
        List<String> notes = new ArrayList<>(source.notes());
        notes.addAll(check(work, source.catalog(), schema, timeout));
        return new SchemaExport(Files.of(schema), notes);
    }

    /** The same as annotated records of one package, for one app. */
    public static JavaExport java(Source source, String app, String javaPackage) {
        return JavaWriter.write(source, app, javaPackage);
    }

    /** What comes out otherwise; so far as it can be seen. */
    private static List<String> check(Connection work, Catalog catalog, CompiledSchema schema, Duration timeout)
            throws SQLException {
        if (schema.statements().isEmpty()) {
            return List.of("there is nothing to export");
        }
        Catalog again;
        try {
            again = Shadow.load(work, schema, timeout).catalog();
        } catch (TidemarkException e) {
            return Stream.concat(
                            Stream.of("the export was not compared with its source:"),
                            e.problems().stream().map(problem -> "  " + problem.headline()))
                    .toList();
        }
        Predicate<ObjectName> same = Fingerprints.sameIn(catalog, again);
        Set<ObjectName> all = new TreeSet<>(Fingerprints.of(catalog).keySet());
        all.addAll(Fingerprints.of(again).keySet());
        return all.stream()
                .filter(same.negate())
                .filter(object -> !isPublic(object))
                .map(object -> object + " comes out otherwise; compare it by hand")
                .toList();
    }

    /** Its comment is initdb's. */
    private static boolean isPublic(ObjectName object) {
        return object.kind() == ObjectKind.SCHEMA && object.name().equals("public");
    }

    private static List<String> strings(Connection work, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = work.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
