package dev.tidemark.plan.rows;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.Mode;
import dev.tidemark.Plan;
import dev.tidemark.Plan.Action;
import dev.tidemark.Plan.Fate;
import dev.tidemark.Problem;
import dev.tidemark.WayOut;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Estimates;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.PendingStep;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.schema.DataStep;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Data steps in a plan: statements in their stage, an entry for each step, and a problem where nobody allowed one. */
public final class DataStepWork {
    private static final String EFFECT =
            "runs SQL of the declaration, which may change any row; it holds the locks of those rows until it is"
                    + " committed";

    private final Context ctx;

    public DataStepWork(Context ctx) {
        this.ctx = ctx;
    }

    /** The statements; each step is one change, counted from {@code next}. */
    public List<Op> ops(int next) {
        List<Op> ops = new ArrayList<>();
        int change = next;
        for (PendingStep pending : ctx.input().steps()) {
            Stage stage = pending.step().when() == DataStep.When.BEFORE ? Stage.MIGRATE_BEFORE : Stage.MIGRATE_AFTER;
            for (DataStep.Part part : pending.step().statements()) {
                ops.add(Op.free(stage, Rank.VALIDATE, part.sql(), pending.object())
                        .path(part.searchPath())
                        .costing(CostClass.ONLINE, Estimates.INSTANT)
                        .of(change));
            }
            change++;
        }
        return ops;
    }

    public List<Plan.Entry> entries() {
        return ctx.input().steps().stream().map(this::entry).toList();
    }

    public List<Problem> problems() {
        return ctx.input().steps().stream()
                .filter(pending -> !isAllowed(pending))
                .map(this::refused)
                .toList();
    }

    private boolean isAllowed(PendingStep pending) {
        return ctx.policy().consent().covers(pending.object(), hazard(pending));
    }

    private Plan.Entry entry(PendingStep pending) {
        DataStep step = pending.step();
        Plan.Change change = new Plan.Change(
                pending.object(),
                Action.RUN,
                (step.when() == DataStep.When.BEFORE ? "before everything else" : "before anything is dropped")
                        + ", once",
                isAllowed(pending) ? Fate.APPLY : Fate.BLOCKED,
                CostClass.ONLINE,
                null,
                List.of(hazard(pending)),
                step.statements().stream().map(DataStep.Part::sql).toList());
        return new Plan.Entry(
                pending.object(), Action.RUN, null, List.of(change), OptionalLong.empty(), OptionalLong.empty());
    }

    private static HazardNote hazard(PendingStep pending) {
        if (pending.ranOtherwise()) {
            return new HazardNote(
                    Hazard.DATA_CHANGE,
                    "a step of this name ran with another text, and this one runs too; " + EFFECT,
                    "restore its text where it is not to run again");
        }
        HazardNote note = new HazardNote(Hazard.DATA_CHANGE, EFFECT, "");
        return pending.step().safe() ? note.withoutApproval() : note;
    }

    private Problem refused(PendingStep pending) {
        String name = pending.step().name();
        boolean safeMode = ctx.policy().mode() != Mode.AUTO;
        return new Problem(
                "TDM-241",
                pending.object(),
                "a data step that nobody allowed" + (safeMode ? ", and safe mode runs only those that say safe" : "")
                        + (pending.ranOtherwise() ? "; a step of its name ran with another text" : ""),
                pending.step().statements().get(0).place(),
                null,
                List.of(
                        new WayOut.Allow(Hazard.DATA_CHANGE, name, "run it"),
                        WayOut.edit(
                                pending.ranOtherwise()
                                        ? "restore its text where it is not to run again"
                                        : "declare   -- " + pending.step().annotation() + " " + name
                                                + " safe   where it may run at any time, older versions serving")));
    }
}
