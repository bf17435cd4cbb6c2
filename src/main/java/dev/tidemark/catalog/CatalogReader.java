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

    private CatalogReader() {}

    /**
     * Reads what is there.
     *
     * @throws TidemarkException with TDM-902 if the connection is in autocommit mode
     */
    public static Catalog read(Connection connection, Set<String> schemas) throws SQLException {
        return inTransaction(connection, schemas, UnaryOperator.identity(), false);
    }

    /**
     * Reads a shadow under other names: of what belongs to the whole database, only what bears the prefix.
     *
     * @param schemas as the server knows them
     * @param names applied to every name and text read; deletes a shadow's prefix
     * @throws TidemarkException with TDM-902 if the connection is in autocommit mode
     */
    public static Catalog read(Connection connection, Set<String> schemas, UnaryOperator<String> names)
            throws SQLException {
        return inTransaction(connection, schemas, names, true);
    }

    private static Catalog inTransaction(
            Connection connection, Set<String> schemas, UnaryOperator<String> names, boolean shadow)
            throws SQLException {
        if (connection.getAutoCommit()) {
            throw TidemarkException.of("TDM-902", "a catalog can only be read inside a transaction");
        }
        return read(connection, schemas, names, shadow, "", "", null);
    }

    /**
     * Reads what is there, in a read-only transaction that begins and ends in the same round trip; a second one looks which tables are empty.
     *
     * @param connection in autocommit mode
     */
    public static Catalog readAlone(Connection connection, Set<String> schemas) throws SQLException {
        return readAlone(connection, schemas, null);
    }

    private static Catalog readAlone(
            Connection connection, Set<String> schemas, @Nullable AtomicReference<String> digest) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw TidemarkException.of("TDM-902", "a transaction is open, and would be ended");
        }
        try {
            return read(
                    connection, schemas, UnaryOperator.identity(), false, "begin read only;\n", ";\nrollback", digest);
        } catch (SQLException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    /**
     * A catalog, and a digest of all catalogs of the database that was taken right before.
     *
     * @param digest as {@link #digestQuery} answers
     */
    public record Look(Catalog catalog, String digest) {}

    /** The same as {@link #readAlone}, with a digest taken first in the same round trip. */
    public static Look lookAlone(Connection connection, Set<String> schemas) throws SQLException {
        AtomicReference<String> digest = new AtomicReference<>("");
        Catalog catalog = readAlone(connection, schemas, digest);
        return new Look(catalog, digest.get());
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
            @Nullable AtomicReference<String> digest)
            throws SQLException {
        Set<String> mapped = schemas.stream().map(names).collect(Collectors.toCollection(LinkedHashSet::new));
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            Reading reading = new Reading(names, shadow);
            String first = digest == null ? "" : digestQuery() + ";\n";
            String queries = begin + SESSION_SETTINGS + ";\n" + first + Queries.catalog(schemas, mapped) + end;
            read(statement, queries, reading, digest);
            return reading.catalog(serverVersion(connection), empty(statement, reading));
        }
    }

    private static void read(
            Statement statement, String queries, Reading reading, @Nullable AtomicReference<String> digest)
            throws SQLException {
        boolean rows = statement.execute(queries);
        if (digest != null) {
            try (ResultSet result = next(statement, rows, "digest")) {
                result.next();
                digest.set(result.getString(1));
            }
            rows = statement.getMoreResults();
        }
        for (String query : Queries.CATALOG) {
            try (ResultSet result = next(statement, rows, query)) {
                reading.take(query, result);
            }
            rows = statement.getMoreResults();
        }
    }

    /** The next result that has rows. */
    private static ResultSet next(Statement statement, boolean rows, String query) throws SQLException {
        boolean found = rows;
        while (!found) {
            if (statement.getUpdateCount() < 0) {
                throw new IllegalStateException("no answer to " + query + ".sql");
            }
            found = statement.getMoreResults();
        }
        return statement.getResultSet();
    }

    /** Whether each table that may hold rows does; those that cannot or should not be looked at do, as far as one knows. */
    private static Map<QName, Boolean> empty(Statement statement, Reading reading) throws SQLException {
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

    private static int serverVersion(Connection connection) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        return server.getDatabaseMajorVersion() * 10000 + server.getDatabaseMinorVersion();
    }
}
