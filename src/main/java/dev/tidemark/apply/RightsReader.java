package dev.tidemark.apply;

import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.plan.model.Rights;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Asks the server once what the role that runs statements may do. */
final class RightsReader {
    /** To act as a role has a right of its own since PostgreSQL 16; before, members may. */
    private static final String QUERY = """
        select
            r.rolname::text,
            pg_catalog.pg_has_role(current_user, r.oid, case
                when pg_catalog.current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end),
            array(
                select o.rolname::text from pg_catalog.pg_roles o
                where o.rolname = any (?) and pg_catalog.pg_has_role(r.oid, o.oid, 'USAGE')),
            array(
                select n.nspname::text from pg_catalog.pg_namespace n
                where n.nspname = any (?) and pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE')),
            pg_catalog.has_database_privilege(r.oid, pg_catalog.current_database(), 'CREATE')
        from pg_catalog.pg_roles r
        where r.rolname = coalesce(nullif(?, ''), current_user)
        """;

    private final Connection work;

    RightsReader(Connection work) {
        this.work = work;
    }

    /**
     * The rights of whoever would run the plan, seen by another role: of {@code owner}, else of the owner of the control schema; nobody's where there is none
     * yet.
     *
     * @throws TidemarkException TDM-411 where there is no such role
     */
    Rights ofAnother(String owner, String controlSchema, Catalog live) throws SQLException {
        String role = owner.isEmpty() ? ownerOf(controlSchema) : owner;
        if (role.isEmpty()) {
            return Rights.unknown();
        }
        Rights seen = of(role, live);
        return new Rights(seen.role(), true, seen.owners(), seen.createIn(), seen.createSchemas());
    }

    private String ownerOf(String schema) throws SQLException {
        try (PreparedStatement query = work.prepareStatement(
                "select pg_catalog.pg_get_userbyid(nspowner) from pg_catalog.pg_namespace where nspname = ?")) {
            query.setString(1, schema);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    /**
     * The rights of {@code owner}, or of the connection's role where that is empty.
     *
     * @throws TidemarkException TDM-411 where there is no such role
     */
    Rights of(String owner, Catalog live) throws SQLException {
        try (PreparedStatement query = work.prepareStatement(QUERY)) {
            query.setArray(1, names(owners(live)));
            query.setArray(2, names(live.schemas().keySet()));
            query.setString(3, owner);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw TidemarkException.of(
                            "TDM-411",
                            "role " + owner + " (TIDEMARK_OWNER) does not exist",
                            "create it, or name another");
                }
                return new Rights(row.getString(1), row.getBoolean(2), set(row, 3), set(row, 4), row.getBoolean(5));
            }
        }
    }

    private static Set<String> owners(Catalog live) {
        Set<String> owners = new TreeSet<>();
        Stream.of(
                        live.schemas().values().stream().map(s -> s.owner()),
                        live.tables().values().stream().map(t -> t.owner()),
                        live.views().values().stream().map(v -> v.owner()),
                        live.enums().values().stream().map(e -> e.owner()),
                        live.sequences().values().stream().map(s -> s.owner()))
                .flatMap(s -> s)
                .forEach(owners::add);
        return owners;
    }

    private Array names(Set<String> names) throws SQLException {
        return work.createArrayOf("text", names.toArray());
    }

    private static Set<String> set(ResultSet row, int column) throws SQLException {
        return Set.of((String[]) row.getArray(column).getArray());
    }
}
