package dev.tidemark.apply;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.LockHolders;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.fault.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What it means where a statement on the control tables fails: one is locked, one is missing, or the connection. */
final class ControlFaults {
    /** The code of a control table that somebody else keeps locked. */
    static final String LOCKED = "TDM-308";

    private final ControlTables control;
    private final BoundedSource source;

    ControlFaults(ControlTables control, BoundedSource source) {
        this.control = control;
        this.source = source;
    }

    TidemarkException of(SQLException e) {
        if (SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
            return new TidemarkException(locked(), true, e);
        }
        if (ControlTables.isMissing(e)) {
            List<String> missing = missing();
            if (!missing.isEmpty()) {
                return new TidemarkException(missing(missing), false, e);
            }
        }
        return ConnectionFaults.of(e, ConnectionFaults.where(source));
    }

    private Problem locked() {
        try (Connection connection = source.getConnection()) {
            return locked(connection, null);
        } catch (SQLException e) {
            return locked("");
        }
    }

    /** {@code table}: which control table; null: any of them. */
    Problem locked(Connection connection, @Nullable String table) throws SQLException {
        return locked(LockHolders.of(connection, control.schema(), table));
    }

    private static Problem locked(String holders) {
        return Problem.of(
                LOCKED,
                null,
                "a control table was not free in time" + (holders.isEmpty() ? "" : ": " + holders)
                        + ". Nothing was run by this transaction",
                null,
                SqlStates.LOCK_NOT_AVAILABLE,
                List.of("end that session, or let it finish", "sync again: it is always safe"));
    }

    private List<String> missing() {
        try (Connection connection = source.getConnection()) {
            return control.missingTables(connection);
        } catch (SQLException e) {
            return List.of();
        }
    }

    private Problem missing(List<String> tables) {
        List<String> names = tables.stream().map(control::table).toList();
        return Problem.of(
                "TDM-413",
                null,
                "of the control tables there " + (names.size() == 1 ? "is none called " : "are none called ")
                        + String.join(", ", names) + ": somebody dropped " + (names.size() == 1 ? "it" : "them"),
                null,
                SqlStates.UNDEFINED_TABLE,
                List.of("an explicit sync makes what is missing again, and writes what it held: tidemark sync"));
    }
}
