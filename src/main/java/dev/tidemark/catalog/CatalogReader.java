package dev.tidemark.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads {@code pg_catalog}; here only the server's version. */
public final class CatalogReader {
    private CatalogReader() {}

    /** Reads what is there. */
    public static Catalog read(Connection connection, Set<String> schemas) throws SQLException {
        return read(connection, schemas, UnaryOperator.identity());
    }

    /** Reads what is there, {@code names} applied to every name and text. */
    public static Catalog read(Connection connection, Set<String> schemas, UnaryOperator<String> names)
            throws SQLException {
        return Catalog.empty(connection.getMetaData().getDatabaseMajorVersion() * 10000);
    }
}
