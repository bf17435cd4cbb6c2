package dev.tidemark.control;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.identity.Identity;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two rows of {@code object} of kinds of their own. One, whose name is the plan's fingerprint, says what the catalogs of the whole database and the record said when a look
 * found nothing left to do: while both still say the same, another look with the same declaration and options would find the same. The other keeps what the last look read:
 * while the catalogs still say the same, another look would read the same, whatever is declared.
 */
public final class CatalogMark {
    private static final String KIND = "CATALOG";
    private static final String ROWS = "CATALOG_ROWS";

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

    /**
     * What a look read.
     *
     * @param format of the rows
     * @param digest the text by which the database told its state right before the look
     * @param digestQuery the query for that text
     * @param rows what is kept
     */
    public record Kept(String format, String digest, String digestQuery, String rows) {}

    /**
     * What the record says of the present state of the catalogs.
     *
     * @param inStep where nothing is left to do
     * @param kept what is kept of the catalogs, where they are as they were then and more than nothing may be left to do
     */
    public record Answer(Optional<InStep> inStep, @Nullable Now kept) {
        /** Nothing. */
        public static final Answer NONE = new Answer(Optional.empty(), null);
    }

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

    /** Keeps what was read instead of what was kept before; rows of catalogs that have been changed since are harmless, as they are never taken. */
    static String keep(ControlTables tables, String app, Kept kept) {
        return "insert into " + tables.table("object")
                + " as o (app, kind, schema, name, member, source_hash, fingerprint, previous_name) values ("
                + Sql.literal(app) + ", '" + ROWS + "', '', '', '', " + Sql.literal(key(kept.format(), kept.digest()))
                + ", " + Sql.literal(kept.rows())
                + ", null) on conflict (app, kind, schema, name, member) do update set"
                + " source_hash = excluded.source_hash, fingerprint = excluded.fingerprint"
                + " where o.source_hash <> excluded.source_hash";
    }

    private static String key(String format, String digest) {
        return format + " " + digest;
    }

    /**
     * What was marked for this scope, or else kept, where nothing has been changed since; one statement. A sequence that belongs to a column does not stand by itself.
     *
     * @throws SQLException also where there are no control tables, or the login may not read them
     */
    static Answer read(
            Connection connection, ControlTables tables, String app, String scope, String format, String digestQuery)
            throws SQLException {
        String object = tables.table("object");
        String query = "with now as materialized (select c.digest from (" + digestQuery
                + ") c), mark as materialized (select o.name as plan from " + object + " o cross join now where "
                + ofApp(app)
                + " and o.source_hash = " + Sql.literal(scope) + " and o.fingerprint = now.digest || ' ' || "
                + record(tables)
                + ") select m.plan, o.kind, o.schema, o.name from mark m join " + object + " o on o.app = "
                + Sql.literal(app) + " and o.member = '' and o.kind in (" + ObjectRecord.KNOWN_KINDS
                + ") and o.kind <> '"
                + ObjectKind.SCHEMA + "' where o.kind <> '" + ObjectKind.SEQUENCE + "' or not exists (select from"
                + " pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace join"
                + " pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid ="
                + " c.oid and d.deptype = 'a' and d.refobjsubid > 0 where n.nspname = o.schema and c.relname = o.name)"
                + " union all select k.fingerprint, '" + ROWS + "', now.digest, '' from now join " + object + " k on "
                + kept(app, format) + " where not exists (select from mark)";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            Set<ObjectName> objects = new TreeSet<>();
            String fingerprint = "";
            while (rows.next()) {
                fingerprint = rows.getString(1);
                String kind = rows.getString(2);
                if (kind.equals(ROWS)) {
                    return new Answer(Optional.empty(), new Now(rows.getString(3), fingerprint));
                }
                objects.add(new ObjectName(ObjectKind.valueOf(kind), rows.getString(3), rows.getString(4), ""));
            }
            return objects.isEmpty() ? Answer.NONE : new Answer(Optional.of(new InStep(objects, fingerprint)), null);
        }
    }

    /**
     * What is kept of the catalogs as they are now, whatever is marked.
     *
     * @return with the present digest, and without rows where none are of these catalogs
     */
    static Now now(Connection connection, ControlTables tables, String app, String format, String digestQuery)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(now(tables, app, format, digestQuery))) {
            return Objects.requireNonNull(now(row));
        }
    }

    /** The query of {@link #now}, without a row, and without the work for it, where this version is the recorded one. */
    static String unlessRecorded(ControlTables tables, Identity identity, String format, String digestQuery) {
        return now(tables, identity.app(), format, digestQuery) + " where not exists (select from "
                + tables.table("schema_version") + " v where v.app = " + Sql.literal(identity.app()) + " and v.hash = "
                + Sql.literal(identity.hash()) + " and v.state = 'current')";
    }

    private static String now(ControlTables tables, String app, String format, String digestQuery) {
        return "select now.digest, k.fingerprint from (" + digestQuery + ") now left join " + tables.table("object")
                + " k on " + kept(app, format);
    }

    /** What such a query answers; null where it has no row. */
    static @Nullable Now now(ResultSet row) throws SQLException {
        return row.next() ? new Now(row.getString(1), row.getString(2)) : null;
    }

    /** The present digest of the catalogs, and what is kept of them as they are. */
    public record Now(String digest, @Nullable String rows) {}

    private static String kept(String app, String format) {
        return "k.app = " + Sql.literal(app) + " and k.kind = '" + ROWS + "' and now.digest <> '' and k.source_hash = "
                + Sql.literal(key(format, "")) + " || now.digest";
    }

    private static String ofApp(String app) {
        return "app = " + Sql.literal(app) + " and kind = '" + KIND + "'";
    }

    /** What is recorded, of all apps. */
    private static String record(ControlTables tables) {
        return "(select pg_catalog.count(*) || ' ' || pg_catalog.sum(pg_catalog.hash_record_extended(row(r.app, r.kind,"
                + " r.schema, r.name, r.member, r.source_hash, r.fingerprint, r.previous_name), 0)) from "
                + tables.table("object") + " r where r.kind not in ('" + KIND + "', '" + ROWS + "'))";
    }
}
