package dev.tidemark.control;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.WayOut;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is missing when PostgreSQL says 42501, as the SQL that mends it; loaded only then. */
final class Rights {
    private Rights() {}

    static TidemarkException forHotRead(Connection connection, ControlTables tables, SQLException cause) {
        String role = role(connection);
        String message = "role " + role + " may not read " + tables.table("schema_version")
                + ", or it does not exist yet (a role without USAGE on the schema cannot tell)";
        return denied(
                message,
                cause,
                "sync once with TIDEMARK_RUNTIME_ROLES=" + role + ", or as the owner of the schema:",
                usage(tables, role),
                select(tables, role));
    }

    static TidemarkException forBootstrap(Connection connection, ControlTables tables, SQLException cause) {
        String role = role(connection);
        return denied(
                "role " + role + " may not create the control tables in schema " + tables.schema() + ": "
                        + cause.getMessage(),
                cause,
                "as the owner of the database:",
                "CREATE SCHEMA IF NOT EXISTS " + Sql.identifier(tables.schema()) + " AUTHORIZATION "
                        + Sql.identifier(role) + ";");
    }

    /** Where several roles deploy into one database, the table of requests belongs to the first of them. */
    static TidemarkException forDeployments(Connection connection, ControlTables tables, SQLException cause) {
        String role = role(connection);
        String table = tables.table("deployment");
        return denied(
                "role " + role + " may not use " + table + ", which says who answers a request of CloudFormation",
                cause,
                "as the owner of that table:",
                usage(tables, role),
                "GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + Bootstrap.grantee(role) + ";");
    }

    /** There is a control schema, and it is another role's. */
    static TidemarkException forDeploymentsTable(Connection connection, ControlTables tables, SQLException cause) {
        String role = role(connection);
        return denied(
                "role " + role + " may not create " + tables.table("deployment") + ", which says who answers a request"
                        + " of CloudFormation",
                cause,
                "as the owner of schema " + tables.schema() + ":",
                "GRANT USAGE, CREATE ON SCHEMA " + Sql.identifier(tables.schema()) + " TO " + Bootstrap.grantee(role)
                        + ";");
    }

    static TidemarkException forGrant(ControlTables tables, List<String> roles) {
        String[] grants = new String[roles.size() * 2];
        for (int i = 0; i < roles.size(); i++) {
            grants[2 * i] = usage(tables, roles.get(i));
            grants[2 * i + 1] = select(tables, roles.get(i));
        }
        return denied(
                "this role is not the owner of schema " + tables.schema() + " and may not grant the hot read",
                null,
                "",
                grants);
    }

    /** @param who runs the statements, with a colon; empty where any owner does */
    private static TidemarkException denied(
            String message, @Nullable SQLException cause, String who, String... statements) {
        List<WayOut> ways = new ArrayList<>(who.isEmpty() ? List.of() : WayOut.edits(who));
        Arrays.stream(statements).map(WayOut.Run::new).forEach(ways::add);
        Problem problem = new Problem("TDM-404", null, message, null, SqlStates.INSUFFICIENT_PRIVILEGE, ways);
        return new TidemarkException(problem, false, cause);
    }

    private static String usage(ControlTables tables, String role) {
        return "GRANT USAGE ON SCHEMA " + Sql.identifier(tables.schema()) + " TO " + Bootstrap.grantee(role) + ";";
    }

    private static String select(ControlTables tables, String role) {
        return "GRANT SELECT ON " + tables.table("schema_version") + " TO " + Bootstrap.grantee(role) + ";";
    }

    private static String role(Connection connection) {
        try {
            return connection.getMetaData().getUserName();
        } catch (SQLException e) {
            return "<role>";
        }
    }
}
