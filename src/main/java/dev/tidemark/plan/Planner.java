package dev.tidemark.plan;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Plan.Fate;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.schema.Declared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Changes to a plan: what is asked about rows first, then statements in order with their hazards, under a policy. A function of its input; DESIGN §6 is
 * what it follows.
 */
public final class Planner {
    private final Context ctx;
    private final NewObjects newObjects;

    private Planner(PlanInput input) {
        this.ctx = new Context(input);
        this.newObjects = new NewObjects(ctx);
    }

    /** What the plan for these changes wants to know about rows; {@code facts} and {@code policy} of the input are not looked at. */
    public static Questions questions(PlanInput input) {
        return new Questions(new RowQuestions(new Context(input)).all());
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

    /** The plan; without batches where a problem blocks it. Facts that are missing make it more careful, never less. */
    public static Plan plan(PlanInput input) {
        return new Planner(input).plan();
    }

    private Plan plan() {
        List<Draft> drafts = new Drafts(ctx, newObjects).all();
        List<Fated> judged = new Consequences(ctx, new PolicyPass(ctx).judge(drafts)).draw();
        ViewWork views = new ViewWork(ctx, judged);
        List<Fated> fated = new InTheWay(ctx, views).check(judged);
        NewObjects.Made made = newObjects.make(views, changedTables(fated), keysBuiltOnline(fated));
        List<Op> viewOps = views.ops();
        List<Problem> problems = problems(fated, made);
        TakenNames taken = new TakenNames(ctx);
        problems.addAll(taken.notFreed(fated));
        problems.addAll(taken.freedTooLate());
        problems.addAll(new MissingRights(ctx).of(fated, views));
        List<Op> ops = new ArrayList<>(made.ops());
        Set<QName> late = withTheirKeys(views.tables(), fated);
        fated.forEach(f -> ops.addAll(settled(f, views, late, made, keysBuiltOnline(fated))));
        ops.addAll(viewOps);
        List<Op> objectOps = new ArrayList<>(made.ops());
        objectOps.addAll(viewOps);
        return new Plan(
                ctx.input().schema().app(),
                ctx.input().schema().hash(),
                ctx.input().serverVersion(),
                new Entries(ctx, views, fated, objectOps).all(),
                problems.isEmpty() ? new Batcher(ctx).batches(ops) : List.of(),
                problems,
                notes(fated));
    }

    /** A foreign key that goes, and be it for a moment, ties its tables: where one waits for its views, so does the other. */
    private static Set<QName> withTheirKeys(Set<QName> tables, List<Fated> fated) {
        List<Set<QName>> tied = fated.stream()
                .flatMap(f -> f.ops().stream())
                .filter(op -> op.phase() == Phase.TABLES && op.rank() == Rank.DROP_FOREIGN_KEY)
                .map(Op::touches)
                .toList();
        Set<QName> all = new HashSet<>(tables);
        boolean more = true;
        while (more) {
            more = false;
            for (Set<QName> both : tied) {
                more |= both.stream().anyMatch(all::contains) && all.addAll(both);
            }
        }
        return all;
    }

    /** A change's statements, moved to where views or keys that are built online let them run. */
    private List<Op> settled(Fated fated, ViewWork views, Set<QName> late, NewObjects.Made made, Set<String> keysLate) {
        Change change = fated.draft().change();
        if (indexOfGoneView(change, views)) {
            return List.of();
        }
        return fated.ops().stream()
                .map(op -> moved(op, change, late, made, keysLate))
                .toList();
    }

    private Op moved(Op op, Change change, Set<QName> late, NewObjects.Made made, Set<String> keysLate) {
        Op moved = op;
        if (op.phase() == Phase.TABLES && op.touches().stream().anyMatch(late::contains)) {
            moved = op.in(Phase.LATE);
        }
        Constraint foreign = foreignKey(change);
        if (foreign != null && foreign.references() != null && op.rank() == Rank.FOREIGN_KEY) {
            QName parent = ctx.now(foreign.references());
            NewObjects.Slot slot = made.late().get(parent.name());
            Phase latest = slot == null ? moved.phase() : later(moved.phase(), slot.phase());
            moved = moved.in(keysLate.contains(parent.name()) ? later(latest, Phase.FINISH) : latest);
        }
        return moved;
    }

    private static Phase later(Phase a, Phase b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static @org.jspecify.annotations.Nullable Constraint foreignKey(Change change) {
        if (change instanceof Change.AddConstraint c) {
            return c.constraint();
        }
        return change instanceof Change.ReplaceConstraint c ? c.to() : null;
    }

    /** Indexes of a materialized view that is made anew come with it. */
    private boolean indexOfGoneView(Change change, ViewWork views) {
        if (change instanceof Change.AddIndex c) {
            return views.gone().contains(c.owner());
        }
        if (change instanceof Change.ReplaceIndex c) {
            return views.gone().contains(c.owner());
        }
        return change instanceof Change.DropIndex c && views.gone().contains(c.owner());
    }

    /** Bare names of existing tables and types that new objects may have to wait for. */
    private Set<String> changedTables(List<Fated> fated) {
        Set<String> names = new TreeSet<>();
        for (Fated f : fated) {
            if (!f.applied()) {
                continue;
            }
            if (f.draft().change() instanceof Change.RenameTable c) {
                names.add(c.to().name());
            } else if (f.draft().change() instanceof Change.ReplaceEnum c) {
                names.add(c.to().name().name());
            } else if (f.ops().stream().anyMatch(op -> op.rank() == Rank.DETACH)) {
                f.ops().forEach(op -> op.touches().forEach(t -> names.add(t.name())));
            } else if (f.draft().change() instanceof Change.RenameColumn
                    || f.draft().change() instanceof Change.AddColumn
                    || f.draft().change() instanceof Change.ChangeType
                    || f.draft().change() instanceof Change.ChangeGenerated
                    || f.draft().change() instanceof Change.AddConstraint
                    || f.draft().change() instanceof Change.ReplaceConstraint
                    || f.draft().change() instanceof Change.AddIndex
                    || f.draft().change() instanceof Change.ReplaceIndex) {
                names.add(f.draft().entry().name());
            }
        }
        return names;
    }

    /** Bare names of tables with a unique key that is there only after the online steps. */
    private static Set<String> keysBuiltOnline(List<Fated> fated) {
        Set<String> names = new HashSet<>();
        for (Fated f : fated) {
            boolean online = f.ops().stream().anyMatch(op -> op.phase() == Phase.ONLINE);
            if (f.applied() && online && f.draft().urgent()) {
                names.add(f.draft().entry().name());
            }
        }
        return names;
    }

    private List<Problem> problems(List<Fated> fated, NewObjects.Made made) {
        List<Problem> problems = new ArrayList<>(
                ctx.input().diff().problems().stream().map(ctx::placed).toList());
        fated.forEach(f -> problems.addAll(f.problems()));
        for (Fated f : fated) {
            boolean creates = f.draft().change() instanceof Change.AddTable
                    || f.draft().change() instanceof Change.AddEnum
                    || f.draft().change() instanceof Change.AddView;
            if (creates && !made.statementsOf().contains(f.draft().object())) {
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
                .filter(Declared::isDatabaseWide)
                .flatMap(d -> Stream.ofNullable(d.creates()))
                .filter(o ->
                        ctx.declared().others().stream().noneMatch(d -> d.name().equals(o)))
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
