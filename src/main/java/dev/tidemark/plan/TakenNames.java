package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Names of relations and types that are free only once what has them now is gone: what is new under such a name waits for that. */
final class TakenNames {
    private static final NewObjects.Slot AFTER_TABLES = new NewObjects.Slot(Phase.LATE, Rank.NEW);
    private static final NewObjects.Slot AFTER_DROPS = new NewObjects.Slot(Phase.DROPS, Rank.CREATE_VIEW);

    private final Context ctx;
    private final Map<QName, NewObjects.Slot> until = new HashMap<>();
    /** Without types, the names of which an index may have too. */
    private final Set<QName> relationsGoingLast = new HashSet<>();

    TakenNames(Context ctx) {
        this.ctx = ctx;
        ctx.changes(Change.DropConstraint.class)
                .filter(c -> c.constraint().index() != null)
                .forEach(c -> taken(sibling(c.table().name(), c.constraint().name()), AFTER_TABLES));
        ctx.changes(Change.DropView.class).forEach(c -> {
            taken(c.view().name(), AFTER_TABLES);
            c.view().indexes().forEach(i -> taken(sibling(c.view().name(), i.name()), AFTER_TABLES));
        });
        ctx.changes(Change.DropTable.class).forEach(c -> {
            taken(c.table().name(), AFTER_DROPS);
            c.table().indexes().forEach(i -> taken(sibling(c.table().name(), i.name()), AFTER_DROPS));
        });
        // One that is not valid is what an interrupted build left, and goes before the next one begins.
        ctx.changes(Change.DropIndex.class)
                .filter(c -> c.index().valid())
                .forEach(c -> taken(sibling(c.owner(), c.index().name()), AFTER_DROPS));
        ctx.changes(Change.DropSequence.class).forEach(c -> taken(c.sequence().name(), AFTER_DROPS));
        until.forEach((name, slot) -> {
            if (slot.equals(AFTER_DROPS)) {
                relationsGoingLast.add(name);
            }
        });
        ctx.changes(Change.DropEnum.class).forEach(c -> taken(c.type().name(), AFTER_DROPS));
    }

    private void taken(QName name, NewObjects.Slot slot) {
        until.merge(name, slot, NewObjects.Slot::max);
    }

    private static QName sibling(QName relation, String name) {
        return new QName(relation.schema(), name);
    }

    /** The earliest place for what a statement makes, where a name of it is taken as yet. */
    Optional<NewObjects.Slot> earliest(ObjectName made) {
        QName name = new QName(made.schema(), made.member().isEmpty() ? made.name() : made.member());
        return switch (made.kind()) {
            case TABLE ->
                names(name)
                        .flatMap(n -> Optional.ofNullable(until.get(n)).stream())
                        .reduce(NewObjects.Slot::max);
            case VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX, TYPE -> Optional.ofNullable(until.get(name));
            default -> Optional.empty();
        };
    }

    /** A table's, and those of the indexes that come with it. */
    private Stream<QName> names(QName table) {
        List<Index> indexes = ctx.declared(table).map(Table::indexes).orElse(List.of());
        return Stream.concat(Stream.of(table), indexes.stream().map(i -> sibling(table, i.name())));
    }

    /** What is to be made under a name whose holder stays for now. */
    List<Problem> notFreed(List<Fated> fated) {
        return fated.stream()
                .filter(f -> !f.applied())
                .flatMap(f -> holder(f.draft().change()).stream()
                        .flatMap(name -> added().filter(a -> name.equals(new QName(a.schema(), a.name())))
                                .map(a -> ctx.problem(
                                        "TDM-208",
                                        a,
                                        "the name is taken by a "
                                                + f.draft().object().kind().label() + ", whose drop is put off",
                                        "choose another name; or drop the other one first, by a sync that may"))))
                .toList();
    }

    /** New indexes and keys of tables that exist are made before anything is dropped. */
    List<Problem> freedTooLate() {
        Stream<Change.AddIndex> indexes = ctx.changes(Change.AddIndex.class)
                .filter(c -> late(c.owner(), c.index().name()));
        Stream<Change.AddConstraint> keys = ctx.changes(Change.AddConstraint.class)
                .filter(c -> c.constraint().index() != null)
                .filter(c -> late(c.table().name(), c.constraint().name()));
        return Stream.concat(
                        indexes.map(c -> Context.table(ctx.now(c.owner()))
                                .member(ObjectKind.INDEX, c.index().name())),
                        keys.map(c -> Context.table(ctx.now(c.table().name()))
                                .member(ObjectKind.CONSTRAINT, c.constraint().name())))
                .map(object -> ctx.problem(
                        "TDM-208",
                        object,
                        "the name is taken by what this sync would drop only afterwards",
                        "choose another name; or drop the other one first, by a sync of its own"))
                .toList();
    }

    private boolean late(QName relation, String name) {
        return relationsGoingLast.contains(sibling(relation, name));
    }

    private static Optional<QName> holder(Change change) {
        return switch (change) {
            case Change.DropTable c -> Optional.of(c.table().name());
            case Change.DropSequence c -> Optional.of(c.sequence().name());
            case Change.DropEnum c -> Optional.of(c.type().name());
            default -> Optional.empty();
        };
    }

    private Stream<ObjectName> added() {
        return Stream.of(
                        ctx.changes(Change.AddTable.class)
                                .map(c -> Context.table(c.table().name())),
                        ctx.changes(Change.AddView.class)
                                .map(c -> Context.view(c.view(), c.view().name())),
                        ctx.changes(Change.AddSequence.class)
                                .map(c -> SequenceDrafts.name(c.sequence().name())),
                        ctx.changes(Change.AddEnum.class)
                                .map(c -> ObjectName.of(
                                        ObjectKind.TYPE,
                                        c.type().name().schema(),
                                        c.type().name().name())))
                .flatMap(s -> s);
    }
}
