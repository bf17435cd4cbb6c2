package dev.tidemark.control;

import dev.tidemark.TidemarkException;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.sql.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes the control tables, or those of them that are missing, in one transaction.
 *
 * <p>{@code CREATE … IF NOT EXISTS} alone is not race-free: of clients that start together all but one get 23505, 42P06, 42P07 or 42710 from the catalogs,
 * after waiting for the first one's commit. They look again then. An advisory lock would avoid that, but any role could hold it for ever (docs/adr/0011).
 */
final class Bootstrap {
    /** The control schema's version that this code writes. */
    static final int VERSION = 1;

    /** What a client gets that comes second: something is there already, was granted to just now, or is being made. */
    private static final Set<String> RACES = Set.of(
            SqlStates.UNIQUE_VIOLATION,
            SqlStates.DUPLICATE_SCHEMA,
            SqlStates.DUPLICATE_TABLE,
            SqlStates.DUPLICATE_OBJECT,
            SqlStates.INTERNAL_ERROR,
            SqlStates.DEADLOCK,
            SqlStates.SERIALIZATION_FAILURE,
            SqlStates.UNDEFINED_TABLE,
            SqlStates.NO_SUCH_SCHEMA);

    /** Each time somebody else has committed a part; a handful of parts there are. */
    private static final int MAX_ATTEMPTS = 20;

    private static final String TABLES =
            "array['schema_version', 'schema_text', 'lease', 'object', 'journal', 'older_start', 'data_step', 'meta']";

    /** Role and database settings must not decide: a server may default to a higher isolation, to short timeouts, to another search_path. */
    private static final String SETTINGS = "set transaction isolation level read committed read write;"
            + "set local search_path = pg_catalog;"
            + "set local default_tablespace = ''; set local default_table_access_method = heap;"
            + "set local client_min_messages = warning; set local check_function_bodies = off;";

    private final ControlTables tables;
    private final List<String> runtimeRoles;
    private final long deadline;

    /** {@code limit}: how long it may take, its waits for others included. */
    Bootstrap(ControlTables tables, List<String> runtimeRoles, Duration limit) {
        this.tables = tables;
        this.runtimeRoles = runtimeRoles;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** Whether something was made; {@code missing}: the tables are known to be missing, so nobody need look. */
    boolean run(Connection connection, boolean missing) throws SQLException {
        boolean autocommit = connection.getAutoCommit();
        try {
            return attempts(connection, missing);
        } catch (SQLException e) {
            throw explained(connection, e);
        } finally {
            if (!connection.isClosed() && connection.getAutoCommit() != autocommit) {
                connection.setAutoCommit(autocommit);
            }
        }
    }

    private boolean attempts(Connection connection, boolean missing) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            connection.setAutoCommit(true);
            try (Statement statement = connection.createStatement()) {
                if (!(missing && attempt == 1) && complete(statement)) {
                    return false;
                }
                connection.setAutoCommit(false);
                create(connection, statement);
                return true;
            } catch (SQLException e) {
                if (!mayTryAgain(e, attempt)) {
                    throw e;
                }
            }
        }
    }

    private boolean mayTryAgain(SQLException e, int attempt) {
        if (attempt >= MAX_ATTEMPTS || !RACES.contains(String.valueOf(e.getSQLState())) || left().isZero()) {
            return false;
        }
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 20L * attempt));
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
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

    /** Runs a script of our own, which changes nothing where all is there, in a transaction of its own; the schema is there. */
    void alone(Connection connection, String script) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(settings() + script);
                connection.commit();
                return;
            } catch (SQLException e) {
                connection.rollback();
                if (!mayTryAgain(e, attempt)) {
                    throw e;
                }
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private String settings() {
        return SETTINGS + TimeLimit.of(left()).settings();
    }

    /** What makes what is missing, each statement with a semicolon: no more of it than is missing, since even IF NOT EXISTS wants rights. */
    private String missing(Statement statement) throws SQLException {
        String question = "select exists (select from pg_namespace where nspname = " + Sql.literal(tables.schema())
                + "), " + complete();
        try (ResultSet row = RoundTrip.rows(statement, settings() + question)) {
            row.next();
            String schema = row.getBoolean(1) ? "" : "create schema " + Sql.identifier(tables.schema()) + ";";
            return schema + (row.getBoolean(2) ? "" : script());
        }
    }

    /** An expression: whether every control table is there. Asked of the catalog, which anybody may read. */
    private String complete() {
        return "(select count(*) = cardinality(" + TABLES
                + ") from pg_catalog.pg_class c join pg_catalog.pg_namespace n"
                + " on n.oid = c.relnamespace where n.nspname = " + Sql.literal(tables.schema())
                + " and c.relname = any (" + TABLES + ")) and " + journalSaysWho();
    }

    /** An expression: whether the journal has the column that its first version lacks. */
    private String journalSaysWho() {
        return "exists (select from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid join"
                + " pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname = "
                + Sql.literal(tables.schema()) + " and c.relname = 'journal' and a.attname = 'recorded_by')";
    }

    /** Which control tables are missing, where some are there; empty where none is, or all are. */
    static List<String> missing(Connection connection, ControlTables tables) throws SQLException {
        String sql = "select t, c.oid is null from unnest(" + TABLES + ") t left join pg_catalog.pg_namespace n on"
                + " n.nspname = " + Sql.literal(tables.schema())
                + " left join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = t";
        List<String> missing = new ArrayList<>();
        boolean some = false;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                if (rows.getBoolean(2)) {
                    missing.add(rows.getString(1));
                } else {
                    some = true;
                }
            }
        }
        return some ? missing : List.of();
    }

    private void grant(Statement statement) throws SQLException {
        StringBuilder sql = new StringBuilder();
        for (String role : runtimeRoles) {
            sql.append("grant usage on schema ").append(Sql.identifier(tables.schema()));
            sql.append(" to ").append(grantee(role)).append(';');
            sql.append("grant select on ").append(tables.table("schema_version"));
            sql.append(" to ").append(grantee(role)).append(';');
            if (isOwner(statement, OlderStarts.TABLE)) {
                sql.append("grant insert (app, hash) on ").append(tables.table(OlderStarts.TABLE));
                sql.append(" to ").append(grantee(role)).append(';');
            }
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
        String question = "select (select version from " + tables.table("meta") + "), " + granted() + ", " + complete();
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
            return row.getBoolean(2) && row.getBoolean(3);
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
            sql.append(" and (has_any_column_privilege(").append(name).append(", ");
            sql.append(Sql.literal(tables.table(OlderStarts.TABLE)))
                    .append(", 'insert') or not ")
                    .append(owns(OlderStarts.TABLE))
                    .append(')');
        }
        return sql.toString();
    }

    /** An expression: whether this role may grant on a control table. Not asked of a table without which a function still reads what is recorded. */
    private String owns(String table) {
        return "(select pg_catalog.pg_has_role(current_user, relowner, 'usage') from pg_catalog.pg_class where oid = "
                + Sql.literal(tables.table(table)) + "::regclass)";
    }

    private boolean isOwner(Statement statement, String table) throws SQLException {
        try (ResultSet row = RoundTrip.rows(statement, "select " + owns(table))) {
            row.next();
            return row.getBoolean(1);
        }
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
        if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(state)) {
            throw Rights.forBootstrap(connection, tables, e);
        }
        if (SqlStates.UNDEFINED_OBJECT.equals(state) && !runtimeRoles.isEmpty()) {
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
