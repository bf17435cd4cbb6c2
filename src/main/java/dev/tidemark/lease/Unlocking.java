package dev.tidemark.lease;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.UnlockReport;
import dev.tidemark.control.ControlTables;
import dev.tidemark.report.Figures;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes a lease from whoever holds it: raises the term first, so that no commit of the holder passes the fence, then ends its backends. */
public final class Unlocking {
    private static final Duration LONGEST_PATIENCE = Duration.ofSeconds(10);

    private final ControlTables tables;
    private final String app;

    /** Of this app. */
    public Unlocking(ControlTables tables, String app) {
        this.tables = tables;
        this.app = app;
    }

    /** The row, and whether its holder gives signs of life. */
    private record Row(LeaseStatus status, List<Backend> backends, boolean fresh) {}

    /**
     * On a connection in autocommit.
     *
     * @param left how long the backends may take to go, 10 s at most
     * @throws TidemarkException TDM-309 where the holder lives and nobody forces it, TDM-304 where a backend does not go
     */
    public UnlockReport unlock(Connection connection, boolean force, Duration left) throws SQLException {
        Row row = read(connection);
        if (row == null) {
            return new UnlockReport(app, UnlockReport.Status.FREE, null, null, 0, null, null, List.of());
        }
        LeaseStatus status = row.status();
        Predecessors holder = new Predecessors(app, row.backends());
        List<Long> running = holder.running(connection);
        if (!status.held() && running.isEmpty()) {
            return report(UnlockReport.Status.FREE, status, status.term(), List.of());
        }
        if (status.held() && !force && (row.fresh() || !running.isEmpty())) {
            throw alive(status, running);
        }
        long term = raise(connection, status.term());
        Duration patience = left.compareTo(LONGEST_PATIENCE) < 0 ? left : LONGEST_PATIENCE;
        holder.end(connection, patience);
        forget(connection, term);
        return report(UnlockReport.Status.RELEASED, status, term, running);
    }

    private UnlockReport report(UnlockReport.Status what, LeaseStatus status, long term, List<Long> ended) {
        boolean held = status.held();
        return new UnlockReport(
                app,
                what,
                held ? status.holder() : null,
                held ? status.hash() : null,
                term,
                held && status.acquiredAt() != null ? Duration.between(status.acquiredAt(), status.now()) : null,
                held && status.renewedAt() != null ? Duration.between(status.renewedAt(), status.now()) : null,
                ended);
    }

    private @Nullable Row read(Connection connection) throws SQLException {
        LeaseStatus status = Lease.peek(tables, connection, app);
        if (status.term() == 0) {
            return null;
        }
        String sql = "select backends, clock_timestamp() - renewed_at < (expires_at - renewed_at) / 2 from "
                + tables.table("lease") + " where app = " + Sql.literal(app);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? new Row(status, Backend.parse(row.getString(1)), row.getBoolean(2)) : null;
        }
    }

    /** From here on the former holder can neither renew nor commit. */
    private long raise(Connection connection, long term) throws SQLException {
        String sql = "update " + tables.table("lease") + " set holder = null, holder_name = null, term = term + 1,"
                + " expires_at = clock_timestamp() where app = " + Sql.literal(app) + " and term = " + term
                + " returning term";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new TidemarkException(
                        Problem.of(
                                "TDM-309",
                                null,
                                app + ": another instance has taken the lease meanwhile. Nothing was done",
                                null,
                                null,
                                List.of("tidemark status   says who has it now")),
                        true,
                        null);
            }
            return row.getLong(1);
        }
    }

    private void forget(Connection connection, long term) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("update " + tables.table("lease") + " set backends = '' where app = " + Sql.literal(app)
                    + " and term = " + term + " and holder is null");
        }
    }

    private TidemarkException alive(LeaseStatus status, List<Long> running) {
        List<String> signs = new ArrayList<>();
        if (status.renewedAt() != null) {
            Duration ago = Duration.between(status.renewedAt(), status.now());
            signs.add("renewed it " + Figures.time(ago) + " ago");
        }
        if (!running.isEmpty()) {
            signs.add("works on backend "
                    + String.join(", ", running.stream().map(String::valueOf).toList()));
        }
        String message =
                app + ": " + Objects.requireNonNullElse(status.holder(), "somebody") + " holds the lease (term "
                        + status.term() + ") and lives: " + String.join(", ", signs) + ". Nothing was done";
        return new TidemarkException(
                Problem.of(
                        "TDM-309",
                        null,
                        message,
                        null,
                        null,
                        List.of(
                                "wait: a holder that dies loses the lease by itself, after 30 s at most by default",
                                "unlock --force   takes it from the holder, and ends what that one runs; what is"
                                        + " committed stands")),
                true,
                null);
    }
}
