package dev.tidemark.control;

import dev.tidemark.ObjectName;
import dev.tidemark.sql.Sql;
import java.util.StringJoiner;

/**
 * Writes renames and drops to {@code object} in the transaction that does them, so that a run that is killed before its record leaves the memory of them
 * behind. What was done is read off the catalog within that transaction: the new name is there and the old one is not.
 */
final class ObjectMoveScript {
    private static final String RELATION = "select from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid ="
            + " c.relnamespace where n.nspname = %1$s and c.relname = %2$s";
    private static final String TYPE = "select from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid ="
            + " t.typnamespace where n.nspname = %1$s and t.typname = %2$s";
    private static final String COLUMN = "select from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid ="
            + " a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = %1$s and"
            + " c.relname = %2$s and a.attname = %3$s and a.attnum > 0 and not a.attisdropped";

    private final String table;
    private final String app;

    ObjectMoveScript(ControlTables tables, String app) {
        this.table = tables.table("object");
        this.app = Sql.literal(app);
    }

    /** Without a last semicolon; empty where there is nothing to remember. */
    String of(ObjectMoves moves) {
        StringJoiner sql = new StringJoiner(";\n");
        moves.renames().forEach(rename -> rename(rename, sql));
        if (!moves.drops().isEmpty()) {
            sql.add(drops(moves));
        }
        return sql.toString();
    }

    private void rename(ObjectMoves.Rename rename, StringJoiner sql) {
        ObjectName from = rename.from();
        ObjectName to = rename.to();
        String done = exists(to) + " and not " + exists(from);
        if (to.member().isEmpty()) {
            sql.add("delete from " + table + " where app = " + app + " and (schema, name) = ("
                    + Sql.literal(to.schema()) + ", " + Sql.literal(to.name()) + ") and " + done);
            sql.add("update " + table + " set name = " + Sql.literal(to.name()) + " where app = " + app
                    + " and (schema, name) = (" + Sql.literal(from.schema()) + ", " + Sql.literal(from.name())
                    + ") and " + done);
        } else {
            sql.add("delete from " + table + " where app = " + app + " and (schema, name, member) = ("
                    + Sql.literal(from.schema()) + ", " + Sql.literal(from.name()) + ", " + Sql.literal(from.member())
                    + ") and " + done);
        }
        sql.add("insert into " + table
                + " as o (app, kind, schema, name, member, source_hash, fingerprint, previous_name)" + " select " + app
                + ", " + Sql.literal(to.kind().name()) + ", " + Sql.literal(to.schema()) + ", "
                + Sql.literal(to.name()) + ", " + Sql.literal(to.member()) + ", '', '', "
                + Sql.literal(from.member().isEmpty() ? from.name() : from.member()) + " where " + done
                + " on conflict (app, kind, schema, name, member) do update set previous_name ="
                + " excluded.previous_name");
    }

    private static String exists(ObjectName object) {
        String schema = Sql.literal(object.schema());
        String name = Sql.literal(object.name());
        String query = object.member().isEmpty()
                ? RELATION.formatted(schema, name) + " union all " + TYPE.formatted(schema, name)
                : COLUMN.formatted(schema, name, Sql.literal(object.member()));
        return "exists (" + query + ")";
    }

    /** One statement for all, however many they are. */
    private String drops(ObjectMoves moves) {
        StringJoiner rows = new StringJoiner(", ");
        for (ObjectName drop : moves.drops()) {
            rows.add("(" + Sql.literal(drop.kind().name()) + ", " + Sql.literal(drop.schema()) + ", "
                    + Sql.literal(drop.name()) + ", " + Sql.literal(drop.member()) + ")");
        }
        String[] columns = {"d.schema", "d.name", "d.member"};
        return "delete from " + table + " o using (values " + rows
                + ") as d (kind, schema, name, member) where o.app = "
                + app
                + " and (o.schema, o.name) = (d.schema, d.name) and (d.member = '' or (o.kind, o.member) = (d.kind,"
                + " d.member)) and not case when d.member = '' then exists ("
                + RELATION.formatted((Object[]) columns)
                + " union all "
                + TYPE.formatted((Object[]) columns)
                + ") when d.kind = 'COLUMN' then exists ("
                + COLUMN.formatted((Object[]) columns)
                + ") when d.kind = 'CONSTRAINT' then exists ("
                + ("select from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join"
                      + " pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = %1$s and c.relname ="
                      + " %2$s and k.conname = %3$s")
                        .formatted((Object[]) columns)
                + ") else exists ("
                + RELATION.formatted("d.schema", "d.member")
                + ") end";
    }
}
