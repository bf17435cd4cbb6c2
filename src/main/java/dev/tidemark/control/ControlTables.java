package dev.tidemark.control;

import dev.tidemark.HistoryReport;
import dev.tidemark.ObjectName;
import dev.tidemark.TidemarkException;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.identity.Identity;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The control tables of one database. Immutable, thread-safe, holds no connection.
 *
 * <p>Unless a method says otherwise it is one round trip on the connection as it is: it commits by itself in autocommit, else it is part of the caller's
 * transaction, and a {@link SQLException} is PostgreSQL's.
 */
public final class ControlTables {
    /** Where nobody says how long a bootstrap may take. */
    static final Duration BOOTSTRAP_WITHIN = Duration.ofSeconds(60);

    private final String schema;
    private final String prefix;

    /** The tables in this schema, unquoted; they need not exist yet. */
    public ControlTables(String schema) {
        this.schema = schema;
        this.prefix = Sql.identifier(schema).concat(".");
    }

    /** The control schema's name, unquoted. */
    public String schema() {
        return schema;
    }

    /** A control table as it is named in SQL. */
    public String table(String name) {
        return prefix.concat(name);
    }

    /**
     * The hot read: own and current row, one statement and one round trip, whatever the number of tables and versions.
     *
     * <p>It reads in autocommit, so that no {@code BEGIN} is sent and no transaction stays open, and sets autocommit back to what it was (the driver does
     * both without a round trip). Hence no transaction may be open on the connection: one that is would be committed.
     *
     * @throws TidemarkException TDM-404 where the role may not read {@code schema_version}, with the GRANT to run
     */
    public HotState hotRead(Connection connection, String app, String hash) throws SQLException {
        return hotRead(connection, app, hash, 0);
    }

    /**
     * The same within a limit, after which the server is asked to cancel it (57014).
     *
     * @param limitSeconds 0: without one
     */
    public HotState hotRead(Connection connection, String app, String hash, int limitSeconds) throws SQLException {
        if (connection.getAutoCommit()) {
            return read(connection, app, hash, limitSeconds);
        }
        connection.setAutoCommit(true);
        try {
            return read(connection, app, hash, limitSeconds);
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(false);
            }
        }
    }

    private HotState read(Connection connection, String app, String hash, int limitSeconds) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(limitSeconds);
            try (ResultSet rows = statement.executeQuery(HotRead.sql(table("schema_version"), app, hash))) {
                return HotRead.read(rows, hash);
            }
        } catch (SQLException e) {
            if (isMissing(e)) {
                return HotState.NEVER_SYNCED;
            }
            if (SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw Rights.forHotRead(connection, this, e);
            }
            throw e;
        }
    }

    /** Whether the control tables are not there: no such schema, table or column. */
    public static boolean isMissing(SQLException e) {
        String state = e.getSQLState();
        return SqlStates.UNDEFINED_TABLE.equals(state)
                || SqlStates.UNDEFINED_COLUMN.equals(state)
                || SqlStates.NO_SUCH_SCHEMA.equals(state);
    }

    /**
     * Makes sure that the control tables exist and that {@code runtimeRoles} may do the hot read.
     *
     * <p>One round trip where all is there; else one transaction of its own, which any number may try at once. Needs a
     * connection without an open transaction.
     *
     * @throws TidemarkException TDM-404 rights are missing (with the SQL to run), TDM-410 the tables are a newer version's, TDM-411 a role does not exist
     */
    public void bootstrap(Connection connection, Collection<String> runtimeRoles) throws SQLException {
        bootstrap(connection, runtimeRoles, false, BOOTSTRAP_WITHIN);
    }

    /**
     * The same within a limit.
     *
     * @param missing whether the tables were not there a moment ago, so that nobody need look first
     * @return whether something was missing, and was made
     */
    public boolean bootstrap(Connection connection, Collection<String> runtimeRoles, boolean missing, Duration limit)
            throws SQLException {
        return new Bootstrap(this, List.copyOf(runtimeRoles), limit).run(connection, missing);
    }

    /** Which control tables are missing although others are there: somebody dropped them. An explicit sync makes them again. */
    public List<String> missingTables(Connection connection) throws SQLException {
        return Bootstrap.missing(connection, this);
    }

    /**
     * What the control tables say of versions and objects, and of the catalogs.
     *
     * @param now null where the version is the recorded one, so that mostly nobody wants to know
     */
    public record Recorded(HotState state, Inventory inventory, CatalogMark.@Nullable Now now) {}

    /**
     * Notes that this version exists, so that {@code first_seen} orders it, and its generation where that is known for the first time or has grown in its
     * lineage.
     */
    public void announce(Connection connection, Identity identity) throws SQLException {
        script().announce(identity).run(connection);
    }

    /**
     * Makes this version the current one, the previous one superseded, and keeps its text; belongs into a fenced transaction.
     *
     * <p>The row takes over the recorder's generation, none included (after a return on purpose without a generation, no straggler may claim to be newer),
     * but within a lineage it never shrinks.
     *
     * @param reason what is withheld and deferred, for a reader; empty for nothing
     * @param recordedBy who, for a reader
     */
    public void recordCurrent(
            Connection connection,
            Identity identity,
            String schemaText,
            int withheld,
            int deferred,
            String reason,
            String recordedBy,
            String toolVersion)
            throws SQLException {
        script().current(identity, schemaText, withheld, deferred, reason, recordedBy, toolVersion)
                .run(connection);
    }

    /**
     * Notes an attempt in vain: blocked until {@code retry_after} (30 s by the database's clock, doubling with every attempt to 15 min); a version that is
     * current stays current. Belongs into a fenced transaction.
     */
    public void recordBlocked(
            Connection connection, Identity identity, String reason, String recordedBy, String toolVersion)
            throws SQLException {
        script().blocked(identity, reason, recordedBy, toolVersion).run(connection);
    }

    /** Several of these statements in one round trip. */
    public Script script() {
        return new Script(this);
    }

    /** The compiled schema of a version that was recorded, or whose run began; null of any other. */
    public @Nullable String loadText(Connection connection, String app, String hash) throws SQLException {
        return new Recording(this).text(connection, app, hash);
    }

    /** The hot read, the inventory and what is kept of the catalogs ({@link #kept}), in one round trip, under the lease: the tables are there. */
    public Recorded recorded(Connection connection, Identity identity, String format, String digestQuery)
            throws SQLException {
        return new ObjectRecord(this).after(connection, identity, format, digestQuery);
    }

    /** What is in step by the last mark of this scope ({@link Script#mark}), or else what is kept ({@link Script#keep}), where nothing was changed since. */
    public CatalogMark.Answer inStep(Connection connection, String app, String scope, String format, String digestQuery)
            throws SQLException {
        return CatalogMark.read(connection, this, app, scope, format, digestQuery);
    }

    /** The state of the catalogs, and what is kept of them in this state; the control tables are there. */
    public CatalogMark.Now kept(Connection connection, String app, String format, String digestQuery)
            throws SQLException {
        return CatalogMark.now(connection, this, app, format, digestQuery);
    }

    /** What this app manages, what stands beside it, and what other apps manage. */
    public Inventory inventory(Connection connection, String app) throws SQLException {
        return new ObjectRecord(this).of(connection, app);
    }

    /**
     * Makes {@code objects} what this app manages, and {@code beside} what is known to stand beside it; writes only the rows that differ. Belongs into a
     * fenced transaction.
     */
    public void replaceObjects(
            Connection connection, String app, Map<ObjectName, Managed> objects, Set<ObjectName> beside)
            throws SQLException {
        script().objects(app, objects, beside).run(connection);
    }

    /** Data steps that are recorded: the hashes of each name; none where the tables are missing. */
    public Map<String, Set<String>> dataSteps(Connection connection, String app) throws SQLException {
        return new DataStepRecord(this).of(connection, app);
    }

    /** The newest runs of an app as its journal has them; none where the tables are missing. */
    public HistoryReport history(Connection connection, String app, int runs) throws SQLException {
        return new Journal(this).read(connection, app, runs);
    }

    /** Adds the statements that ran, and lets go of the app's rows that are older than 90 days or beyond the last 10,000. */
    public void journal(Connection connection, String app, String hash, long term, String by, List<JournalRow> rows)
            throws SQLException {
        script().journal(app, hash, term, by, rows).pruneJournal(app).run(connection);
    }
}
