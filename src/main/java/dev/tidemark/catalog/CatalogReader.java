package dev.tidemark.catalog;

import dev.tidemark.TidemarkException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads schemas into a {@link Catalog}, in at most two round trips and a constant number of queries whatever the number of objects.
 *
 * <p>It reads inside the caller's transaction, or one of its own, and first applies {@link #SESSION_SETTINGS} to it, so that two readings of equal objects are equal whatever
 * the role, the database or the JVM prefer. Whoever wants another search_path afterwards in the same transaction sets it again.
 */
public final class CatalogReader {
    /** {@code SET LOCAL} for everything that decides how PostgreSQL stores or prints a definition, the empty search_path included; several statements, no last semicolon. */
    public static final String SESSION_SETTINGS = Queries.text("settings");

    /** Above this number of tables that may hold rows none is looked at: their size then decides. */
    private static final int TABLES_LOOKED_AT = 200;

    static final String BEGIN = "begin read only;\n";
    static final String END = ";\nrollback";

    private CatalogReader() {}

    /**
     * Reads what is there.
     *
     * @throws TidemarkException with TDM-902 if the connection is in autocommit mode
     */
    public static Catalog read(Connection connection, Set<String> schemas) throws SQLException {
        return inTransaction(connection, schemas, UnaryOperator.identity(), false, "");
    }

    /**
     * Reads a shadow under other names: of what belongs to the whole database, only what bears the prefix. Its tables hold no rows.
     *
     * @param schemas as the server knows them
     * @param names applied to every name and text read; deletes a shadow's prefix
     * @throws TidemarkException with TDM-902 if the connection is in autocommit mode
     */
    public static Catalog read(Connection connection, Set<String> schemas, UnaryOperator<String> names)
            throws SQLException {
        return inTransaction(connection, schemas, names, true, "");
    }

    /**
     * The same, and rolls back the transaction in the same round trip: nobody has anything more to ask there.
     *
     * @throws TidemarkException with TDM-902 if the connection is in autocommit mode
     */
    public static Catalog readAndRollBack(Connection connection, Set<String> schemas, UnaryOperator<String> names)
            throws SQLException {
        return inTransaction(connection, schemas, names, true, END);
    }

    private static Catalog inTransaction(
            Connection connection, Set<String> schemas, UnaryOperator<String> names, boolean shadow, String end)
            throws SQLException {
        if (connection.getAutoCommit()) {
            throw TidemarkException.of("TDM-902", "a catalog can only be read inside a transaction");
        }
        return read(connection, schemas, names, shadow, "", end, null, null);
    }

    /**
     * Reads what is there, in a read-only transaction that begins and ends in the same round trip; a second one looks which tables are empty.
     *
     * @param connection in autocommit mode
     */
    public static Catalog readAlone(Connection connection, Set<String> schemas) throws SQLException {
        return alone(
                connection, () -> read(connection, schemas, UnaryOperator.identity(), false, BEGIN, END, null, null));
    }

    /**
     * A catalog, a digest of all catalogs of the database that was taken right before, and its rows to be kept.
     *
     * @param digest as {@link #digestQuery} answers
     * @param rows for {@link #again}; null where they say something that changes without DDL
     */
    public record Look(
            Catalog catalog, String digest, @Nullable String rows) {}

    /** The same as {@link #readAlone}, with a digest taken first in the same round trip. */
    public static Look lookAlone(Connection connection, Set<String> schemas) throws SQLException {
        AtomicReference<String> digest = new AtomicReference<>("");
        KeptRows.Writer rows = new KeptRows.Writer(schemas);
        Catalog catalog = alone(
                connection, () -> read(connection, schemas, UnaryOperator.identity(), false, BEGIN, END, digest, rows));
        return new Look(catalog, digest.get(), rows.text());
    }

    /** The same inside a transaction of the caller, who takes the digest. */
    public static Look look(Connection connection, Set<String> schemas, String digest) throws SQLException {
        KeptRows.Writer rows = new KeptRows.Writer(schemas);
        Catalog catalog = read(connection, schemas, UnaryOperator.identity(), false, "", "", null, rows);
        return new Look(catalog, digest, rows.text());
    }

    /**
     * A catalog from the rows of an earlier look, while the digest of all catalogs is still that look's; the sizes of tables are asked for. As many round trips as
     * {@link #readAlone} takes.
     *
     * @param rows of a look in the same {@link #rowsFormat}
     * @return null where the rows are of other schemas than these, or damaged
     */
    public static @Nullable Catalog again(Connection connection, Set<String> schemas, String rows) throws SQLException {
        KeptRows.Reader kept = KeptRows.Reader.of(rows, schemas);
        if (kept == null) {
            return null;
        }
        List<String> fresh =
                Queries.CATALOG.stream().filter(KeptRows.FRESH::contains).toList();
        return alone(connection, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                Reading reading = new Reading(UnaryOperator.identity(), false);
                boolean more = statement.execute(
                        BEGIN + SESSION_SETTINGS + ";\n" + Queries.catalog(fresh, schemas, schemas, null) + END);
                for (String query : Queries.CATALOG) {
                    if (fresh.contains(query)) {
                        try (ResultSet result = next(statement, more, query)) {
                            reading.take(query, asPrinted(result));
                        }
                        more = statement.getMoreResults();
                    } else {
                        reading.take(query, kept.cells());
                    }
                }
                return reading.catalog(serverVersion(connection), empty(statement, reading));
            }
        });
    }

    /** Another one where the rows that are kept would be read in another way. */
    public static String rowsFormat() {
        return Queries.digest();
    }

    interface Work<T> {
        T run() throws SQLException;
    }

    static <T> T alone(Connection connection, Work<T> work) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw TidemarkException.of("TDM-902", "a transaction is open, and would be ended");
        }
        try {
            return work.run();
        } catch (SQLException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    /** A query for a text that stays equal as long as nothing that the catalogs of the database say is changed. */
    public static String digestQuery() {
        return Queries.text("digest");
    }

    private static void rollBack(Connection connection, SQLException reason) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("rollback");
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private static Catalog read(
            Connection connection,
            Set<String> schemas,
            UnaryOperator<String> names,
            boolean shadow,
            String begin,
            String end,
            @Nullable AtomicReference<String> digest,
            KeptRows.@Nullable Writer rows)
            throws SQLException {
        Set<String> mapped = schemas.stream().map(names).collect(Collectors.toCollection(LinkedHashSet::new));
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            Reading reading = new Reading(names, shadow);
            String first = digest == null ? "" : digestQuery() + ";\n";
            String queries = begin + SESSION_SETTINGS + ";\n" + first
                    + Queries.catalog(Queries.CATALOG, schemas, mapped, null) + end;
            read(statement, queries, reading, digest, rows);
            Map<QName, Boolean> empty = shadow ? allEmpty(reading) : empty(statement, reading);
            Catalog catalog = reading.catalog(serverVersion(connection), empty);
            if (rows != null && isBuilding(catalog)) {
                rows.spoil();
            }
            return catalog;
        }
    }

    private static void read(
            Statement statement,
            String queries,
            Reading reading,
            @Nullable AtomicReference<String> digest,
            KeptRows.@Nullable Writer rows)
            throws SQLException {
        boolean more = statement.execute(queries);
        if (digest != null) {
            try (ResultSet result = next(statement, more, "digest")) {
                result.next();
                digest.set(result.getString(1));
            }
            more = statement.getMoreResults();
        }
        for (String query : Queries.CATALOG) {
            try (ResultSet result = next(statement, more, query)) {
                KeptRows.Writer kept = KeptRows.FRESH.contains(query) ? null : rows;
                reading.take(query, kept == null ? asPrinted(result) : kept.copying(result));
            }
            more = statement.getMoreResults();
        }
    }

    /** Whether an index is not valid: it may be one that is being built, which the catalogs do not say. */
    static boolean isBuilding(Catalog catalog) {
        return Stream.concat(
                        catalog.tables().values().stream().map(Table::indexes),
                        catalog.views().values().stream().map(View::indexes))
                .flatMap(List::stream)
                .anyMatch(index -> !index.valid());
    }

    static Cells asPrinted(ResultSet result) {
        return new Cells() {
            @Override
            public boolean next() throws SQLException {
                return result.next();
            }

            @Override
            public @Nullable String text(int column) throws SQLException {
                return result.getString(column);
            }
        };
    }

    /** The next result that has rows. */
    static ResultSet next(Statement statement, boolean rows, String query) throws SQLException {
        boolean found = rows;
        while (!found) {
            if (statement.getUpdateCount() < 0) {
                throw new IllegalStateException("no answer to " + query + ".sql");
            }
            found = statement.getMoreResults();
        }
        return statement.getResultSet();
    }

    /** What is made to be rolled back has no rows. */
    private static Map<QName, Boolean> allEmpty(Reading reading) {
        return reading.candidates().stream().collect(Collectors.toMap(Reading.Candidate::name, candidate -> true));
    }

    /** Whether each table that may hold rows does; those that cannot or should not be looked at do, as far as one knows. */
    static Map<QName, Boolean> empty(Statement statement, Reading reading) throws SQLException {
        List<Reading.Candidate> candidates = reading.candidates();
        Map<QName, Boolean> empty = new TreeMap<>();
        if (candidates.isEmpty() || candidates.size() > TABLES_LOOKED_AT) {
            return empty;
        }
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            questions.add("select " + i + ", not exists (select from "
                    + candidates.get(i).identifier() + ")");
        }
        try (ResultSet result = statement.executeQuery(String.join("\nunion all\n", questions))) {
            while (result.next()) {
                empty.put(candidates.get(result.getInt(1)).name(), result.getBoolean(2));
            }
        }
        return empty;
    }

    static int serverVersion(Connection connection) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        return server.getDatabaseMajorVersion() * 10000 + server.getDatabaseMinorVersion();
    }
}
