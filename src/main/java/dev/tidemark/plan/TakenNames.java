package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.order.OccupiedNames;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of relations and types that stay taken, because the drop of what has them is put off. */
final class TakenNames {
    private final Context ctx;

    TakenNames(Context ctx) {
        this.ctx = ctx;
    }

    /** What is to be made under a name whose holder stays for now. */
    List<Problem> notFreed(List<Fated> fated) {
        return fated.stream()
                .filter(f -> !f.applied())
                .flatMap(f -> held(f.draft().change()).stream()
                        .flatMap(name -> added().filter(a -> name.equals(taken(a)))
                                .map(a -> ctx.problem(
                                        "TDM-208",
                                        a,
                                        "the name is taken by "
                                                + (name.equals(QName.of(
                                                                f.draft().object()))
                                                        ? "a "
                                                        : "an index of a ")
                                                + f.draft().object().kind().label() + ", whose drop is put off",
                                        "choose another name; or drop the other one first, by a sync that may"))))
                .toList();
    }

    /** The names that stay taken as long as this is not done. */
    private Set<QName> held(Change change) {
        return switch (change) {
            case Change.DropTable c ->
                OccupiedNames.of(ctx.live(), Context.table(c.table().name()));
            case Change.DropColumn c ->
                OccupiedNames.ofIndexesGoingWith(
                        ctx.live(), Context.column(c.table().name(), c.column().name()), dropped()::contains);
            case Change.DropSequence c -> Set.of(c.sequence().name());
            case Change.DropEnum c -> Set.of(c.type().name());
            default -> Set.of();
        };
    }

    /** Indexes and constraints that are dropped by themselves. */
    private Set<ObjectName> dropped() {
        return Stream.concat(
                        ctx.changes()
                                .all(Change.DropIndex.class)
                                .map(c -> Context.table(c.owner())
                                        .member(ObjectKind.INDEX, c.index().name())),
                        ctx.changes()
                                .all(Change.DropConstraint.class)
                                .map(c -> Context.table(c.table().name())
                                        .member(
                                                ObjectKind.CONSTRAINT,
                                                c.constraint().name())))
                .collect(Collectors.toSet());
    }

    /** The name of the relation or type that an object is, an index by its own. */
    private static QName taken(ObjectName added) {
        return new QName(added.schema(), added.member().isEmpty() ? added.name() : added.member());
    }

    private Stream<ObjectName> added() {
        return Stream.of(
                        ctx.changes()
                                .all(Change.AddTable.class)
                                .map(c -> Context.table(c.table().name())),
                        ctx.changes()
                                .all(Change.AddView.class)
                                .map(c -> Context.view(c.view(), c.view().name())),
                        ctx.changes()
                                .all(Change.AddSequence.class)
                                .map(c -> ObjectNames.of(
                                        ObjectKind.SEQUENCE, c.sequence().name())),
                        ctx.changes()
                                .all(Change.AddEnum.class)
                                .map(c -> ObjectName.of(
                                        ObjectKind.TYPE,
                                        c.type().name().schema(),
                                        c.type().name().name())),
                        ctx.changes()
                                .all(Change.AddIndex.class)
                                .map(c -> Context.table(c.owner())
                                        .member(ObjectKind.INDEX, c.index().name())),
                        ctx.changes()
                                .all(Change.AddConstraint.class)
                                .filter(c -> c.constraint().index() != null)
                                .map(c -> Context.table(c.table().name())
                                        .member(
                                                ObjectKind.CONSTRAINT,
                                                c.constraint().name())))
                .flatMap(s -> s);
    }
}
