package dev.tidemark.plan;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.Mode;
import dev.tidemark.Plan.Fate;
import dev.tidemark.Problem;
import dev.tidemark.WayOut;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.PlanInput.Policy;
import dev.tidemark.plan.model.Words;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What becomes of each change by itself: applied, withheld, deferred or blocked. {@link Fates} then looks at them together. */
final class PolicyPass {
    /** What safe mode lets readers and writers wait for a rewrite that nobody allowed by name. */
    static final Duration SAFE_REWRITE = Duration.ofSeconds(2);

    static final String DIRECT_URL =
            "it cannot run on this connection (a transaction pooler): set TIDEMARK_DIRECT_URL to a direct one";

    private final Context ctx;
    private final Policy policy;

    PolicyPass(Context ctx) {
        this.ctx = ctx;
        this.policy = ctx.policy();
    }

    List<Fated> judge(List<Draft> drafts) {
        return drafts.stream().map(this::judge).toList();
    }

    private Fated judge(Draft draft) {
        if (!draft.always().isEmpty()) {
            return blocked(draft, draft.always());
        }
        if (safe() && draft.has(Hazard.DATA_LOSS)) {
            return withheld(draft);
        }
        Optional<Problem> refused = refusal(draft);
        if (refused.isPresent()) {
            return blocked(draft, List.of(refused.get()));
        }
        if (draft.has(Hazard.BREAKS_RUNNING_CODE) && !policy.breakingAllowed()) {
            return breaking(draft);
        }
        if (builtByAnother(draft)) {
            return deferred(draft, "another session is building it");
        }
        if (!policy.online() && draft.ops().stream().anyMatch(op -> !op.transactional())) {
            return deferred(draft, DIRECT_URL);
        }
        if (draft.estimate().compareTo(policy.time()) > 0) {
            return tooLong(draft);
        }
        return draft.applied().isEmpty() ? applied(draft) : blocked(draft, draft.applied());
    }

    private static boolean builtByAnother(Draft draft) {
        return (draft.change() instanceof Change.ReplaceIndex r && r.from().building())
                || (draft.change() instanceof Change.DropIndex d && d.index().building());
    }

    private boolean safe() {
        return policy.mode() != Mode.AUTO;
    }

    private Optional<Problem> refusal(Draft draft) {
        return draft.hazards().stream()
                .filter(h -> !h.hazard().isOfWholePlan())
                .filter(h -> !policy.consent().covers(draft.object(), h) && !bearable(draft, h.hazard()))
                .findFirst()
                .map(h -> refused(draft, h));
    }

    /** In safe mode a rewrite is done where it takes less than anybody notices. */
    private boolean bearable(Draft draft, Hazard hazard) {
        Duration limit = policy.time().compareTo(SAFE_REWRITE) < 0 ? policy.time() : SAFE_REWRITE;
        return safe()
                && hazard != Hazard.DATA_LOSS
                && hazard != Hazard.TABLE_RECREATED
                && draft.estimate().compareTo(limit) <= 0;
    }

    private Problem refused(Draft draft, HazardNote note) {
        String object = draft.object().display();
        WayOut words = WayOut.edit(note.wayOut());
        if (note.hazard() == Hazard.DATA_LOSS) {
            return ctx.problem(
                    "TDM-201",
                    draft.object(),
                    draft.inSentence() + ": " + note.why(),
                    List.of(new WayOut.Withhold(), new WayOut.Allow(note.hazard(), object), words));
        }
        if (note.hazard() == Hazard.TABLE_RECREATED) {
            return ctx.problem(
                    "TDM-224",
                    draft.object(),
                    draft.inSentence() + ": PostgreSQL cannot change that in place; it " + note.why(),
                    List.of(new WayOut.Allow(note.hazard(), object), words));
        }
        String what = draft.inSentence() + " " + note.why();
        WayOut wait = new WayOut.Allow(note.hazard(), object, "wait");
        List<WayOut> ways =
                note.wayOut().isEmpty() ? List.of(wait) : List.of(WayOut.edit("no wait  " + note.wayOut()), wait);
        return ctx.problem("TDM-204", draft.object(), what, ways);
    }

    private Fated breaking(Draft draft) {
        if (draft.required()) {
            return blocked(
                    draft,
                    List.of(ctx.problem(
                            "TDM-220",
                            draft.object(),
                            draft.inSentence() + ": "
                                    + draft.note(Hazard.BREAKS_RUNNING_CODE).why()
                                    + ", and the new version cannot do without it",
                            List.of(
                                    new WayOut.AllowBreaking(),
                                    WayOut.edit(draft.note(Hazard.BREAKS_RUNNING_CODE)
                                            .wayOut())))));
        }
        return new Fated(
                draft,
                Fate.DEFERRED,
                draft.withheldHalf(),
                List.of(),
                List.of(said(draft) + " is deferred: "
                        + draft.note(Hazard.BREAKS_RUNNING_CODE).why()
                        + "; it waits until no older version serves, or for sync --allow-breaking"));
    }

    private Fated tooLong(Draft draft) {
        if (draft.cost() == CostClass.BLOCKING && draft.required()) {
            return blocked(
                    draft,
                    List.of(ctx.problem(
                            "TDM-221",
                            draft.object(),
                            draft.inSentence() + " takes " + Words.about(draft.estimate()) + ", there is "
                                    + Words.about(policy.time()).replace("about ", "")
                                    + ", and the new version needs it",
                            "give it more time: tidemark sync, or a deploy, applies it")));
        }
        if (draft.urgent()) {
            return draft.applied().isEmpty() ? applied(draft) : blocked(draft, draft.applied());
        }
        if (!draft.applied().isEmpty()) {
            return blocked(draft, draft.applied());
        }
        return new Fated(
                draft,
                Fate.DEFERRED,
                draft.deferredHalf(),
                List.of(),
                List.of(said(draft) + " is deferred: it takes " + Words.about(draft.estimate())
                        + ", longer than there is; a scheduled or explicit sync does it"));
    }

    private static Fated applied(Draft draft) {
        return new Fated(draft, Fate.APPLY, draft.ops(), List.of(), List.of());
    }

    private static Fated withheld(Draft draft) {
        return new Fated(draft, Fate.WITHHELD, draft.withheldHalf(), List.of(), draft.notes());
    }

    static Fated deferred(Draft draft, String why) {
        return new Fated(
                draft, Fate.DEFERRED, draft.deferredHalf(), List.of(), List.of(said(draft) + " is deferred: " + why));
    }

    static Fated withheld(Draft draft, String why) {
        return new Fated(
                draft, Fate.WITHHELD, draft.withheldHalf(), List.of(), List.of(said(draft) + " is withheld: " + why));
    }

    static Fated blocked(Draft draft, List<Problem> problems) {
        return new Fated(draft, Fate.BLOCKED, List.of(), problems, List.of());
    }

    private static String said(Draft draft) {
        return draft.object().display() + ": " + draft.inSentence();
    }
}
