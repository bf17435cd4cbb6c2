package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.control.LockHolders;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.report.Figures;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what a failed statement means: which object, who is in the way, what stands, what to do. */
final class Failures {
    private static final String HELD_BY = ", held by ";

    private static final Pattern PID = Pattern.compile("^pid (\\d+) ");

    private final Connection work;
    private final SyncOptions options;

    Failures(Connection work, SyncOptions options) {
        this.work = work;
        this.options = options;
    }

    Problem of(Plan.Statement statement, SQLException e, int committed) throws SQLException {
        String state = String.valueOf(e.getSQLState());
        String stands = committed == 0 ? "Nothing was applied." : committed + " statements before it stand.";
        ObjectName object = statement.object();
        return switch (state) {
            case SqlStates.LOCK_NOT_AVAILABLE ->
                Problem.of(
                        "TDM-302",
                        object,
                        "not free within " + Figures.time(options.lockTimeout()) + ", " + options.lockAttempts()
                                + " tries" + inTheWay(object) + ". " + stands + " Syncing again is safe",
                        null,
                        state,
                        lockWaysOut(object));
            case SqlStates.INSUFFICIENT_PRIVILEGE ->
                Problem.of(
                        "TDM-404",
                        object,
                        "no right to do this (" + e.getMessage() + "). " + stands,
                        null,
                        state,
                        List.of("sync as the owner of the object, or let its owner grant it: see docs/roles.md"));
            default ->
                Problem.of(
                        "TDM-501",
                        object,
                        "the statement failed (" + state + ": " + e.getMessage() + "). " + stands
                                + " Planning again goes on from there: " + shortened(statement.shown()),
                        null,
                        state,
                        List.of("mend what the server says, then sync again"));
        };
    }

    /** {@code pid 4211 billing-report, idle in transaction for 12 s}, or an empty string. */
    String whoBlocks(ObjectName object) throws SQLException {
        if (object.kind() == ObjectKind.SCHEMA || work.isClosed()) {
            return "";
        }
        String holder = LockHolders.of(work, object.schema(), object.name());
        return holder.substring(holder.indexOf(HELD_BY) < 0 ? 0 : holder.indexOf(HELD_BY) + HELD_BY.length());
    }

    /** The variable is read by functions, the option by the command line. */
    private List<String> lockWaysOut(ObjectName object) throws SQLException {
        String wait = "wait longer  --lock-timeout 30s; in a function TIDEMARK_LOCK_TIMEOUT=30s";
        Matcher pid = PID.matcher(whoBlocks(object));
        return pid.find()
                ? List.of(wait, "end it       SELECT pg_terminate_backend(" + pid.group(1) + ")")
                : List.of(wait);
    }

    private String inTheWay(ObjectName object) throws SQLException {
        String who = whoBlocks(object);
        return who.isEmpty() ? "" : "; held by " + who;
    }

    private static String shortened(String sql) {
        String line = sql.strip().replace('\n', ' ');
        return line.length() <= 200 ? line : line.substring(0, 199) + "…";
    }
}
