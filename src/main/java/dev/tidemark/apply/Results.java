package dev.tidemark.apply;

import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.control.HotState;
import dev.tidemark.control.Version;
import dev.tidemark.identity.Identity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the results of one call. */
record Results(Identity identity, Deadline deadline) {
    /** A result without a plan: what the control tables said. */
    SyncResult of(SyncStatus status, @Nullable HotState state, String reason) {
        Version current = state == null ? null : state.current();
        Version own = state == null ? null : state.own();
        return new SyncResult(
                status,
                identity.app(),
                identity.hash(),
                current == null ? null : current.hash(),
                null,
                0,
                own == null ? 0 : own.withheld(),
                own == null ? 0 : own.deferred(),
                reason,
                List.of(),
                deadline.elapsed());
    }

    /** The same after waiting for others. */
    static SyncResult waited(SyncResult result, Duration waited) {
        return edited(result, result.hash(), waited);
    }

    /** The same, told to the code of another version. */
    static SyncResult as(Identity identity, SyncResult result) {
        return edited(result, identity.hash(), result.waited());
    }

    private static SyncResult edited(SyncResult result, String hash, Duration waited) {
        return new SyncResult(
                result.status(),
                result.app(),
                hash,
                result.currentHash(),
                result.plan(),
                result.statements(),
                result.withheld(),
                result.deferred(),
                result.reason(),
                result.problems(),
                result.took(),
                waited);
    }

    /** Another instance was not done in time. */
    SyncResult late(Problem problem) {
        return of(SyncStatus.TIMED_OUT, null, null, 0, problem.headline(), List.of(problem));
    }

    /** The same for a run that had begun: what it did stands. */
    SyncResult late(SyncResult result, Problem problem) {
        return of(
                SyncStatus.TIMED_OUT,
                result.currentHash(),
                result.plan(),
                result.statements(),
                problem.headline(),
                List.of(problem));
    }

    /** A result of a run that held the lease. */
    SyncResult of(
            SyncStatus status,
            @Nullable String current,
            @Nullable Plan plan,
            int statements,
            String reason,
            List<Problem> problems) {
        return new SyncResult(
                status,
                identity.app(),
                identity.hash(),
                current,
                plan,
                statements,
                plan == null ? 0 : plan.changes(Plan.Fate.WITHHELD).size(),
                plan == null ? 0 : plan.changes(Plan.Fate.DEFERRED).size(),
                reason,
                problems,
                deadline.elapsed());
    }
}
