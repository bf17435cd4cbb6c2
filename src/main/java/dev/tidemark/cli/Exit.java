package dev.tidemark.cli;

import dev.tidemark.DriftReport;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncResult;
import dev.tidemark.TidemarkException;
import java.util.List;
import java.util.Set;

/** The exit codes; {@code docs/cli.md} has their table. */
public final class Exit {
    public static final int OK = 0;
    static final int DEFECT = 1;
    static final int USAGE = 2;
    public static final int LEFT_TO_DO = 3;
    static final int REFUSED = 4;
    static final int DECLARATION = 5;
    static final int ACCESS = 6;
    static final int NO_SERVER = 7;
    static final int LOCKED = 8;
    static final int FAILED = 9;

    private static final Set<String> SERVER = Set.of("TDM-402", "TDM-403", "TDM-407", "TDM-408");
    private static final Set<String> ROLE =
            Set.of("TDM-401", "TDM-404", "TDM-405", "TDM-406", "TDM-409", "TDM-410", "TDM-411", "TDM-412");

    /** A function that was asked: like a server, or like access to one. */
    private static final Set<String> FUNCTION =
            Set.of("TDM-631", "TDM-632", "TDM-633", "TDM-634", "TDM-635", "TDM-637", "TDM-638", "TDM-639");

    private Exit() {}

    public static int of(TidemarkException error) {
        return of(error.code(), error.retriable());
    }

    /** By the code's family; in the fourth, codes that are not known here by whether trying again helps. */
    private static int of(String code, boolean retriable) {
        if (SERVER.contains(code)) {
            return NO_SERVER;
        }
        if (ROLE.contains(code)) {
            return ACCESS;
        }
        if (FUNCTION.contains(code)) {
            return retriable ? NO_SERVER : ACCESS;
        }
        return switch (code.length() > 4 ? code.charAt(4) : '?') {
            case '1' -> DECLARATION;
            case '2' -> REFUSED;
            case '3' -> LOCKED;
            case '4' -> retriable ? NO_SERVER : ACCESS;
            case '5' -> FAILED;
            case '6' -> USAGE;
            default -> DEFECT;
        };
    }

    public static int of(Plan plan, boolean exitCode) {
        if (plan.blocked()) {
            return blocked(plan.problems());
        }
        return exitCode && !plan.isEmpty() ? LEFT_TO_DO : OK;
    }

    static int of(SyncResult result, boolean exitCode) {
        boolean left = result.withheld() > 0 || result.deferred() > 0;
        return switch (result.status()) {
            case UP_TO_DATE, SYNCED, SYNCED_BY_PEER, SUPERSEDED -> exitCode && left ? LEFT_TO_DO : OK;
            case DEFERRED, OUT_OF_DATE -> exitCode ? LEFT_TO_DO : OK;
            case BLOCKED, BLOCKED_BY_PEER -> blocked(result.problems());
            case TIMED_OUT -> LOCKED;
        };
    }

    static int of(StatusReport status, boolean exitCode) {
        return switch (status.status()) {
            case UP_TO_DATE, SYNCED, SYNCED_BY_PEER, SUPERSEDED -> OK;
            case OUT_OF_DATE, BLOCKED, BLOCKED_BY_PEER, DEFERRED, TIMED_OUT -> exitCode ? LEFT_TO_DO : OK;
        };
    }

    static int of(DriftReport drift, boolean exitCode) {
        return exitCode && drift.status() == DriftReport.Status.DRIFTED ? LEFT_TO_DO : OK;
    }

    /** Refused, unless the first problem is of another family: a fault of the declaration, a statement that failed. */
    private static int blocked(List<Problem> problems) {
        return problems.isEmpty() ? REFUSED : of(problems.get(0).code(), false);
    }
}
