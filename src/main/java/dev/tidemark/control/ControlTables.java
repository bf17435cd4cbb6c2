package dev.tidemark.control;

import dev.tidemark.ObjectName;
import dev.tidemark.identity.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The control tables of one database. Immutable. */
public final class ControlTables {
    private final String schema;

    public ControlTables(String schema) {
        this.schema = schema;
    }

    /** The control schema's name, unquoted. */
    public String schema() {
        return schema;
    }

    public HotState hotRead(Connection connection, String app, String hash) throws SQLException {
        throw new UnsupportedOperationException(connection + app + hash);
    }

    /** Needs a connection without an open transaction; runs one of its own. */
    public void bootstrap(Connection connection, Collection<String> runtimeRoles) throws SQLException {
        throw new UnsupportedOperationException(connection.toString() + runtimeRoles);
    }

    public void announce(Connection connection, Identity identity) throws SQLException {
        throw new UnsupportedOperationException(connection.toString() + identity);
    }

    public void recordCurrent(
            Connection connection,
            Identity identity,
            String schemaText,
            int withheld,
            int deferred,
            String reason,
            String recordedBy,
            String toolVersion)
            throws SQLException {
        throw new UnsupportedOperationException(
                connection.toString() + identity + schemaText + withheld + deferred + reason + recordedBy + toolVersion);
    }

    public void recordBlocked(
            Connection connection, Identity identity, String reason, String recordedBy, String toolVersion)
            throws SQLException {
        throw new UnsupportedOperationException(connection.toString() + identity + reason + recordedBy + toolVersion);
    }

    public @Nullable String loadText(Connection connection, String app, String hash) throws SQLException {
        throw new UnsupportedOperationException(connection + app + hash);
    }

    public Map<ObjectName, Managed> objects(Connection connection, String app) throws SQLException {
        throw new UnsupportedOperationException(connection + app);
    }

    /** Object → the other app that manages it. */
    public Map<ObjectName, String> foreignObjects(Connection connection, String app) throws SQLException {
        throw new UnsupportedOperationException(connection + app);
    }

    public void replaceObjects(Connection connection, String app, Map<ObjectName, Managed> objects)
            throws SQLException {
        throw new UnsupportedOperationException(connection + app + objects);
    }

    public void journal(Connection connection, String app, String hash, long term, List<JournalRow> rows)
            throws SQLException {
        throw new UnsupportedOperationException(connection + app + hash + term + rows);
    }
}
