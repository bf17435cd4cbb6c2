package dev.tidemark.plan;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import java.util.List;
import java.util.Optional;
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
