package dev.tidemark.plan;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Plan.Fate;
import dev.tidemark.Problem;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.plan.model.Questions;
import dev.tidemark.plan.order.NameConflicts;
import dev.tidemark.plan.order.Replay;
import dev.tidemark.plan.order.Transactions;
import dev.tidemark.plan.privileges.Restoration;
import dev.tidemark.plan.rows.DataStepWork;
import dev.tidemark.plan.rows.LookupWork;
import dev.tidemark.plan.tables.Recreated;
import dev.tidemark.plan.views.ViewRebuilds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Changes to a plan: what is asked about rows first, then statements in order with their hazards, under a policy. A function of its
 * input.
 */
public final class Planner {
    private final Context ctx;
    private final NewObjects newObjects;

    private Planner(PlanInput input) {
        this.ctx = new Context(input);
        this.newObjects = new NewObjects(ctx);
    }

    /**
     * What the plan for these changes wants to know about rows: whatever its rules ask while nothing is known. {@code facts} of the input are not looked at.
     */
    public static Questions questions(PlanInput input) {
        Context ctx = new Context(input.knowing(Facts.none()));
        List<Draft> drafts = new Drafts(ctx, new NewObjects(ctx)).all();
        if (ctx.changes().all(Change.ChangeOther.class).findAny().isPresent()
                || ctx.changes().all(Change.DropOther.class).findAny().isPresent()) {
            List<Fated> judged = new PolicyPass(ctx).judge(drafts);
            Closure closure = new Closure(ctx, judged);
            new Rebuilds(ctx, closure.rebuilt(), judged).problems();
        }
        Set<String> questions = new LinkedHashSet<>(ctx.asked());
        questions.addAll(LookupWork.questions(ctx));
        return new Questions(List.copyOf(questions), new Preparation(ctx).statements(questions));
    }

    /** The same input; nothing is known about rows but lookup rows, since data steps are going to change them. */
    public static PlanInput withoutRows(PlanInput input) {
        return input.knowing(input.facts().only(LookupWork.questions(new Context(input))));
    }

    /** The changes of a diff that are about these objects, in the words of the plan. */
    public static List<Change> about(PlanInput input, Predicate<ObjectName> objects) {
        Context ctx = new Context(input);
        return new Drafts(ctx, new NewObjects(ctx))
                .all().stream()
                        .filter(draft -> objects.test(draft.object()))
                        .map(Draft::change)
                        .toList();
    }

    /** Lookup rows that are not in the database as they are declared, with what would make them so; those that the facts say nothing of are left out. */
    public static SortedMap<ObjectName, String> differingRows(PlanInput input) {
        return new LookupWork(new Context(input)).differing();
    }

    /** The plan; without batches where a problem blocks it. Facts that are missing make it more careful, never less. */
    public static Plan plan(PlanInput input) {
        return planned(input).plan();
    }

    /** The plan of {@link #plan}, and what it makes again. */
    public static Planned planned(PlanInput input) {
        return new Planner(input).plan();
    }

    /**
     * A plan and what it drops and makes again.
     *
     * @param madeAgain objects whose owners and rights, and what default privileges give them, have to be known ({@link PlanInput#access}); empty where nothing
     *     runs
     */
    public record Planned(Plan plan, Set<ObjectName> madeAgain) {
        public Planned {
            madeAgain = Set.copyOf(madeAgain);
        }
    }

    private Planned plan() {
        Adoption adoption = new Adoption(ctx);
        List<Draft> drafts = adoption.marked(new Drafts(ctx, newObjects).all());
        List<Fated> judged = RedundantDefaults.without(Fates.settle(ctx, new PolicyPass(ctx).judge(drafts)));
        Closure closure = new Closure(ctx, judged);
        ViewRebuilds views = new ViewRebuilds(ctx, judged, closure.views(), closure.viewsForGood());
        Rebuilds rebuilds = new Rebuilds(ctx, alone(closure.rebuilt(), views), closure.check());
        List<Fated> fated = rebuilds.remaining();
        Set<ObjectName> staying = putOff(fated);
        NewObjects.Made made = newObjects.make(views, staying);
        List<Op> viewOps = views.ops();
        List<Problem> problems = problems(fated, made);
        adoption.problem(fated).ifPresent(problems::add);
        problems.addAll(closure.problems());
        problems.addAll(rebuilds.problems());
        problems.addAll(new MissingRights(ctx).of(fated, views));
        List<Op> objectOps = new ArrayList<>(made.ops());
        objectOps.addAll(viewOps);
        rebuilds.ops().values().forEach(objectOps::addAll);
        List<Op> ops = new ArrayList<>();
        made.ops().forEach(op -> ops.add(Recreated.within(fated, op)));
        for (int n = 0; n < fated.size(); n++) {
            int change = n;
            settled(fated.get(n), views).forEach(op -> ops.add(op.of(change)));
        }
        ops.addAll(viewOps);
        int next = fated.size();
        for (List<Op> its : rebuilds.ops().values()) {
            int change = next++;
            its.forEach(op -> ops.add(op.of(change)));
        }
        DataStepWork steps = new DataStepWork(ctx);
        problems.addAll(steps.problems());
        List<Op> statements = new ArrayList<>(new Restoration(ctx).with(ops));
        statements.addAll(steps.ops(next));
        LookupWork rows = new LookupWork(ctx);
        problems.addAll(rows.problems());
        statements.addAll(rows.ops(next + ctx.input().steps().size()));
        Replay.Intent intent = new Replay.Intent(staying, objects(fated));
        problems.addAll(NameConflicts.among(ctx, statements, intent::isPutOff));
        List<Plan.Entry> entries = new ArrayList<>(new Entries(ctx, views, fated, objectOps, rebuilds).all());
        entries.addAll(steps.entries());
        Plan plan = new Plan(
                ctx.input().schema().app(),
                ctx.input().schema().hash(),
                ctx.input().serverVersion(),
                rows.in(entries),
                problems.isEmpty() ? Transactions.batches(ctx, statements, intent) : List.of(),
                problems.stream().distinct().toList(),
                notes(fated));
        return new Planned(plan, plan.batches().isEmpty() ? Set.of() : Restoration.madeAgain(ops));
    }

    private static Set<ObjectName> objects(List<Fated> fated) {
        return fated.stream()
                .flatMap(f -> f.draft().change() instanceof Change.RecreateTable c
                        ? RemadeTables.parts(c)
                        : Stream.of(f.draft().object()))
                .collect(Collectors.toSet());
    }

    /** Without what comes back with its view. */
    private static Set<ObjectName> alone(Set<ObjectName> rebuilt, ViewRebuilds views) {
        return rebuilt.stream().filter(o -> !views.brings(o)).collect(Collectors.toSet());
    }

    private static Set<ObjectName> putOff(List<Fated> fated) {
        return fated.stream()
                .filter(f -> !f.applied())
                .map(f -> f.draft().object())
                .collect(Collectors.toSet());
    }

    private List<Op> settled(Fated fated, ViewRebuilds views) {
        return comesWithView(fated.draft().change(), views) ? List.of() : fated.ops();
    }

    /** Indexes of a materialized view that is made again come with it, and so do triggers and rules of any view. */
    private boolean comesWithView(Change change, ViewRebuilds views) {
        if (change instanceof Change.ChangeOther c) {
            return views.brings(c.to().name());
        }
        if (change instanceof Change.AddIndex c) {
            return views.gone().contains(c.owner());
        }
        if (change instanceof Change.ReplaceIndex c) {
            return views.gone().contains(c.owner());
        }
        return change instanceof Change.DropIndex c && views.gone().contains(c.owner());
    }

    private List<Problem> problems(List<Fated> fated, NewObjects.Made made) {
        List<Problem> problems = new ArrayList<>(
                ctx.input().diff().problems().stream().map(ctx::placed).toList());
        fated.forEach(f -> problems.addAll(f.problems()));
        for (Fated f : fated) {
            boolean creates = f.draft().change() instanceof Change.AddTable
                    || f.draft().change() instanceof Change.RecreateTable
                    || f.draft().change() instanceof Change.AddEnum
                    || f.draft().change() instanceof Change.AddView;
            if (f.applied()
                    && creates
                    && !made.statementsOf().contains(f.draft().object())) {
                problems.add(ctx.problem(
                        "TDM-217",
                        f.draft().object(),
                        "is to be made, but no statement of the declaration makes it",
                        "declare it with a statement of its own"));
            }
        }
        return problems;
    }

    private List<String> notes(List<Fated> fated) {
        List<String> notes = new ArrayList<>();
        for (Fated f : fated) {
            if (f.fate() == Fate.APPLY) {
                notes.addAll(f.draft().notes());
            }
            notes.addAll(f.notes());
        }
        List<String> wide = ctx.input().schema().statements().stream()
                .filter(d -> d.isDatabaseWide() && !d.isPublication())
                .flatMap(d -> Stream.ofNullable(d.creates()))
                .filter(o -> !ctx.declared().has(o))
                .map(ObjectName::name)
                .distinct()
                .toList();
        if (!wide.isEmpty()) {
            notes.add("of the whole database, and so neither made nor compared: " + String.join(", ", wide));
        }
        if (!ctx.input().diff().unmanaged().isEmpty()) {
            notes.add("not declared, and left alone: "
                    + String.join(
                            ", ",
                            ctx.input().diff().unmanaged().stream()
                                    .sorted()
                                    .map(Object::toString)
                                    .toList()));
        }
        return notes.stream().distinct().toList();
    }
}
