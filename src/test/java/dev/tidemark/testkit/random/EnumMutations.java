package dev.tidemark.testkit.random;

import dev.tidemark.testkit.random.Model.Column;
import dev.tidemark.testkit.random.Model.EnumType;
import dev.tidemark.testkit.random.Model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes of enums. */
final class EnumMutations {
    private final Parts parts;
    private final Model first;

    EnumMutations(Parts parts, Model first) {
        this.parts = parts;
        this.first = first;
    }

    private Optional<EnumType> any(Model model) {
        return parts.any(model.enums());
    }

    Optional<Model> addValue(Model model) {
        return any(model).map(e -> {
            List<String> labels = new ArrayList<>(e.labels());
            labels.add(parts.random.nextInt(labels.size() + 1), parts.names.next());
            return model.with(e.with(labels));
        });
    }

    /** One that no row holds, see {@link Rows}, and no default. */
    Optional<Model> removeValue(Model model) {
        return any(model)
                .flatMap(e -> first.enumType(e.id()).flatMap(old -> {
                    List<String> free = e.labels().stream()
                            .filter(l -> old.labels().indexOf(l) >= 2)
                            .filter(l -> !usedAsDefault(model, e, l))
                            .toList();
                    return parts.any(free)
                            .map(l -> model.with(e.with(e.labels().stream()
                                    .filter(x -> !x.equals(l))
                                    .toList())));
                }));
    }

    private static boolean usedAsDefault(Model model, EnumType type, String label) {
        return model.tables().stream()
                .flatMap(t -> t.columns().stream())
                .anyMatch(c -> c.type().enumId() == type.id() && c.expression().equals(SqlWriter.literal(label)));
    }

    Optional<Model> renameValue(Model model) {
        return any(model)
                .flatMap(e -> first.enumType(e.id()).flatMap(old -> {
                    List<String> old2 =
                            e.labels().stream().filter(old.labels()::contains).toList();
                    return parts.any(old2).map(label -> renamed(model, e, label, parts.names.next()));
                }));
    }

    private static Model renamed(Model model, EnumType type, String from, String to) {
        Map<String, String> renames = new HashMap<>(type.renamedLabels());
        renames.put(to, from);
        List<String> labels =
                type.labels().stream().map(l -> l.equals(from) ? to : l).toList();
        EnumType changed = new EnumType(type.id(), type.name(), labels, renames, type.renamedFrom());
        return model.with(changed).eachTable(t -> withDefaults(t, type, from, to));
    }

    private static Table withDefaults(Table table, EnumType type, String from, String to) {
        List<Column> columns = table.columns().stream()
                .map(c -> c.type().enumId() == type.id() && c.expression().equals(SqlWriter.literal(from))
                        ? c.formed(c.form(), SqlWriter.literal(to))
                        : c)
                .toList();
        return table.with(columns);
    }

    Optional<Model> rename(Model model) {
        return any(model)
                .flatMap(e -> first.enumType(e.id()).map(old -> {
                    @Nullable String from = e.renamedFrom();
                    return from != null
                            ? model
                            : model.with(new EnumType(
                                    e.id(),
                                    e.name().named(parts.names.next()),
                                    e.labels(),
                                    e.renamedLabels(),
                                    old.name().name()));
                }));
    }
}
