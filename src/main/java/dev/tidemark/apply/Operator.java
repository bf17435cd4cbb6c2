package dev.tidemark.apply;

import dev.tidemark.HistoryReport;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.UnlockReport;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.JournalRow;
import dev.tidemark.lease.Unlocking;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** The journal and the lease of an app for whoever runs the database; no declaration is needed. */
public final class Operator {
    private final DataSource source;
    private final String app;
    private final SyncOptions options;
    private final ControlTables control;

    /** Connects nowhere yet. */
    public Operator(DataSource source, String app, SyncOptions options) {
        this.source = source;
        this.app = app;
        this.options = options;
        this.control = new ControlTables(options.controlSchema());
    }

    private interface Work<T> {
        T on(Connection connection, Deadline deadline) throws SQLException;
    }

    /** The newest runs of the journal. */
    public HistoryReport history(int runs) {
        return bounded((work, deadline) -> control.history(work, app, runs));
    }

    /** Takes the lease from its holder. */
    public UnlockReport unlock(boolean force) {
        return bounded((work, deadline) -> {
            UnlockReport report = new Unlocking(control, app).unlock(work, force, deadline.left());
            if (report.status() == UnlockReport.Status.RELEASED) {
                note(work, report, force);
            }
            return report;
        });
    }

    private void note(Connection work, UnlockReport report, boolean force) throws SQLException {
        Instant now = Instant.now();
        String what = "-- unlock" + (force ? " --force" : "") + ": "
                + (report.holder() == null
                        ? "ended what a former holder still ran"
                        : "the lease of " + report.holder());
        String hash = report.hash() == null ? "" : report.hash();
        control.script()
                .journal(app, hash, report.term(), Instance.name(), List.of(new JournalRow(what, now, now, "ok")))
                .run(work);
    }

    private <T> T bounded(Work<T> work) {
        Deadline deadline = Deadline.in(options.budget());
        try (Watchdog watchdog = Watchdog.start(source, deadline)) {
            BoundedSource bounded = new BoundedSource(source, deadline, watchdog);
            try {
                Connection connection = new Connections(bounded, deadline).open();
                try {
                    return work.on(connection, deadline);
                } catch (SQLException e) {
                    throw new ControlFaults(control, bounded).of(e);
                } finally {
                    Connections.close(connection);
                }
            } catch (TidemarkException e) {
                throw watchdog.ended(e) ? watchdog.explained(e) : e;
            }
        }
    }
}
