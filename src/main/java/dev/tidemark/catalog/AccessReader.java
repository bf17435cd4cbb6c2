package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.AccessList.Grant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Reads who may do what in some schemas; only where privileges are managed. */
public final class AccessReader {
    private AccessReader() {}

    /**
     * Reads in the caller's transaction, under the settings of {@link CatalogReader}.
     *
     * @param schemas as the server knows them
     * @param names applied to every name read
     */
    public static SortedMap<ObjectName, AccessList> read(
            Connection connection, Set<String> schemas, UnaryOperator<String> names) throws SQLException {
        return read(connection, schemas, names, "", "");
    }

    /** The same in a read-only transaction of its own; the connection is in autocommit mode. */
    public static SortedMap<ObjectName, AccessList> readAlone(Connection connection, Set<String> schemas)
            throws SQLException {
        return read(connection, schemas, UnaryOperator.identity(), "begin read only;\n", ";\nrollback");
    }

    private static SortedMap<ObjectName, AccessList> read(
            Connection connection, Set<String> schemas, UnaryOperator<String> names, String begin, String end)
            throws SQLException {
        SortedMap<ObjectName, AccessList> all = new TreeMap<>();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            boolean rows = statement.execute(
                    begin + CatalogReader.SESSION_SETTINGS + ";\n" + Queries.privileges(schemas) + end);
            while (!rows && (statement.getMoreResults() || statement.getUpdateCount() >= 0)) {
                rows = statement.getResultSet() != null;
            }
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    add(result, names, all);
                }
            }
        }
        return all;
    }

    private static void add(ResultSet row, UnaryOperator<String> names, SortedMap<ObjectName, AccessList> all)
            throws SQLException {
        ObjectName object = ObjectName.of(
                ObjectKind.valueOf(row.getString(1)), names.apply(row.getString(2)), names.apply(row.getString(3)));
        AccessList known = all.get(object);
        List<Grant> grants = new ArrayList<>(known == null ? List.of() : known.grants());
        String privilege = row.getString(9);
        if (privilege != null) {
            grants.add(new Grant(
                    row.getString(8),
                    names.apply(row.getString(7)),
                    privilege,
                    row.getBoolean(10),
                    row.getBoolean(11),
                    row.getBoolean(12)));
        }
        all.put(object, new AccessList(object, names.apply(row.getString(5)), row.getString(6), grants));
    }
}
