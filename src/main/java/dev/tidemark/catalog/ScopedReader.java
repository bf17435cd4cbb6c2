package dev.tidemark.catalog;

import dev.tidemark.ObjectName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads again what may have changed of a catalog, and takes the rest from what was read before: the very same tables and views. */
public final class ScopedReader {
    private final Connection connection;
    private final Set<String> schemas;
    private final Catalog before;

    /**
     * @param connection in autocommit mode
     * @param schemas as {@code before} was read
     */
    public ScopedReader(Connection connection, Set<String> schemas, Catalog before) {
        this.connection = connection;
        this.schemas = schemas;
        this.before = before;
    }

    /** The same catalog with the present sizes of its tables, while the digest of all catalogs is still that of its look. */
    public Catalog resized() throws SQLException {
        String sizes = "sizes";
        return CatalogReader.alone(connection, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                Reading reading = new Reading(UnaryOperator.identity(), false);
                boolean more = statement.execute(
                        start("") + Queries.catalog(List.of(sizes), schemas, schemas, null) + CatalogReader.END);
                try (ResultSet result = CatalogReader.next(statement, more, sizes)) {
                    reading.take(sizes, CatalogReader.asPrinted(result));
                }
                reading.candidates(before);
                return reading.resized(before, CatalogReader.empty(statement, reading));
            }
        });
    }

    /**
     * A look at what a scope holds, at sizes, and at whatever is not read by relation, with the digests taken first; all in one round trip, and another one where
     * tables may hold rows.
     *
     * @param digests what {@link CatalogScope#digestQuery} answered when {@code before} held
     * @param rows what was kept of {@code before} ({@link CatalogReader.Look#rows}), if it was
     * @return null where anything outside the scope moved, or no digest says that it did not
     */
    public CatalogReader.@Nullable Look look(CatalogScope scope, String digests, @Nullable String rows)
            throws SQLException {
        int line = digests.indexOf('\n');
        if (line < 0) {
            return null;
        }
        KeptRows.Reader kept = KeptRows.Reader.of(rows, schemas);
        return CatalogReader.alone(connection, () -> Optional.ofNullable(look(scope, digests.substring(line), kept)))
                .orElse(null);
    }

    private CatalogReader.@Nullable Look look(CatalogScope scope, String beside, KeptRows.@Nullable Reader kept)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean more = statement.execute(start(scope.digestQuery() + ";\n")
                    + Queries.catalog(Queries.CATALOG, schemas, schemas, scope)
                    + CatalogReader.END);
            String digests;
            try (ResultSet result = CatalogReader.next(statement, more, "digest")) {
                digests = result.next() ? String.valueOf(result.getString(1)) : "";
            }
            if (!digests.endsWith(beside)) {
                return null;
            }
            KeptRows.Writer rows = new KeptRows.Writer(schemas);
            Reading reading = new Reading(UnaryOperator.identity(), false);
            Set<ObjectName> sequences = scope.sequences(before.dependencies());
            more = statement.getMoreResults();
            for (String query : Queries.CATALOG) {
                try (ResultSet result = CatalogReader.next(statement, more, query)) {
                    take(query, result, reading, kept, rows, scope, sequences);
                }
                more = statement.getMoreResults();
            }
            Catalog read =
                    reading.catalog(CatalogReader.serverVersion(connection), CatalogReader.empty(statement, reading));
            Catalog whole = whole(read, scope, sequences);
            if (whole == null) {
                return null;
            }
            boolean keeps = kept != null && !CatalogReader.isBuilding(whole);
            return new CatalogReader.Look(
                    whole, digests.substring(0, digests.indexOf('\n')), keeps ? rows.text() : null);
        }
    }

    private static String start(String digest) {
        return CatalogReader.BEGIN + CatalogReader.SESSION_SETTINGS + ";\n" + digest;
    }

    private static void take(
            String query,
            ResultSet result,
            Reading reading,
            KeptRows.@Nullable Reader kept,
            KeptRows.Writer rows,
            CatalogScope scope,
            Set<ObjectName> sequences)
            throws SQLException {
        if (KeptRows.FRESH.contains(query)) {
            reading.take(query, CatalogReader.asPrinted(result));
            return;
        }
        if (kept != null) {
            rows.copy(kept, cells -> Queries.isOutside(query, cells, scope, sequences));
        }
        reading.take(query, rows.copying(result));
    }

    /** What was read, completed by what was not; null where a relation outside the scope came or went, which the digest should have told. */
    private @Nullable Catalog whole(Catalog read, CatalogScope scope, Set<ObjectName> sequences) {
        List<CatalogObject> objects = new ArrayList<>();
        for (CatalogObject object : read.objects()) {
            CatalogObject there = isOutside(object, scope) ? before.object(object.object()) : object;
            if (there == null) {
                return null;
            }
            objects.add(there);
        }
        if (!before.objects().stream().allMatch(one -> !isOutside(one, scope) || read.has(one.object()))) {
            return null;
        }
        List<Dependency> edges = new ArrayList<>(read.dependencies());
        for (Dependency edge : before.dependencies()) {
            if (!scope.holds(edge.dependent(), sequences) && !scope.holds(edge.on(), sequences)) {
                edges.add(edge);
            }
        }
        edges.sort(Reading.EDGES);
        return new Catalog(read.serverVersion(), objects, edges);
    }

    private static boolean isOutside(CatalogObject object, CatalogScope scope) {
        return (object instanceof Table || object instanceof View) && !scope.holds(QName.of(object.object()));
    }
}
