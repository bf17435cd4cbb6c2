package dev.tidemark.testkit.random;

import dev.tidemark.testkit.random.Model.Output;
import dev.tidemark.testkit.random.Model.Ref;
import dev.tidemark.testkit.random.Model.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes of views. */
final class ViewMutations {
    private final Parts parts;
    private final Model first;

    ViewMutations(Parts parts, Model first) {
        this.parts = parts;
        this.first = first;
    }

    private Optional<View> any(Model model) {
        return parts.any(model.views());
    }

    Optional<Model> add(Model model) {
        return parts.view(model, parts.pick(first.schemas())).map(v -> model.withViews(Model.plus(model.views(), v)));
    }

    Optional<Model> rename(Model model) {
        return any(model).map(v -> {
            boolean old = first.views().stream()
                    .anyMatch(
                            f -> f.id() == v.id() && f.name().equals(v.name()) && f.materialized() == v.materialized());
            return old ? model.with(v.named(parts.names.next())) : model;
        });
    }

    /** Its name is free only when it is gone. */
    Optional<Model> becomeTable(Model model) {
        return any(model)
                .filter(v -> !v.materialized())
                .filter(v -> first.views().stream()
                        .anyMatch(f -> f.id() == v.id() && f.name().equals(v.name())))
                .map(v -> {
                    Model without = Pruning.without(model, v.id());
                    Model more =
                            RandomSchemas.withTable(parts, without, v.name().schema());
                    Model.Table table = more.tables().get(more.tables().size() - 1);
                    return more.with(table.moved(v.name()));
                });
    }

    Optional<Model> change(Model model) {
        return any(model).flatMap(v -> switch (parts.random.nextInt(7)) {
            case 0, 1 -> addOutput(model, v);
            case 2 -> parts.any(v.outputs()).map(o -> Pruning.without(model, o.id()));
            case 3 -> renameOutput(model, v);
            case 4 -> condition(model, v);
            case 5 -> Optional.of(model.with(v.materialized(!v.materialized())));
            default -> Optional.of(model.with(v.commented(parts.comment())));
        });
    }

    private Optional<Model> addOutput(Model model, View view) {
        return parts.any(model.columnsOf(view.source())).map(column -> {
            List<Output> outputs = new ArrayList<>(view.outputs());
            outputs.add(parts.oneIn(3) ? 0 : outputs.size(), parts.output(column));
            return model.with(view.with(outputs));
        });
    }

    private Optional<Model> renameOutput(Model model, View view) {
        Output chosen = parts.pick(view.outputs());
        Output renamed = new Output(chosen.id(), parts.names.next(), chosen.type(), chosen.column(), chosen.template());
        return Optional.of(model.with(view.with(view.outputs().stream()
                .map(o -> o.id() == renamed.id() ? renamed : o)
                .toList())));
    }

    private Optional<Model> condition(Model model, View view) {
        Optional<Ref> column = parts.any(model.columnsOf(view.source()));
        String condition = view.where().isEmpty() ? "{} is not null" : parts.oneIn(2) ? "" : "{} is not null and true";
        return column.map(c -> model.with(view.where(condition, c.id())));
    }
}
