package dev.tidemark.control;

import dev.tidemark.ObjectName;
import dev.tidemark.identity.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Statements on the control tables that travel together, in one round trip; each method adds some. */
public final class Script {
    private final ControlTables tables;
    private final StringJoiner statements = new StringJoiner(";\n");

    Script(ControlTables tables) {
        this.tables = tables;
    }

    /** See {@link ControlTables#announce}. */
    public Script announce(Identity identity) {
        statements.add(new Recording(tables).announce(identity));
        return this;
    }

    /** See {@link ControlTables#recordCurrent}. */
    public Script current(
            Identity identity,
            String schemaText,
            int withheld,
            int deferred,
            String reason,
            String recordedBy,
            String toolVersion) {
        statements.add(new Recording(tables)
                .current(identity, schemaText, withheld, deferred, reason, recordedBy, toolVersion));
        return this;
    }

    /**
     * Says on the current row that this version, which was announced, is being applied over it ({@link Version#inProgress}); belongs into the fenced transaction
     * that commits the run's first statement.
     */
    public Script inProgress(Identity identity) {
        statements.add(new Recording(tables).inProgress(identity));
        return this;
    }

    /**
     * Remembers which of these renames and drops the transaction has done so far, going by the catalog; belongs at the end of the transaction that does them.
     */
    public Script remember(String app, ObjectMoves moves) {
        String sql = new ObjectMoveScript(tables, app).of(moves);
        if (!sql.isEmpty()) {
            statements.add(sql);
        }
        return this;
    }

    /** The text of a version whose run begins: what it does before it is recorded is told from the work of others by it. */
    public Script text(Identity identity, String schemaText) {
        statements.add(new Recording(tables).kept(identity, schemaText));
        return this;
    }

    /** See {@link ControlTables#recordBlocked}. */
    public Script blocked(Identity identity, String reason, String recordedBy, String toolVersion) {
        statements.add(new Recording(tables).blocked(identity, reason, recordedBy, toolVersion));
        return this;
    }

    /** See {@link ControlTables#replaceObjects}. */
    public Script objects(String app, Map<ObjectName, Managed> objects, Set<ObjectName> beside) {
        statements.add(new ObjectRecord(tables).replace(app, objects, beside));
        return this;
    }

    /** The same over rows that are known to be these; sends only what differs. */
    public Script objects(String app, Inventory known, Map<ObjectName, Managed> objects, Set<ObjectName> beside) {
        String sql = new ObjectRecord(tables).update(app, known, objects, beside);
        if (!sql.isEmpty()) {
            statements.add(sql);
        }
        return this;
    }

    /** Marks that nothing is left to do, null where that is not so; belongs behind {@link #objects}, in the same transaction. */
    public Script mark(String app, CatalogMark.@Nullable Seen seen) {
        statements.add(CatalogMark.delete(tables, app));
        if (seen != null) {
            statements.add(CatalogMark.write(tables, app, seen));
        }
        return this;
    }

    /** Keeps what a look read of the catalogs, for as long as they stay as they are; null where there is nothing new to keep. */
    public Script keep(String app, CatalogMark.@Nullable Kept kept) {
        if (kept != null) {
            statements.add(CatalogMark.keep(tables, app, kept));
        }
        return this;
    }

    /** Lets go of the app's rows that are older than 90 days or beyond the last 10,000. */
    public Script pruneJournal(String app) {
        statements.add(new Recording(tables).pruned(app));
        return this;
    }

    /** Says what became of data steps; belongs into the fenced transaction that runs them. */
    public Script dataSteps(
            String app, long term, String by, DataStepRecord.Outcome outcome, List<DataStepRecord.Key> steps) {
        if (!steps.isEmpty()) {
            statements.add(new DataStepRecord(tables).done(app, term, by, outcome, steps));
        }
        return this;
    }

    /** The statements that ran. */
    public Script journal(String app, String hash, long term, String by, List<JournalRow> rows) {
        if (!rows.isEmpty()) {
            statements.add(new Recording(tables).journal(app, hash, term, by, rows));
        }
        return this;
    }

    /** The statements, without a last semicolon; empty where there are none. */
    public String sql() {
        return statements.toString();
    }

    /** All of them in one round trip, on the connection as it is. */
    public void run(Connection connection) throws SQLException {
        if (statements.length() > 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql());
            }
        }
    }
}
