package dev.tidemark.testkit.random;

import dev.tidemark.testkit.random.Model.Column;
import dev.tidemark.testkit.random.Model.Constraint;
import dev.tidemark.testkit.random.Model.ConstraintKind;
import dev.tidemark.testkit.random.Model.EnumType;
import dev.tidemark.testkit.random.Model.Form;
import dev.tidemark.testkit.random.Model.Index;
import dev.tidemark.testkit.random.Model.Join;
import dev.tidemark.testkit.random.Model.Output;
import dev.tidemark.testkit.random.Model.Ref;
import dev.tidemark.testkit.random.Model.SqlType;
import dev.tidemark.testkit.random.Model.Table;
import dev.tidemark.testkit.random.Model.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes a thing out of a model, and with it whatever refers to it, until the model is whole again. */
final class Pruning {
    private Pruning() {}

    /** The ids of everything that can be left out: the large things first. */
    static List<Integer> ids(Model model) {
        List<Integer> ids = new ArrayList<>();
        model.views().forEach(v -> ids.add(v.id()));
        model.tables().forEach(t -> ids.add(t.id()));
        model.enums().forEach(e -> ids.add(e.id()));
        for (Table table : model.tables()) {
            table.indexes().forEach(i -> ids.add(i.id()));
            table.constraints().forEach(c -> ids.add(c.id()));
            table.columns().forEach(c -> ids.add(c.id()));
        }
        for (View view : model.views()) {
            view.indexes().forEach(i -> ids.add(i.id()));
            view.outputs().forEach(o -> ids.add(o.id()));
        }
        return ids;
    }

    /** The model without the thing of this id and what refers to it. */
    static Model without(Model model, int id) {
        List<EnumType> enums = model.enums().stream().filter(e -> e.id() != id).toList();
        List<Table> tables = model.tables().stream()
                .filter(t -> t.id() != id)
                .map(t -> t.with(t.columns().stream().filter(c -> c.id() != id).toList())
                        .withConstraints(t.constraints().stream()
                                .filter(c -> c.id() != id)
                                .toList())
                        .withIndexes(
                                t.indexes().stream().filter(i -> i.id() != id).toList()))
                .toList();
        List<View> views = model.views().stream()
                .filter(v -> v.id() != id)
                .map(v -> v.with(v.outputs().stream().filter(o -> o.id() != id).toList())
                        .withIndexes(
                                v.indexes().stream().filter(i -> i.id() != id).toList()))
                .toList();
        return prune(new Model(enums, tables, views));
    }

    /** The model without what refers to something that is not there, or is not what it was. */
    static Model prune(Model model) {
        Model before = model;
        while (true) {
            Model after = pass(before);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    private static Model pass(Model model) {
        List<Table> tables = model.tables().stream()
                .map(t -> table(model, t))
                .filter(t -> !t.columns().isEmpty())
                .toList();
        Model next = model.withTables(tables);
        List<View> views = new ArrayList<>();
        for (View view : model.views()) {
            // Each sees the earlier ones only.
            Model earlier = next.withViews(views);
            @Nullable View kept = view(earlier, view);
            if (kept != null) {
                views.add(kept);
            }
        }
        return next.withViews(views);
    }

    private static Table table(Model model, Table table) {
        List<Column> columns = table.columns().stream()
                .filter(c ->
                        !c.type().isEnum() || model.enumType(c.type().enumId()).isPresent())
                .filter(c -> c.form() != Form.GENERATED
                        || table.column(c.base())
                                .filter(b -> b.form() != Form.GENERATED && fits(c, b.type()))
                                .isPresent())
                .toList();
        Set<Integer> there = columns.stream().map(Column::id).collect(Collectors.toSet());
        Set<Set<Integer>> keys = new HashSet<>();
        List<Constraint> constraints = new ArrayList<>();
        for (Constraint constraint : table.constraints()) {
            // Two keys over the same columns would make one index of two, and leave open which one a foreign key means.
            boolean whole = there.containsAll(constraint.columns())
                    && (!constraint.kind().isKey() || keys.add(Set.copyOf(constraint.columns())));
            if (whole && (constraint.kind() != ConstraintKind.FOREIGN || matches(model, table, constraint))) {
                constraints.add(constraint);
            }
        }
        List<Index> indexes = table.indexes().stream()
                .filter(i -> i.references().allMatch(there::contains) && fits(i, refs(columns)))
                .toList();
        return table.with(columns).withConstraints(constraints).withIndexes(indexes);
    }

    private static List<Ref> refs(List<Column> columns) {
        return columns.stream().map(c -> new Ref(c.id(), c.name(), c.type())).toList();
    }

    /** Whether what generates the column can be computed from this type. */
    private static boolean fits(Column generated, SqlType base) {
        boolean ofText = Stream.of("lower", "length", "||").anyMatch(generated.expression()::contains);
        return ofText ? base.isText() : base.is("integer", "bigint");
    }

    /** Whether the operators of the index are there for the types of its columns. */
    private static boolean fits(Index index, List<Ref> columns) {
        return conditionFits(index, columns)
                && index.items().stream().allMatch(item -> {
                    SqlType type = columns.stream()
                            .filter(r -> r.id() == item.column())
                            .findFirst()
                            .orElseThrow()
                            .type();
                    boolean textual =
                            Stream.of("lower", "||", "text_pattern_ops").anyMatch(item.template()::contains);
                    boolean inGin = type.is("jsonb", "text[]");
                    return (!textual || type.isText())
                            && inGin == index.method().equals("gin")
                            && (!item.template().contains("text_pattern_ops")
                                    || !type.sql().startsWith("varchar")
                                    || index.method().equals("btree"));
                });
    }

    private static boolean conditionFits(Index index, List<Ref> columns) {
        if (index.where().isEmpty() || index.where().equals("{} is not null")) {
            return true;
        }
        @Nullable SqlType type = typeOf(columns, index.whereColumn());
        if (type == null) {
            return false;
        }
        boolean ofLabels = index.where().contains("{first}");
        boolean ofNumbers = index.where().contains("> 0");
        return ofLabels ? type.isEnum() && type.sql().isEmpty() : ofNumbers ? type.isWhole() : type.isText();
    }

    /** Whether the key that a foreign key refers to is there, and its columns are of the same types. */
    private static boolean matches(Model model, Table table, Constraint foreignKey) {
        @Nullable Table target = model.tableOfKey(foreignKey.key()).orElse(null);
        if (target == null) {
            return false;
        }
        List<Integer> key = target.constraints().stream()
                .filter(c -> c.id() == foreignKey.key())
                .findFirst()
                .orElseThrow()
                .columns();
        if (key.size() != foreignKey.columns().size()) {
            return false;
        }
        for (int i = 0; i < key.size(); i++) {
            @Nullable Column own = table.column(foreignKey.columns().get(i)).orElse(null);
            @Nullable Column other = target.column(key.get(i)).orElse(null);
            if (own == null || other == null || !own.type().equals(other.type())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable View view(Model model, View view) {
        List<Ref> columns = new ArrayList<>(model.columnsOf(view.source()));
        @Nullable Join join = view.join();
        if (join != null) {
            List<Ref> joined = model.columnsOf(join.source());
            if (typeOf(columns, join.left()) == null
                    || !java.util.Objects.equals(typeOf(columns, join.left()), typeOf(joined, join.right()))) {
                return null;
            }
            columns.addAll(joined);
        }
        List<Output> outputs = new ArrayList<>();
        for (Output output : view.outputs()) {
            @Nullable SqlType type = typeOf(columns, output.column());
            if (type != null && (!output.template().contains("upper") || type.isText())) {
                SqlType own = output.template().equals("{}") ? type : output.type();
                outputs.add(new Output(output.id(), output.name(), own, output.column(), output.template()));
            }
        }
        if (outputs.isEmpty() || (!view.where().isEmpty() && typeOf(columns, view.whereColumn()) == null)) {
            return null;
        }
        View kept = view.with(outputs);
        List<Ref> own =
                outputs.stream().map(o -> new Ref(o.id(), o.name(), o.type())).toList();
        Set<Integer> there = own.stream().map(Ref::id).collect(Collectors.toSet());
        return kept.withIndexes(view.indexes().stream()
                .filter(i -> i.references().allMatch(there::contains) && fits(i, own))
                .toList());
    }

    private static @Nullable SqlType typeOf(List<Ref> columns, int id) {
        return columns.stream()
                .filter(r -> r.id() == id)
                .map(Ref::type)
                .findFirst()
                .orElse(null);
    }
}
