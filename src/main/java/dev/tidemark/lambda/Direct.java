package dev.tidemark.lambda;

import dev.tidemark.DriftReport;
import dev.tidemark.Plan;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Reports;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers direct requests. */
final class Direct {
    private Direct() {}

    static Map<String, @Nullable Object> answer(Invocation invocation, Request request) {
        @Nullable Candidate candidate = request.candidate();
        if (candidate != null) {
            return CandidatePlan.answer(request, candidate, invocation.environment(), invocation.left());
        }
        Tidemark tidemark = invocation.open(request, invocation.left());
        return switch (request.command()) {
            case PLAN -> Answers.of(tidemark.plan());
            case SYNC -> Answers.of(tidemark.sync());
            case STATUS -> Answers.of(tidemark.status());
            case VERIFY -> verify(tidemark);
            case DRIFT -> Answers.of(tidemark.drift());
            case SCHEDULE -> throw new IllegalArgumentException("the schedule is no direct request");
        };
    }

    /** A fault of Tidemark itself; its stack trace goes to the log, for the report that we ask for. */
    static TidemarkException defect(Throwable fault) {
        fault.printStackTrace(System.err);
        return TidemarkException.of(
                "TDM-901", "the request met an exception that it does not know: " + fault, "report it, with the log");
    }

    /**
     * The live objects against the declaration, changing nothing. What a run of this version withheld or deferred is among the changes, and is no difference;
     * what somebody else did is one, though a safe sync would leave it.
     */
    private static Map<String, @Nullable Object> verify(Tidemark tidemark) {
        StatusReport recorded = tidemark.status();
        Plan plan = tidemark.plan();
        DriftReport drift = tidemark.drift();
        Map<String, @Nullable Object> answer = Reports.of(plan);
        answer.put("status", verdict(recorded, plan, drift).name());
        answer.put("current", recorded.currentHash());
        answer.put("reason", recorded.reason());
        answer.put("drifted", drift.objects().stream().map(Reports::drifted).toList());
        return Answers.cut(answer);
    }

    private static SyncStatus verdict(StatusReport recorded, Plan plan, DriftReport drift) {
        if (recorded.status() != SyncStatus.UP_TO_DATE) {
            return recorded.status();
        }
        boolean same = drift.status() == DriftReport.Status.IN_STEP
                && !plan.blocked()
                && plan.changes(Plan.Fate.APPLY).isEmpty();
        return same ? SyncStatus.UP_TO_DATE : SyncStatus.OUT_OF_DATE;
    }
}
