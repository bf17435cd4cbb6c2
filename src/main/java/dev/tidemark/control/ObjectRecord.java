package dev.tidemark.control;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code object}. Kinds that a newer version wrote and this one does not know are neither returned nor deleted. */
final class ObjectRecord {
    private static final String KNOWN_KINDS = knownKinds();

    private final String table;

    ObjectRecord(ControlTables tables) {
        this.table = tables.table("object");
    }

    Map<ObjectName, Managed> of(Connection connection, String app) throws SQLException {
        String query = "select kind, schema, name, member, source_hash, fingerprint, previous_name from " + table
                + " where app = " + Sql.literal(app) + " and kind in (" + KNOWN_KINDS + ")";
        Map<ObjectName, Managed> objects = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                Managed managed = new Managed(rows.getString(5), rows.getString(6), rows.getString(7));
                objects.put(name(rows), managed);
            }
        }
        return objects;
    }

    Map<ObjectName, String> foreign(Connection connection, String app) throws SQLException {
        String query = "select kind, schema, name, member, app from " + table + " where app <> " + Sql.literal(app)
                + " and kind in (" + KNOWN_KINDS + ")";
        Map<ObjectName, String> apps = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                apps.put(name(rows), rows.getString(5));
            }
        }
        return apps;
    }

    /** One statement that writes only the rows that differ. */
    void replace(Connection connection, String app, Map<ObjectName, Managed> objects) throws SQLException {
        String own = Sql.literal(app);
        String sql = "with new (kind, schema, name, member, source_hash, fingerprint, previous_name) as ("
                + rows(objects)
                + "), gone as (delete from " + table + " o where o.app = " + own + " and o.kind in (" + KNOWN_KINDS
                + ") and not exists (select from new n where (n.kind, n.schema, n.name, n.member) = (o.kind, o.schema,"
                + " o.name, o.member))) insert into " + table
                + " as o (app, kind, schema, name, member, source_hash, fingerprint, previous_name) select "
                + own + ", n.* from new n on conflict (app, kind, schema, name, member) do update set source_hash ="
                + " excluded.source_hash, fingerprint = excluded.fingerprint, previous_name ="
                + " excluded.previous_name where (o.source_hash, o.fingerprint, o.previous_name) is distinct"
                + " from (excluded.source_hash, excluded.fingerprint, excluded.previous_name)";
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String rows(Map<ObjectName, Managed> objects) {
        if (objects.isEmpty()) {
            return "select '', '', '', '', '', '', '' where false";
        }
        StringBuilder sql = new StringBuilder("values ");
        String separator = "";
        for (Map.Entry<ObjectName, Managed> entry : objects.entrySet()) {
            sql.append(separator).append('(');
            add(sql, entry.getKey(), entry.getValue());
            sql.append(')');
            separator = ",";
        }
        return sql.toString();
    }

    private static void add(StringBuilder sql, ObjectName name, Managed managed) {
        sql.append(Sql.literal(name.kind().name())).append(',');
        sql.append(Sql.literal(name.schema())).append(',');
        sql.append(Sql.literal(name.name())).append(',');
        sql.append(Sql.literal(name.member())).append(',');
        sql.append(Sql.literal(managed.sourceHash())).append(',');
        sql.append(Sql.literal(managed.fingerprint())).append(',');
        sql.append(text(managed.previousName()));
    }

    private static String text(@Nullable String value) {
        return value == null ? "null::text" : Sql.literal(value);
    }

    private static ObjectName name(ResultSet rows) throws SQLException {
        return new ObjectName(
                ObjectKind.valueOf(rows.getString(1)), rows.getString(2), rows.getString(3), rows.getString(4));
    }

    private static String knownKinds() {
        StringBuilder kinds = new StringBuilder();
        for (ObjectKind kind : ObjectKind.values()) {
            kinds.append(kinds.isEmpty() ? "" : ", ").append(Sql.literal(kind.name()));
        }
        return kinds.toString();
    }
}
