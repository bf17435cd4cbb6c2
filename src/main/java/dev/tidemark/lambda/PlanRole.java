package dev.tidemark.lambda;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the login is that plans for others, seen when it is used: whoever sends a schema can run SQL as it.
 *
 * <p>What PUBLIC may do is not looked at: extensions open some of their tables to everybody.
 */
final class PlanRole {
    /** Grants on schemas, types and languages give nobody a row; CREATE on the database is what the role is for. */
    private static final String QUERY = """
        select
            session_user::text,
            session_user = current_user,
            array_to_string(array(
                select a.word
                from (values
                    (r.rolsuper, 'SUPERUSER'), (r.rolcreaterole, 'CREATEROLE'), (r.rolcreatedb, 'CREATEDB'),
                    (r.rolreplication, 'REPLICATION'), (r.rolbypassrls, 'BYPASSRLS')) a (has, word)
                where a.has), ', '),
            array_to_string(array(
                select g.rolname
                from pg_catalog.pg_auth_members m
                join pg_catalog.pg_roles g on g.oid = m.roleid
                where m.member = r.oid and g.rolname <> 'rds_iam'
                order by 1 limit 5), ', '),
            array_to_string(array(
                select pg_catalog.pg_describe_object(d.classid, d.objid, 0)
                from pg_catalog.pg_shdepend d
                where d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass and d.refobjid = r.oid
                    and d.deptype = 'o' and d.dbid in (0, db.oid)
                limit 5), ', '),
            array_to_string(array(
                select pg_catalog.pg_describe_object(d.classid, d.objid, 0)
                from pg_catalog.pg_shdepend d
                left join pg_catalog.pg_class c
                    on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and c.oid = d.objid
                left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                where d.refclassid = 'pg_catalog.pg_authid'::pg_catalog.regclass and d.refobjid = r.oid
                    and d.deptype = 'a'
                    and (d.dbid = db.oid or d.classid = pg_catalog.to_regclass('pg_catalog.pg_parameter_acl'))
                    and d.classid not in (
                        'pg_catalog.pg_namespace'::pg_catalog.regclass, 'pg_catalog.pg_type'::pg_catalog.regclass,
                        'pg_catalog.pg_language'::pg_catalog.regclass)
                    and not coalesce(
                        n.nspname = ? and c.relname in ('schema_version', 'object', 'data_step')
                            and not pg_catalog.has_table_privilege(
                                r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'),
                        false)
                limit 5), ', '),
            r.rolname = any (?),
            db.datname::text
        from pg_catalog.pg_roles r, pg_catalog.pg_database db
        where r.rolname = session_user and db.datname = pg_catalog.current_database()
        """;

    private static final String LEFT_BEHIND = """
        select pg_catalog.pg_terminate_backend(a.pid)
        from pg_catalog.pg_stat_activity a
        where a.usename = session_user and a.pid <> pg_catalog.pg_backend_pid()
            and a.xact_start < pg_catalog.clock_timestamp() - ? * interval '1 millisecond'
        """;

    private PlanRole() {}

    /**
     * Looks at the login.
     *
     * @return the database's name
     * @throws TidemarkException TDM-639 where it may do more than plan
     */
    static String check(Connection connection, String controlSchema, Map<String, String> environment)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setString(1, controlSchema);
            query.setArray(2, connection.createArrayOf("text", others(environment)));
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw TidemarkException.of("TDM-639", "the planner's login is no role that can be looked at");
                }
                List<String> faults = faults(row);
                told(faults, "PUBLIC lets it advance ", String.join(", ", LastingFunctions.sequences(connection)));
                if (!faults.isEmpty()) {
                    throw refused(row.getString(1), faults);
                }
                return row.getString(8);
            }
        }
    }

    /**
     * Ends this role's transactions that are older. Of an invocation that was itself ended from outside a server process may be left that goes on with
     * whatever the candidate has it do, and holds one of the few connections that the role is allowed.
     */
    static void endOlderThan(Duration age, Connection connection) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(LEFT_BEHIND)) {
            end.setLong(1, age.toMillis());
            end.execute();
        }
    }

    private static Object[] others(Map<String, String> environment) {
        List<String> names = new ArrayList<>();
        for (Setting setting : List.of(Setting.USER, Setting.DEPLOYER_USER, Setting.OWNER)) {
            @Nullable String name = setting.text(environment);
            if (name != null) {
                names.add(name);
            }
        }
        return names.toArray();
    }

    private static List<String> faults(ResultSet row) throws SQLException {
        List<String> faults = new ArrayList<>();
        if (!row.getBoolean(2)) {
            faults.add("it becomes another role when it logs in");
        }
        told(faults, "it is ", row.getString(3));
        told(faults, "it is a member of ", row.getString(4));
        told(faults, "it owns ", row.getString(5));
        told(faults, "it has rights on ", row.getString(6));
        if (row.getBoolean(7)) {
            faults.add("it is the deployer's, the owner's or the function's own login");
        }
        return faults;
    }

    private static void told(List<String> faults, String what, String which) {
        if (!which.isEmpty()) {
            faults.add(what + which);
        }
    }

    private static TidemarkException refused(String role, List<String> faults) {
        return TidemarkException.of(
                "TDM-639",
                "role " + role + " may do more than plan, and whoever sends a schema can run SQL as it: "
                        + String.join("; ", faults) + ". Nothing was planned",
                "a role of its own, by the SQL of docs/roles.md (tidemark_plan)",
                "see it: SELECT * FROM pg_shdepend WHERE refobjid = '" + role + "'::regrole");
    }
}
