package dev.tidemark.control;

import dev.tidemark.HistoryReport;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the journal, run by run. */
final class Journal {
    private final ControlTables tables;

    Journal(ControlTables tables) {
        this.tables = tables;
    }

    /** The newest runs; none where nothing was ever synced. */
    HistoryReport read(Connection connection, String app, int runs) throws SQLException {
        try {
            return read(connection, app, runs, "j.recorded_by");
        } catch (SQLException e) {
            if (SqlStates.UNDEFINED_COLUMN.equals(e.getSQLState())) {
                // Tables of an earlier Tidemark, which no sync of this one has met yet.
                return read(connection, app, runs, "null::text");
            }
            if (ControlTables.isMissing(e)) {
                return new HistoryReport(app, List.of());
            }
            throw e;
        }
    }

    private HistoryReport read(Connection connection, String app, int runs, String by) throws SQLException {
        String journal = tables.table("journal");
        String own = "app = " + Sql.literal(app);
        String sql = "select j.hash, j.term, " + by + ", j.statement, " + Sql.micros("j.started_at") + ", "
                + Sql.micros("j.finished_at") + ", j.outcome from " + journal + " j where j." + own
                + " and j.term in (select term from " + journal + " where " + own
                + " group by term order by max(id) desc limit " + runs + ") order by max(j.id) over (partition by"
                + " j.term) desc, j.id";
        List<HistoryReport.Run> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            @Nullable Head head = null;
            List<HistoryReport.Step> steps = new ArrayList<>();
            while (rows.next()) {
                Head next = new Head(rows.getString(1), rows.getLong(2), rows.getString(3));
                if (head != null && head.term() != next.term()) {
                    found.add(head.with(steps));
                    steps = new ArrayList<>();
                }
                head = head == null || steps.isEmpty() ? next : head;
                Instant started = Sql.instant(rows.getLong(5));
                Duration took = Duration.between(started, Sql.instant(rows.getLong(6)));
                steps.add(new HistoryReport.Step(rows.getString(4), started, took, rows.getString(7)));
            }
            if (head != null) {
                found.add(head.with(steps));
            }
        }
        return new HistoryReport(app, found);
    }

    /** What the rows of a run have in common. */
    private record Head(String hash, long term, @Nullable String by) {
        HistoryReport.Run with(List<HistoryReport.Step> steps) {
            return new HistoryReport.Run(hash, term, by, steps);
        }
    }
}
