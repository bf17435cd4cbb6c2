package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Dependencies;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.columns.TypeDrafts;
import dev.tidemark.plan.kinds.Kinds;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.rows.EnumUses;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.tables.Recreated;
import dev.tidemark.plan.views.ViewDrafts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL would refuse to leave in place: live objects that depend on what is dropped, replaced or given another type, and what depends on those.
 * They are dropped first and made again afterwards; what cannot be made again, or depends on what goes for good, is a problem with a way out.
 */
final class Closure {
    private final Context ctx;
    private final List<Fated> fated;
    /** What is not there for a while, or for good. */
    private final Set<ObjectName> broken = new LinkedHashSet<>();

    private final Set<ObjectName> forGood = new HashSet<>();
    /** What has to be dropped and made again, without the views. */
    private final Set<ObjectName> rebuilt = new LinkedHashSet<>();

    /** Tables that are made again. */
    private final Set<ObjectName> recreated = new HashSet<>();

    private final Set<ObjectName> changed = new HashSet<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Deque<ObjectName> open = new ArrayDeque<>();

    Closure(Context ctx, List<Fated> fated) {
        this.ctx = ctx;
        this.fated = fated;
        seeds();
        new RemadeTables(ctx)
                .undeclaredMembers(recreated).stream()
                        .filter(o -> !forGood.contains(o))
                        .forEach(o -> {
                            rebuilt.add(o);
                            breaks(o);
                        });
        while (!open.isEmpty()) {
            follow(open.pop());
        }
        rebuilt.removeIf(this::comesWithItsView);
    }

    /** Whether the declaration has the object and makes it of something else: an overload, another object of its name. */
    private boolean bindsAnew(ObjectName dependant, ObjectName on) {
        List<Dependency> needs = ctx.declaredDependencies().of(dependant);
        return !needs.isEmpty()
                && needs.stream()
                        .noneMatch(d -> Dependencies.used(ctx.declared(), d).equals(on));
    }

    /** Something that cannot stay, and cannot be made again. */
    private record Refusal(ObjectName object, ObjectName on, String why) {}

    /** A rule or trigger of a view that is made again is made again with it. */
    private boolean comesWithItsView(ObjectName object) {
        return !object.member().isEmpty()
                && broken.stream().anyMatch(v -> isView(v) && QName.of(v).equals(QName.of(object)));
    }

    private static boolean isView(ObjectName object) {
        return object.kind() == ObjectKind.VIEW || object.kind() == ObjectKind.MATERIALIZED_VIEW;
    }

    /** The views that go, for good or for a while. */
    Set<QName> views() {
        return broken.stream().filter(Closure::isView).map(QName::of).collect(Collectors.toSet());
    }

    /** Of these, those that go for good. */
    Set<QName> viewsForGood() {
        return forGood.stream().filter(Closure::isView).map(QName::of).collect(Collectors.toSet());
    }

    /** What is dropped and made again, tables, columns with another type and views left out; names are those after renames. */
    Set<ObjectName> rebuilt() {
        return rebuilt;
    }

    List<Problem> problems() {
        return refusals.stream()
                .filter(r -> !comesWithItsView(r.object()))
                .distinct()
                .map(r -> ctx.problem(
                        "TDM-216",
                        r.on(),
                        "cannot be changed: " + r.object() + " is bound to it, and " + r.why(),
                        "drop it, sync, and make it again"))
                .toList();
    }

    private void seeds() {
        for (Fated f : fated) {
            if (!f.applied()) {
                continue;
            }
            switch (f.draft().change()) {
                case Change.ChangeOther c -> {
                    changed.add(c.to().name());
                    if (OtherDrafts.replaces(ctx, c)) {
                        breaks(c.to().name());
                    }
                }
                case Change.DropOther c -> {
                    if (Kinds.find(c.object().name()).isPresent()) {
                        goes(c.object().name());
                    }
                }
                case Change.ReplaceEnum c -> {
                    breaks(ObjectNames.of(ObjectKind.TYPE, c.from().name()));
                    EnumUses.of(ctx, c.from().name())
                            .forEach(u -> viewsOver(u.table(), u.column().name()));
                }
                case Change.DropEnum c ->
                    goes(ObjectNames.of(ObjectKind.TYPE, c.type().name()));
                case Change.ChangeType c -> {
                    ObjectName column = Context.column(c.table().name(), c.to().name());
                    breaks(column);
                    changed.add(column);
                    viewsOver(c.table().name(), c.to().name());
                }
                case Change.RecreateTable c -> madeAgain(c);
                case Change.DropTable c -> goes(Context.table(c.table().name()));
                case Change.DropColumn c ->
                    goes(Context.column(c.table().name(), c.column().name()));
                case Change.ChangeGenerated c -> {
                    ObjectName column = Context.column(c.table().name(), c.to().name());
                    changed.add(column);
                    if (ctx.generated().remade(c.table().name(), c.to().name())) {
                        breaks(column);
                    }
                    if (ctx.generated().replaced(c.table().name(), c.to().name())) {
                        readers(c.table().name(), c.to().name()).forEach(this::breaks);
                    }
                }
                case Change.DropConstraint c ->
                    goes(Context.table(c.table().name())
                            .member(ObjectKind.CONSTRAINT, c.constraint().name()));
                case Change.ReplaceConstraint c -> {
                    ObjectName constraint = Context.table(c.table().name())
                            .member(ObjectKind.CONSTRAINT, c.from().name());
                    changed.add(constraint);
                    breaks(constraint);
                }
                case Change.DropIndex c ->
                    forGood.add(Context.table(c.owner())
                            .member(ObjectKind.INDEX, c.index().name()));
                case Change.DropView c -> goes(Context.view(c.view(), c.view().name()));
                case Change.ReplaceView c -> {
                    changed.add(Context.view(c.to(), c.to().name()));
                    if (!ViewDrafts.replaceable(c.from(), c.to())) {
                        breaks(Context.view(c.from(), c.from().name()));
                    }
                }
                case Change.ChangeDefault c ->
                    changed.add(Context.column(c.table().name(), c.to().name()));
                case Change.ReplaceIndex c ->
                    changed.add(Context.table(c.owner())
                            .member(ObjectKind.INDEX, c.from().name()));
                default -> {}
            }
        }
    }

    /** Tables that go and come back, without some of their partitions perhaps. */
    private void madeAgain(Change.RecreateTable change) {
        RemadeTables.kept(change).forEach(t -> {
            recreated.add(t);
            breaks(t);
        });
        RemadeTables.gone(change).forEach(this::goes);
    }

    /** Views that read a column, or one that is generated from it. */
    private void viewsOver(QName table, String column) {
        readers(table, column).forEach(this::breaks);
        ctx.generated().readers(table, column).forEach(r -> readers(table, r).forEach(this::breaks));
    }

    private List<ObjectName> readers(QName relation, @Nullable String column) {
        return ctx.dependencies().on(relation).stream()
                .map(Dependency::dependent)
                .filter(Closure::isView)
                .distinct()
                .filter(v -> {
                    View view = ctx.live().views().get(QName.of(v));
                    return view != null
                            && (column == null
                                    ? view.dependsOn().contains(relation)
                                    : ctx.dependencies().reads(view, relation, column));
                })
                .sorted()
                .toList();
    }

    /** The same changes; those that leave nothing to a view that nobody declares, blocked. */
    List<Fated> check() {
        return fated.stream()
                .map(f -> {
                    List<Problem> problems = f.applied() ? leftWithout(f.draft()) : List.of();
                    return problems.isEmpty() ? f : PolicyPass.blocked(f.draft(), problems);
                })
                .toList();
    }

    private List<Problem> leftWithout(Draft draft) {
        return switch (draft.change()) {
            case Change.DropColumn c ->
                stillRead(draft, c.table().name(), c.column().name());
            case Change.DropTable c -> stillRead(draft, c.table().name(), null);
            case Change.RecreateTable c ->
                RemadeTables.gone(c)
                        .flatMap(t -> stillRead(draft, QName.of(t), null).stream())
                        .toList();
            case Change.DropView c -> stillRead(draft, c.view().name(), null);
            case Change.ReplaceView c ->
                c.from().columns().stream()
                        .map(Column::name)
                        .filter(name -> c.to().columns().stream()
                                .noneMatch(there -> there.name().equals(name)))
                        .flatMap(name -> stillRead(draft, c.from().name(), name).stream())
                        .toList();
            default -> List.of();
        };
    }

    /** By views that are not about to stop. */
    private List<Problem> stillRead(Draft draft, QName relation, @Nullable String column) {
        return readers(relation, column).stream()
                .filter(this::staysAsItIs)
                .map(view -> ctx.problem(
                        "TDM-216",
                        draft.object(),
                        draft.inSentence() + ": " + view + ", which nobody declares, reads it",
                        "drop that view (DROP " + view.kind().label().toUpperCase(Locale.ROOT) + " "
                                + Sql.name(QName.of(view)) + "), or declare it"))
                .toList();
    }

    /** Whether a view keeps its query: it stays, or comes back as it was, because nobody declares it or its change is put off. */
    private boolean staysAsItIs(ObjectName view) {
        QName name = QName.of(view);
        boolean comesAsDeclared = broken.contains(view)
                && ctx.declared().views().containsKey(name)
                && fated.stream()
                        .noneMatch(f -> !f.applied()
                                && f.draft().change() instanceof Change.ReplaceView c
                                && c.from().name().equals(name));
        return !forGood.contains(view) && !changed.contains(view) && !comesAsDeclared;
    }

    private void breaks(ObjectName object) {
        if (broken.add(object)) {
            open.add(object);
        }
    }

    private void goes(ObjectName object) {
        forGood.add(object);
        breaks(object);
    }

    private void follow(ObjectName object) {
        boolean relation = object.kind() == ObjectKind.TABLE
                || object.kind() == ObjectKind.VIEW
                || object.kind() == ObjectKind.MATERIALIZED_VIEW;
        List<Dependency> edges = relation
                ? ctx.dependencies().on(QName.of(object))
                : ctx.dependencies().users(object);
        for (Dependency edge : edges) {
            dependant(edge.dependent(), object);
        }
        if (object.kind() == ObjectKind.TYPE) {
            usesOfType(object);
        }
    }

    /** Columns of tables that have the type, which is renamed out of their way: what depends on them is in the way too. */
    private void usesOfType(ObjectName type) {
        if (!forGood.contains(type)) {
            EnumUses.of(ctx, QName.of(type))
                    .forEach(u -> breaks(Context.column(u.table(), u.column().name())));
        }
    }

    private void dependant(ObjectName dependant, ObjectName on) {
        boolean goesAlong =
                QName.of(dependant).equals(QName.of(on)) && on.member().isEmpty() && on.kind() != ObjectKind.TYPE;
        if (goesAlong
                || broken.contains(dependant)
                || forGood.contains(dependant)
                || forGood.contains(Context.table(QName.of(dependant)))) {
            return;
        }
        switch (dependant.kind()) {
            case VIEW, MATERIALIZED_VIEW -> view(dependant, on);
            case COLUMN -> column(dependant, on);
            case CONSTRAINT, INDEX -> computed(dependant, on);
            case TABLE -> table(dependant, on);
            case SCHEMA, EXTENSION, SEQUENCE, COMMENT, DATA_STEP, ROWS -> {}
            case TYPE, FUNCTION, TRIGGER, POLICY, RULE, STATISTICS, OTHER -> other(dependant, on);
        }
    }

    private void view(ObjectName view, ObjectName on) {
        if (isView(on)) {
            breaks(view);
            return;
        }
        boolean tableGoes = on.kind() == ObjectKind.TABLE && changed.contains(view);
        boolean staysBound = !bindsAnew(view, on) || (changed.contains(view) && !overloaded(on));
        if (forGood.contains(on) && !tableGoes && staysBound) {
            return;
        }
        breaks(view);
    }

    private void column(ObjectName column, ObjectName on) {
        if (recreated.contains(on) && new RemadeTables(ctx).isRowType(column, on)) {
            inTheWay(column, on, "a column cannot be made again around its type");
            return;
        }
        boolean ofTable = ctx.live().tables().containsKey(QName.of(column));
        if (!ofTable
                || on.kind() == ObjectKind.COLUMN
                || on.kind() == ObjectKind.SEQUENCE
                || isEnum(on)
                || hasType(column, on)) {
            return;
        }
        rebuild(column, on);
    }

    private boolean hasType(ObjectName column, ObjectName type) {
        return type.kind() == ObjectKind.TYPE
                && EnumUses.of(ctx, QName.of(type)).stream()
                        .anyMatch(u ->
                                Context.column(u.table(), u.column().name()).equals(column));
    }

    /** A check or an index that computes with it; that columns change their type below them, PostgreSQL sees to. */
    private void computed(ObjectName member, ObjectName on) {
        if (on.kind() == ObjectKind.COLUMN && provedUnderLock(member, on)) {
            rebuild(member, on);
            return;
        }
        if (on.kind() == ObjectKind.COLUMN
                || on.kind() == ObjectKind.CONSTRAINT
                || on.kind() == ObjectKind.INDEX
                || on.kind() == ObjectKind.TABLE
                || isEnum(on)) {
            return;
        }
        rebuild(member, on);
    }

    /** Whether PostgreSQL would prove a check for every row because of a change of type that is one of the catalog otherwise: it is added unvalidated instead. */
    private boolean provedUnderLock(ObjectName member, ObjectName column) {
        QName table = QName.of(column);
        boolean check = ctx.live(table)
                .filter(t -> t.parents().isEmpty() && t.relkind() == 'r')
                .flatMap(t -> t.constraint(member.member()))
                .filter(c -> c.kind() == Constraint.Kind.CHECK && c.validated())
                .isPresent();
        return check
                && !Locks.small(ctx, table)
                && ctx.inherited().keptChildren(table).isEmpty()
                && ctx.changes()
                        .typeChange(table, column.member())
                        .filter(c -> TypeDrafts.isOfTheCatalog(c.from(), c.to()))
                        .isPresent();
    }

    /** The labels of enums are moved together with the checks and indexes that name them. */
    private boolean isEnum(ObjectName on) {
        return on.kind() == ObjectKind.TYPE && ctx.live().enums().containsKey(QName.of(on));
    }

    private void table(ObjectName table, ObjectName on) {
        if (on.kind() == ObjectKind.TABLE || on.kind() == ObjectKind.COLUMN) {
            return;
        }
        inTheWay(table, on, "a table cannot be made again around it");
    }

    private void other(ObjectName object, ObjectName on) {
        boolean follows = object.kind() == ObjectKind.STATISTICS && on.kind() == ObjectKind.COLUMN;
        if (follows) {
            // PostgreSQL makes extended statistics again, and drops them with their columns.
            return;
        }
        if (Recreated.brings(ctx, object)) {
            return;
        }
        if (isPublication(object) && recreated.contains(on)) {
            rebuild(object, on);
            return;
        }
        if (isPublication(object) && (on.kind() == ObjectKind.TABLE || (!forGood.contains(on) && !filters(object)))) {
            // A table takes its publication along; a column's type matters only where rows are filtered by it.
            return;
        }
        if (!hasRules(object)) {
            inTheWay(object, on, "Tidemark does not change objects of this kind yet");
        } else if (forGood.contains(on)) {
            if (comesBack(object, on)) {
                rebuild(object, on);
            } else if (!changed.contains(object)) {
                inTheWay(object, on, isDeclared(object) ? "its declaration still names it" : "nobody declares it");
            }
        } else {
            rebuild(object, on);
        }
    }

    /** Whether what depends on something that goes for good has to go first, and comes back bound to something else. */
    private boolean comesBack(ObjectName object, ObjectName gone) {
        return bindsAnew(object, gone) && (!changed.contains(object) || overloaded(gone));
    }

    private static boolean isPublication(ObjectName object) {
        return object.kind() == ObjectKind.OTHER
                && object.schema().isEmpty()
                && object.name().startsWith("publication ");
    }

    private boolean filters(ObjectName publication) {
        OtherObject there = ctx.live().other(publication);
        return there != null && there.attribute("objects").contains(" WHERE (");
    }

    /** Whether a declared function has the name of this one, so that a call could mean either as long as both are there. */
    private boolean overloaded(ObjectName function) {
        return function.kind() == ObjectKind.FUNCTION
                && ctx.declared().others().stream()
                        .map(OtherObject::name)
                        .anyMatch(o -> !o.equals(function) && ObjectNames.same(o, function));
    }

    private boolean hasRules(ObjectName object) {
        return Kinds.find(object).map(rules -> rules.rebuilds()).orElse(false);
    }

    private boolean isDeclared(ObjectName object) {
        return ctx.declared().other(object) != null;
    }

    private void rebuild(ObjectName object, ObjectName on) {
        if (forGood.contains(on) && !comesBack(object, on)) {
            return;
        }
        rebuilt.add(object);
        breaks(object);
    }

    private void inTheWay(ObjectName object, ObjectName on, String why) {
        refusals.add(new Refusal(object, on, why));
    }
}
