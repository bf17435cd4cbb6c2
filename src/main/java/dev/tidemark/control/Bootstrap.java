package dev.tidemark.control;

import dev.tidemark.TidemarkException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Makes the control tables in one transaction behind {@code pg_advisory_xact_lock}: {@code CREATE … IF NOT EXISTS} alone is not race-free (two clients
 * that start together get 23505 or 42710 from the catalogs).
 */
final class Bootstrap {
    /** The control schema's version that this code writes. */
    static final int VERSION = 1;

    /** "tidemark" in ASCII; the only advisory lock there is, and transaction-scoped. */
    private static final long LOCK = 0x746964656d61726bL;

    /** Role and database settings must not decide: a server may default to a higher isolation, to short timeouts, to another search_path. */
    private static final String SETTINGS = "set transaction isolation level read committed read write;"
            + "set local lock_timeout = 0; set local statement_timeout = '60s'; set local search_path = pg_catalog;"
            + "set local default_tablespace = ''; set local default_table_access_method = heap;"
            + "set local client_min_messages = warning; set local check_function_bodies = off;";

    private final ControlTables tables;
    private final List<String> runtimeRoles;

    Bootstrap(ControlTables tables, List<String> runtimeRoles) {
        this.tables = tables;
        this.runtimeRoles = runtimeRoles;
    }

    /** {@code missing}: the tables are known to be missing, so nobody need look. */
    void run(Connection connection, boolean missing) throws SQLException {
        boolean autocommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            if (missing || !complete(statement)) {
                connection.setAutoCommit(false);
                create(connection, statement);
            }
        } catch (SQLException e) {
            throw explained(connection, e);
        } finally {
            if (connection.getAutoCommit() != autocommit) {
                connection.setAutoCommit(autocommit);
            }
        }
    }

    private void create(Connection connection, Statement statement) throws SQLException {
        boolean committed = false;
        try {
            String made = missing(statement);
            if (!look(statement, made)) {
                grant(statement);
            }
            connection.commit();
            committed = true;
        } finally {
            if (!committed) {
                connection.rollback();
            }
        }
    }

    /** Runs a script of our own behind the same lock, in a transaction of its own; the schema is there. */
    void alone(Connection connection, String script) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS + "select pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute(script);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Waits for the lock; what makes what is missing then, each statement with a semicolon: no more of it than is missing, since even IF NOT EXISTS wants rights. */
    private String missing(Statement statement) throws SQLException {
        String question = "select exists (select from pg_namespace where nspname = " + Sql.literal(tables.schema())
                + "), to_regclass(" + Sql.literal(tables.table("meta")) + ") is not null";
        try (ResultSet row =
                RoundTrip.rows(statement, SETTINGS + "select pg_advisory_xact_lock(" + LOCK + ");" + question)) {
            row.next();
            String schema = row.getBoolean(1) ? "" : "create schema " + Sql.identifier(tables.schema()) + ";";
            return schema + (row.getBoolean(2) ? "" : script());
        }
    }

    private void grant(Statement statement) throws SQLException {
        StringBuilder sql = new StringBuilder();
        for (String role : runtimeRoles) {
            sql.append("grant usage on schema ").append(Sql.identifier(tables.schema()));
            sql.append(" to ").append(grantee(role)).append(';');
            sql.append("grant select on ").append(tables.table("schema_version"));
            sql.append(" to ").append(grantee(role)).append(';');
        }
        if (!look(statement, sql.toString())) {
            throw Rights.forGrant(tables, runtimeRoles);
        }
    }

    /** Whether everything is there already; one round trip. */
    private boolean complete(Statement statement) throws SQLException {
        try {
            return look(statement, "");
        } catch (SQLException e) {
            if (ControlTables.isMissing(e)) {
                return false;
            }
            throw e;
        }
    }

    /** After these statements, each with a semicolon: whether the rights are granted; refuses a newer version. One round trip. */
    private boolean look(Statement statement, String before) throws SQLException {
        String question = "select (select version from " + tables.table("meta") + "), " + granted();
        try (ResultSet row = RoundTrip.rows(statement, before + question)) {
            row.next();
            int found = row.getInt(1);
            if (found > VERSION) {
                throw TidemarkException.of(
                        "TDM-410",
                        "the control tables in schema " + tables.schema() + " have version " + found
                                + "; this Tidemark knows version " + VERSION + " and leaves them alone",
                        "sync with the version of Tidemark that made them, or a newer one");
            }
            return row.getBoolean(2);
        }
    }

    private String granted() {
        StringBuilder sql = new StringBuilder("true");
        for (String role : runtimeRoles) {
            String name = Sql.literal(isPublic(role) ? "public" : role);
            sql.append(" and has_schema_privilege(").append(name).append(", ");
            sql.append(Sql.literal(tables.schema())).append(", 'usage')");
            sql.append(" and has_table_privilege(").append(name).append(", ");
            sql.append(Sql.literal(tables.table("schema_version"))).append(", 'select')");
        }
        return sql.toString();
    }

    private String script() {
        try (InputStream in = Objects.requireNonNull(Bootstrap.class.getResourceAsStream("bootstrap.sql"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{schema}", Sql.identifier(tables.schema()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws what says more than {@code e}, else returns it. */
    private SQLException explained(Connection connection, SQLException e) {
        String state = e.getSQLState();
        if ("42501".equals(state)) {
            throw Rights.forBootstrap(connection, tables, e);
        }
        if ("42704".equals(state) && !runtimeRoles.isEmpty()) {
            throw TidemarkException.of(
                    "TDM-411",
                    "a runtime role does not exist: " + e.getMessage(),
                    "create it, or take it out of TIDEMARK_RUNTIME_ROLES=" + String.join(",", runtimeRoles));
        }
        return e;
    }

    static String grantee(String role) {
        return isPublic(role) ? "public" : Sql.identifier(role);
    }

    private static boolean isPublic(String role) {
        return role.toLowerCase(Locale.ROOT).equals("public");
    }
}
