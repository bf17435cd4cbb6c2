package dev.tidemark.deploy;

import dev.tidemark.Hazard;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncResult;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.Version;
import dev.tidemark.identity.Identity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sync's result means for a deployment. */
final class Endings {
    private Endings() {}

    /** The recorded version is this one. */
    static Ending upToDate(Identity own, Version current) {
        return Ending.of(
                Ending.Kind.SUCCESS,
                "UP_TO_DATE",
                own,
                "UP_TO_DATE: " + own.app() + " is at " + Identity.brief(own.hash())
                        + left(current.withheld(), current.deferred()));
    }

    /**
     * The result of a sync.
     *
     * @param recorded what was recorded before
     * @param budget what this sync was given
     * @param full what a sync may take in the next invocation
     */
    static Ending of(
            SyncResult result,
            Identity own,
            @Nullable Version recorded,
            Envelope request,
            Duration budget,
            Duration full) {
        Ending.Kind kind = kind(result, request, budget, full);
        @Nullable String before = recorded == null ? null : recorded.hash();
        Ending ending = Ending.of(kind, result.status().name(), own, told(result))
                .counting(
                        result.currentHash() == null ? before : result.currentHash(),
                        request.applied() + result.statements(),
                        result.withheld(),
                        result.deferred());
        return kind == Ending.Kind.FAILED ? ending.failedBy(fault(result)) : ending;
    }

    private static Ending.Kind kind(SyncResult result, Envelope request, Duration budget, Duration full) {
        return switch (result.status()) {
            case UP_TO_DATE, SYNCED, SYNCED_BY_PEER, SUPERSEDED -> Ending.Kind.SUCCESS;
            case DEFERRED ->
                mayBeFinished(result, request, budget, full) ? Ending.Kind.UNFINISHED : Ending.Kind.SUCCESS;
            case TIMED_OUT -> Ending.Kind.UNFINISHED;
            case OUT_OF_DATE, BLOCKED, BLOCKED_BY_PEER -> Ending.Kind.FAILED;
        };
    }

    /**
     * Whether the next invocation can do what this one deferred: it was deferred for lack of time (there was less than its estimate when the plan was
     * made), and fits a whole invocation. Once one gets nothing done, the next one would not either.
     */
    private static boolean mayBeFinished(SyncResult result, Envelope request, Duration budget, Duration full) {
        @Nullable Plan plan = result.plan();
        boolean progress = request.attempt() == 1 || result.statements() > 0;
        Duration left = budget.minus(result.took());
        return plan != null
                && progress
                && request.mayBeHandedOn()
                && plan.changes(Plan.Fate.DEFERRED).stream().anyMatch(c -> fits(c.estimate(), left, full));
    }

    private static boolean fits(@Nullable Duration estimate, Duration left, Duration full) {
        return estimate != null && estimate.compareTo(left) > 0 && estimate.compareTo(full) <= 0;
    }

    private static TidemarkException fault(SyncResult result) {
        List<Problem> problems = result.problems();
        return problems.isEmpty()
                ? TidemarkException.of("TDM-627", result.status() + ": " + result.reason(), "deploy again later")
                : new TidemarkException(problems, false, null);
    }

    private static String told(SyncResult result) {
        StringBuilder text = new StringBuilder(result.status().name()).append(": ");
        text.append(result.app()).append(" is at ").append(Identity.brief(result.hash()));
        switch (result.status()) {
            case SYNCED, DEFERRED ->
                text.append(", ")
                        .append(count(result.statements(), "statement"))
                        .append(" ran");
            case TIMED_OUT, SUPERSEDED -> {
                return result.status() + ": " + result.reason();
            }
            case UP_TO_DATE, SYNCED_BY_PEER, OUT_OF_DATE, BLOCKED, BLOCKED_BY_PEER -> {}
        }
        long breaking = breaking(result.plan());
        if (breaking > 0) {
            text.append(", ").append(count(breaking, "change")).append(" among them may break versions that still run");
        }
        List<String> waiting = waiting(result.plan());
        text.append(left(result.withheld(), Math.max(0, result.deferred() - waiting.size())));
        if (!waiting.isEmpty()) {
            text.append("; ")
                    .append(count(waiting.size(), "change"))
                    .append(" deferred until no version that needs it as it was serves any more (then done by the"
                            + " schedule or the next deploy; at once with AllowBreaking true): ")
                    .append(String.join(", ", waiting));
        }
        return text.toString();
    }

    /** What is deferred since it breaks versions that still serve. */
    private static List<String> waiting(@Nullable Plan plan) {
        return plan == null
                ? List.of()
                : plan.waitingForOlderVersions().stream()
                        .map(c -> c.object().display() + " (" + c.summary().replaceAll(" {2,}", " ") + ")")
                        .toList();
    }

    private static long breaking(@Nullable Plan plan) {
        return plan == null
                ? 0
                : plan.changes(Plan.Fate.APPLY).stream()
                        .filter(c -> c.has(Hazard.BREAKS_RUNNING_CODE))
                        .count();
    }

    private static String left(int withheld, int deferred) {
        return (withheld == 0
                        ? ""
                        : "; " + count(withheld, "change")
                                + " withheld, since data would be lost (Mode auto with AllowHazards DATA_LOSS)")
                + (deferred == 0 ? "" : "; " + count(deferred, "change") + " deferred to the schedule");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
