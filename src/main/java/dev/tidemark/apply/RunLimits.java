package dev.tidemark.apply;

import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.fault.SqlStates;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Tells what any run of a version would meet (its rows, its declaration, an approval that is missing) from what only this run is short of: time, connections,
 * rights. The latter is never recorded against the version, or one slow instance would make all others wait.
 */
final class RunLimits {
    private static final String TOO_LONG = "TDM-221";

    /** Rights of this login: to create schemas, to be without a role's replica setting, to alter an object, to do what a statement does. */
    private static final Set<String> RIGHTS = Set.of("TDM-106", "TDM-107", "TDM-215");

    /** Classes of SQLSTATE: connection, resources, operator intervention, system error, transaction rollback. */
    private static final Set<String> PASSING = Set.of("08", "53", "57", "58", "40");

    private RunLimits() {}

    static boolean concernsAnyRun(Problem problem) {
        return switch (problem.code().charAt("TDM-".length())) {
            case '1', '2' -> !RIGHTS.contains(problem.code()) && !problem.code().equals(TOO_LONG) && !passes(problem);
            case '5', '9' -> !passes(problem);
            default -> false;
        };
    }

    /** Whether more time, or another moment, is all that is missing. */
    static boolean isForWantOfTime(Problem problem) {
        return problem.code().equals(TOO_LONG)
                || problem.code().startsWith("TDM-3")
                || (!problem.code().startsWith("TDM-4") && passes(problem));
    }

    private static boolean passes(Problem problem) {
        String state = problem.sqlState();
        return SqlStates.LOCK_NOT_AVAILABLE.equals(state)
                || (state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2)));
    }

    /** TDM-221 with what there is and what is needed, in figures. */
    static Problem retold(Problem problem, Plan plan, Duration left, Duration budget) {
        if (!problem.code().equals(TOO_LONG)) {
            return problem;
        }
        String needed = plan.changes().stream()
                .filter(change -> change.object().equals(problem.object()))
                .map(Plan.Change::estimate)
                .filter(Objects::nonNull)
                .findFirst()
                .map(estimate -> "needs about " + estimate.toMillis() + " ms")
                .orElse("needs longer");
        return Problem.of(
                TOO_LONG,
                problem.object(),
                "the new version requires this change, which " + needed + "; of this run's " + budget.toMillis()
                        + " ms "
                        + left.toMillis()
                        + " ms were left when it was planned. Nothing was run, and the next run is free"
                        + " to do it",
                problem.place(),
                null,
                List.of("sync again, with more time: TIDEMARK_BUDGET, tidemark sync, or a deploy"));
    }
}
