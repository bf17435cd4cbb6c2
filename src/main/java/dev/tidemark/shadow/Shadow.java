package dev.tidemark.shadow;

import dev.tidemark.ObjectName;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.AccessReader;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.QName;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The door of this package: what a declaration means to this server, found out by creating it for real in twin schemas and rolling everything back.
 *
 * <p>It needs CREATE on the database and nothing else. Live objects are neither changed nor locked beyond ACCESS SHARE; a COMMIT inside, whoever sends it,
 * fails. Nothing stays on the connection.
 */
public final class Shadow {
    /** Above this number of tables a shadow would need too much of the server's lock table at one time. */
    static final int MOST_TABLES = 200;

    private Shadow() {}

    /**
     * Loads a declaration and reads its catalog.
     *
     * @param work a connection without an open transaction; its autocommit mode is restored
     * @param timeout for each statement; at least 1 ms
     * @throws TidemarkException TDM-103: statements that PostgreSQL refuses, all of one reading, with their places; TDM-104: statements that reach out to
     *     live objects; TDM-105: an event trigger refuses; TDM-106 and TDM-107: the role's settings or rights do not allow a shadow
     * @throws SQLException what the connection, the server's state, a lock or the time are to blame for
     */
    public static ShadowResult load(Connection work, CompiledSchema schema, Duration timeout) throws SQLException {
        return load(work, schema, timeout, !schema.privileges().isEmpty());
    }

    /** The same; {@code access}: whether to read who may do what, also where the declaration says nothing of it. */
    public static ShadowResult load(Connection work, CompiledSchema schema, Duration timeout, boolean access)
            throws SQLException {
        Merger merger = new Merger();
        Attempt attempt = new Attempt(work, schema, Units.of(schema), null);
        PrivilegeRun privileges = run(work, attempt, timeout, MOST_TABLES, (connection, twins, names, chunk) -> {
            merger.add(access ? CatalogReader.read(connection, twins, names) : attempt.catalog(twins), chunk);
            if (access) {
                merger.add(AccessReader.read(connection, twins, names), chunk);
            }
        });
        merger.add(EventTriggers.of(schema));
        merger.add(ForeignObjects.of(schema));
        return new ShadowResult(
                merger.catalog(), notHeld(schema), merger.access(), privileges.problems(), privileges.notes());
    }

    /** Loads a declaration and lets {@code reader} ask what it likes of it; otherwise as {@link #load(Connection, CompiledSchema, Duration)}. */
    public static void query(Connection work, CompiledSchema schema, Duration timeout, ShadowReader reader)
            throws SQLException {
        run(
                work,
                schema,
                timeout,
                MOST_TABLES,
                (connection, twins, names, chunk) -> reader.read(connection, twins, names, chunk::decides));
    }

    /**
     * Loads some units of a declaration, beside stand-ins of what they name, and reads the catalog of those units; privileges are not looked at.
     *
     * @param units those of {@code schema}
     * @param wanted the ones to load
     * @throws TidemarkException as {@link #load}; also where stand-ins do not suffice for what the declaration as a whole is right about
     * @throws SQLException as {@link #load}
     */
    public static Catalog load(Connection work, CompiledSchema schema, Duration timeout, Units units, Set<QName> wanted)
            throws SQLException {
        Merger merger = new Merger();
        Attempt attempt = new Attempt(work, schema.withoutPrivileges(), units, wanted);
        run(
                work,
                attempt,
                timeout,
                MOST_TABLES,
                (connection, twins, names, chunk) -> merger.add(attempt.catalog(twins), chunk));
        return merger.catalog();
    }

    /** The same with what reads each chunk, and with another cap. */
    static PrivilegeRun run(Connection work, CompiledSchema schema, Duration timeout, int cap, ChunkReader reader)
            throws SQLException {
        return run(work, new Attempt(work, schema, Units.of(schema), null), timeout, cap, reader);
    }

    private static PrivilegeRun run(Connection work, Attempt attempt, Duration timeout, int cap, ChunkReader reader)
            throws SQLException {
        boolean autocommit = work.getAutoCommit();
        work.setAutoCommit(false);
        try {
            attempt.run(timeout, cap, reader);
        } catch (SQLException | RuntimeException e) {
            rollBackAfter(work, autocommit, e);
            throw e;
        }
        if (!attempt.isRolledBack()) {
            rollBack(work);
        }
        work.setAutoCommit(autocommit);
        return attempt.privileges();
    }

    /** As a statement: {@code Connection.rollback()} leaves a prepared statement on the server after some uses, which poolers trip over. */
    private static void rollBack(Connection work) throws SQLException {
        new Link(work).run("rollback");
    }

    private static void rollBackAfter(Connection work, boolean autocommit, Exception reason) {
        try {
            rollBack(work);
            work.setAutoCommit(autocommit);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    static List<ObjectName> notHeld(CompiledSchema schema) {
        EventTriggers compared = EventTriggers.of(schema);
        ForeignObjects foreign = ForeignObjects.of(schema);
        Set<ObjectName> names = new LinkedHashSet<>();
        for (Declared declared : schema.statements()) {
            ObjectName made = declared.creates();
            if (made != null
                    && declared.isDatabaseWide()
                    && !declared.isPublication()
                    && !compared.holds(made)
                    && !foreign.holds(made)) {
                names.add(made);
            }
        }
        return new ArrayList<>(names);
    }
}
