package dev.tidemark.control;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.identity.Identity;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code object}. Kinds that a newer version wrote and this one does not know are neither returned nor deleted.
 *
 * <p>What is not managed, but was there beside managed objects when they were recorded, has kinds of its own: {@code BESIDE_INDEX} and so on.
 */
final class ObjectRecord {
    private static final String BESIDE = "BESIDE_";
    static final String KNOWN_KINDS = kinds("");
    private static final String BESIDE_KINDS = kinds(BESIDE);

    private static final String COLUMNS = "kind, schema, name, member, source_hash, fingerprint, previous_name";

    private static final Managed NOBODYS = new Managed("", "", null);

    private final ControlTables tables;
    private final String table;
    private final String versions;

    ObjectRecord(ControlTables tables) {
        this.tables = tables;
        this.table = tables.table("object");
        this.versions = tables.table("schema_version");
    }

    Inventory of(Connection connection, String app) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query(app))) {
            return read(rows, app);
        }
    }

    /** In one round trip with the hot read, and with what is kept of the catalogs where the version is not the recorded one. */
    ControlTables.Recorded after(Connection connection, Identity identity, String format, String digestQuery)
            throws SQLException {
        String app = identity.app();
        String hash = identity.hash();
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(HotRead.sql(versions, app, hash) + ";" + query(app) + ";"
                    + CatalogMark.unlessRecorded(tables, identity, format, digestQuery))) {
                throw new IllegalStateException("the hot read has no rows");
            }
            HotState state;
            try (ResultSet rows = statement.getResultSet()) {
                state = HotRead.read(rows, hash);
            }
            if (!statement.getMoreResults()) {
                throw new IllegalStateException("the inventory has no rows");
            }
            Inventory inventory;
            try (ResultSet rows = statement.getResultSet()) {
                inventory = read(rows, app);
            }
            if (!statement.getMoreResults()) {
                throw new IllegalStateException("the catalogs have no digest");
            }
            try (ResultSet rows = statement.getResultSet()) {
                return new ControlTables.Recorded(state, inventory, CatalogMark.now(rows));
            }
        }
    }

    private String query(String app) {
        return "select kind, schema, name, member, source_hash, fingerprint, previous_name, app from " + table
                + " where kind in (" + KNOWN_KINDS + ") or app = " + Sql.literal(app) + " and kind in (" + BESIDE_KINDS
                + ")";
    }

    private static Inventory read(ResultSet rows, String app) throws SQLException {
        Map<ObjectName, Managed> managed = new TreeMap<>();
        Set<ObjectName> beside = new TreeSet<>();
        Map<ObjectName, String> foreign = new TreeMap<>();
        while (rows.next()) {
            if (rows.getString(1).startsWith(BESIDE)) {
                beside.add(name(rows));
            } else if (rows.getString(8).equals(app)) {
                managed.put(name(rows), new Managed(rows.getString(5), rows.getString(6), rows.getString(7)));
            } else {
                foreign.put(name(rows), rows.getString(8));
            }
        }
        return new Inventory(managed, beside, foreign);
    }

    /** One statement that writes only the rows that differ. */
    String replace(String app, Map<ObjectName, Managed> objects, Set<ObjectName> beside) {
        String own = Sql.literal(app);
        return "with new (" + COLUMNS + ") as ("
                + rows(objects, beside)
                + "), gone as (delete from " + table + " o where o.app = " + own + " and o.kind in (" + KNOWN_KINDS
                + ", " + BESIDE_KINDS
                + ") and not exists (select from new n where (n.kind, n.schema, n.name, n.member) = (o.kind, o.schema,"
                + " o.name, o.member))) " + write(app);
    }

    /** The same where the rows are known: it sends only those that differ; empty where none does. */
    String update(String app, Inventory known, Map<ObjectName, Managed> objects, Set<ObjectName> beside) {
        Map<ObjectName, Managed> changed = new TreeMap<>(objects);
        changed.entrySet().removeIf(e -> e.getValue().equals(known.managed().get(e.getKey())));
        Set<ObjectName> more = new TreeSet<>(beside);
        more.removeAll(known.beside());
        List<String> gone = new ArrayList<>();
        known.managed().keySet().stream()
                .filter(object -> !objects.containsKey(object))
                .forEach(object -> gone.add(key("", object)));
        known.beside().stream()
                .filter(object -> !beside.contains(object))
                .forEach(object -> gone.add(key(BESIDE, object)));
        List<String> statements = new ArrayList<>();
        if (!gone.isEmpty()) {
            statements.add("delete from " + table + " where app = " + Sql.literal(app)
                    + " and (kind, schema, name, member) in (" + String.join(", ", gone) + ")");
        }
        if (!changed.isEmpty() || !more.isEmpty()) {
            statements.add("with new (" + COLUMNS + ") as (" + rows(changed, more) + ") " + write(app));
        }
        return String.join(";\n", statements);
    }

    private static String key(String prefix, ObjectName name) {
        return "(" + Sql.literal(prefix + name.kind().name()) + ", " + Sql.literal(name.schema()) + ", "
                + Sql.literal(name.name()) + ", " + Sql.literal(name.member()) + ")";
    }

    private String write(String app) {
        return "insert into " + table + " as o (app, " + COLUMNS + ") select " + Sql.literal(app)
                + ", n.* from new n on conflict (app, kind, schema, name, member) do update set source_hash ="
                + " excluded.source_hash, fingerprint = excluded.fingerprint, previous_name ="
                + " excluded.previous_name where (o.source_hash, o.fingerprint, o.previous_name) is distinct"
                + " from (excluded.source_hash, excluded.fingerprint, excluded.previous_name)";
    }

    private static String rows(Map<ObjectName, Managed> objects, Set<ObjectName> beside) {
        if (objects.isEmpty() && beside.isEmpty()) {
            return "select '', '', '', '', '', '', '' where false";
        }
        StringBuilder sql = new StringBuilder("values ");
        String separator = "";
        for (Map.Entry<ObjectName, Managed> entry : objects.entrySet()) {
            sql.append(separator).append('(');
            add(sql, "", entry.getKey(), entry.getValue());
            sql.append(')');
            separator = ",";
        }
        for (ObjectName name : beside) {
            sql.append(separator).append('(');
            add(sql, BESIDE, name, NOBODYS);
            sql.append(')');
            separator = ",";
        }
        return sql.toString();
    }

    private static void add(StringBuilder sql, String prefix, ObjectName name, Managed managed) {
        sql.append(Sql.literal(prefix + name.kind().name())).append(',');
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
        String kind = rows.getString(1);
        String known = kind.startsWith(BESIDE) ? kind.substring(BESIDE.length()) : kind;
        return new ObjectName(ObjectKind.valueOf(known), rows.getString(2), rows.getString(3), rows.getString(4));
    }

    private static String kinds(String prefix) {
        StringBuilder kinds = new StringBuilder();
        for (ObjectKind kind : ObjectKind.values()) {
            kinds.append(kinds.isEmpty() ? "" : ", ").append(Sql.literal(prefix + kind.name()));
        }
        return kinds.toString();
    }
}
