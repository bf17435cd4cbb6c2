package dev.tidemark.control;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A row of {@code object} of a kind of its own, whose name is the plan's fingerprint: what the catalogs of the whole database and the record said when a look found nothing left to do. While both still
 * say the same, another look with the same declaration and options would find the same.
 */
public final class CatalogMark {
    private static final String KIND = "CATALOG";

    private CatalogMark() {}

    /**
     * What a look found.
     *
     * @param scope the declaration and the options that it was for
     * @param digest the text by which the database told its state right before the look
     * @param digestQuery the query for that text
     * @param fingerprint the digest of the plan, for its approval
     */
    public record Seen(String scope, String digest, String digestQuery, String fingerprint) {}

    /** What is in step: the objects that stand by themselves. */
    public record InStep(Set<ObjectName> objects, String fingerprint) {}

    /** Takes back what was marked; to be followed by {@link #write} where there is something to mark. */
    static String delete(ControlTables tables, String app) {
        return "delete from " + tables.table("object") + " where " + ofApp(app);
    }

    /** Marks what was seen, unless the catalogs have been changed since; at the end of the transaction that writes the record. */
    static String write(ControlTables tables, String app, Seen seen) {
        return "insert into " + tables.table("object")
                + " (app, kind, schema, name, member, source_hash, fingerprint, previous_name) select "
                + Sql.literal(app) + ", '" + KIND + "', '', " + Sql.literal(seen.fingerprint()) + ", '', "
                + Sql.literal(seen.scope()) + ", c.digest || ' ' || " + record(tables) + ", null from ("
                + seen.digestQuery() + ") c where c.digest = " + Sql.literal(seen.digest());
    }

    /**
     * What was marked for this scope, where nothing has been changed since; one statement. A sequence that belongs to a column does not stand by itself.
     *
     * @throws SQLException also where there are no control tables, or the login may not read them
     */
    static Optional<InStep> read(
            Connection connection, ControlTables tables, String app, String scope, String digestQuery)
            throws SQLException {
        String object = tables.table("object");
        String query = "with mark as materialized (select name as plan from " + object + " where " + ofApp(app)
                + " and source_hash = " + Sql.literal(scope) + " and fingerprint = (select c.digest from ("
                + digestQuery
                + ") c) || ' ' || " + record(tables)
                + ") select m.plan, o.kind, o.schema, o.name from mark m join " + object + " o on o.app = "
                + Sql.literal(app) + " and o.member = '' and o.kind in (" + ObjectRecord.KNOWN_KINDS
                + ") and o.kind <> '"
                + ObjectKind.SCHEMA + "' where o.kind <> '" + ObjectKind.SEQUENCE + "' or not exists (select from"
                + " pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace join"
                + " pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid ="
                + " c.oid and d.deptype = 'a' and d.refobjsubid > 0 where n.nspname = o.schema and c.relname = o.name)";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            Set<ObjectName> objects = new TreeSet<>();
            String fingerprint = "";
            while (rows.next()) {
                fingerprint = rows.getString(1);
                objects.add(new ObjectName(
                        ObjectKind.valueOf(rows.getString(2)), rows.getString(3), rows.getString(4), ""));
            }
            return objects.isEmpty() ? Optional.empty() : Optional.of(new InStep(objects, fingerprint));
        }
    }

    private static String ofApp(String app) {
        return "app = " + Sql.literal(app) + " and kind = '" + KIND + "'";
    }

    /** What is recorded, of all apps. */
    private static String record(ControlTables tables) {
        return "(select pg_catalog.count(*) || ' ' || pg_catalog.sum(pg_catalog.hash_record_extended(row(r.app, r.kind,"
                + " r.schema, r.name, r.member, r.source_hash, r.fingerprint, r.previous_name), 0)) from "
                + tables.table("object") + " r where r.kind <> '" + KIND + "')";
    }
}
