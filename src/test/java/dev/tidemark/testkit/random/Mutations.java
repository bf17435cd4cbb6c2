package dev.tidemark.testkit.random;

import dev.tidemark.testkit.random.Model.Column;
import dev.tidemark.testkit.random.Model.Constraint;
import dev.tidemark.testkit.random.Model.ConstraintKind;
import dev.tidemark.testkit.random.Model.Form;
import dev.tidemark.testkit.random.Model.Index;
import dev.tidemark.testkit.random.Model.Ref;
import dev.tidemark.testkit.random.Model.SqlType;
import dev.tidemark.testkit.random.Model.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is done to a schema on the way to its next version: only what the rows of {@link Rows} survive. */
final class Mutations {
    /** To what a type can be changed while its rows fit. */
    private static final Map<String, List<String>> NEXT_TYPES = Map.ofEntries(
            Map.entry("smallint", List.of("integer", "bigint")),
            Map.entry("integer", List.of("bigint", "bigint", "text", "numeric")),
            Map.entry("bigint", List.of("integer", "text")),
            Map.entry("varchar(40)", List.of("varchar(200)", "text")),
            Map.entry("varchar(200)", List.of("text", "varchar(40)")),
            Map.entry("text", List.of("varchar(200)")),
            Map.entry("numeric(12,2)", List.of("numeric")),
            Map.entry("numeric", List.of("numeric(12,2)")),
            Map.entry("date", List.of("timestamptz", "timestamp")),
            Map.entry("timestamp", List.of("timestamptz")),
            Map.entry("timestamptz", List.of("timestamptz(3)")),
            Map.entry("uuid", List.of("text")),
            Map.entry("inet", List.of("text")),
            Map.entry("jsonb", List.of("text")),
            Map.entry("integer[]", List.of("text[]")));

    private record Kind(String name, int weight, Function<Model, Optional<Model>> change) {}

    private final Parts parts;
    private final Model first;
    private final List<Kind> kinds = new ArrayList<>();
    private final List<String> done = new ArrayList<>();

    Mutations(Parts parts, Model first) {
        this.parts = parts;
        this.first = first;
        ViewMutations views = new ViewMutations(parts, first);
        EnumMutations enums = new EnumMutations(parts, first);
        kind("add table", 3, m -> Optional.of(RandomSchemas.withTable(parts, m, parts.pick(first.schemas()))));
        kind("drop table", 2, m -> parts.any(m.tables()).map(t -> Pruning.without(m, t.id())));
        kind("rename table", 2, this::renameTable);
        kind("add column", 4, this::addColumn);
        kind("drop column", 3, this::dropColumn);
        kind("rename column", 3, this::renameColumn);
        kind("change type", 4, this::changeType);
        kind("change nullability", 3, this::changeNullability);
        kind("change default", 3, this::changeDefault);
        kind("change identity", 2, this::changeIdentity);
        kind("change generation", 5, this::changeGeneration);
        kind("reorder columns", 1, this::reorderColumns);
        kind("change comment", 2, this::changeComment);
        kind("add foreign key", 2, this::addForeignKey);
        kind("add key", 2, this::addKey);
        kind("add check", 2, this::addCheck);
        kind("change check", 1, this::changeCheck);
        kind("drop constraint", 2, this::dropConstraint);
        kind("add index", 2, this::addIndex);
        kind("drop index", 1, this::dropIndex);
        kind("change index", 1, this::changeIndex);
        kind(
                "add enum",
                1,
                m -> Optional.of(m.withEnums(Model.plus(m.enums(), parts.enumType(parts.pick(first.schemas()))))));
        kind("drop enum", 1, m -> parts.any(m.enums()).map(e -> Pruning.without(m, e.id())));
        kind("add enum value", 3, enums::addValue);
        kind("remove enum value", 1, enums::removeValue);
        kind("rename enum value", 1, enums::renameValue);
        kind("rename enum", 1, enums::rename);
        kind("add view", 2, views::add);
        kind("drop view", 1, m -> parts.any(m.views()).map(v -> Pruning.without(m, v.id())));
        kind("rename view", 2, views::rename);
        kind("view becomes table", 2, views::becomeTable);
        kind("change view", 4, views::change);
    }

    private void kind(String name, int weight, Function<Model, Optional<Model>> change) {
        Collections.addAll(
                kinds,
                Collections.nCopies(weight, new Kind(name, weight, change)).toArray(Kind[]::new));
    }

    /** The next version, after so many mutations. */
    Model run(int count) {
        Model model = first;
        for (int i = 0; i < 100 && done.size() < count; i++) {
            Kind kind = parts.pick(kinds);
            Model before = model;
            Model after = kind.change().apply(before).map(Pruning::prune).orElse(before);
            if (!after.equals(before) && !after.tables().isEmpty()) {
                done.add(kind.name());
                model = after;
            }
        }
        return model;
    }

    List<String> done() {
        return done;
    }

    private Optional<Table> anyTable(Model model) {
        return parts.any(model.tables());
    }

    /** The table as it was in the first version. */
    private Optional<Table> asItWas(Table table) {
        return first.table(table.id());
    }

    /** Columns that were there in the first version with this type, in a table with rows. */
    private List<Column> withRows(Table table) {
        return table.columns().stream()
                .filter(c -> asItWas(table)
                        .flatMap(t -> t.column(c.id()))
                        .filter(old -> old.type().equals(c.type()))
                        .isPresent())
                .toList();
    }

    private boolean mayHoldNulls(Table table, Column column) {
        return asItWas(table)
                .map(t -> t.column(column.id())
                        .map(old -> old.form() == Form.GENERATED || Rows.hasNulls(t, old))
                        .orElse(true))
                .orElse(false);
    }

    private Optional<Model> renameTable(Model model) {
        return anyTable(model)
                .map(t -> asItWas(t)
                        .map(old -> model.with(old.name().equals(t.name()) ? t.named(parts.names.next()) : t))
                        .orElse(model));
    }

    private Optional<Model> addColumn(Model model) {
        return anyTable(model).map(t -> {
            Column column = parts.column(model, t.columns());
            // Rows are there: a value that is compulsory has to come from somewhere.
            Column fits = column.form() == Form.PLAIN ? column.notNull(false) : column;
            List<Column> columns = new ArrayList<>(t.columns());
            columns.add(parts.oneIn(3) ? 0 : columns.size(), fits);
            return model.with(t.with(columns));
        });
    }

    private Optional<Model> dropColumn(Model model) {
        return anyTable(model).flatMap(t -> parts.any(t.columns())).map(c -> Pruning.without(model, c.id()));
    }

    private Optional<Model> renameColumn(Model model) {
        return anyTable(model)
                .flatMap(t -> parts.any(withRows(t)).map(c -> {
                    String old = asItWas(t)
                            .flatMap(o -> o.column(c.id()))
                            .orElseThrow()
                            .name();
                    return c.name().equals(old) ? model.with(t.with(c.named(parts.names.next(), old))) : model;
                }));
    }

    private Optional<Model> changeType(Model model) {
        return anyTable(model).flatMap(t -> parts.any(t.columns()).flatMap(c -> retype(model, t, c)));
    }

    private Optional<Model> retype(Model model, Table table, Column column) {
        List<String> choices = column.type().isEnum()
                ? List.of()
                : NEXT_TYPES.getOrDefault(column.type().sql(), List.of());
        if (column.form().isIdentity() || column.form() == Form.SERIAL) {
            choices = choices.stream()
                    .filter(c -> c.equals("bigint") || c.equals("integer"))
                    .toList();
        }
        if (choices.isEmpty() || column.form() == Form.GENERATED) {
            return Optional.empty();
        }
        SqlType to = SqlType.of(parts.pick(choices));
        Column changed = column.typed(to);
        if (column.form() == Form.DEFAULT) {
            String expression = parts.defaultFor(to, model);
            changed = expression.isEmpty() ? changed.formed(Form.PLAIN, "") : changed.formed(Form.DEFAULT, expression);
        }
        // What checks it was written for the old type.
        boolean sameFamily =
                to.isText() == column.type().isText() && !column.type().is("date");
        List<Constraint> constraints = table.constraints().stream()
                .filter(c -> sameFamily
                        || c.kind() != ConstraintKind.CHECK
                        || !c.columns().contains(column.id()))
                .toList();
        return Optional.of(model.with(table.with(changed).withConstraints(constraints)));
    }

    private Optional<Model> changeNullability(Model model) {
        return anyTable(model)
                .flatMap(t -> parts.any(t.columns()).map(c -> {
                    boolean canBe =
                            c.notNull() ? !c.form().isIdentity() && c.form() != Form.SERIAL : !mayHoldNulls(t, c);
                    boolean isNew = asItWas(t).isPresent()
                            && asItWas(t).flatMap(o -> o.column(c.id())).isEmpty();
                    return canBe && !isNew && c.form() != Form.GENERATED
                            ? model.with(t.with(c.notNull(!c.notNull())))
                            : model;
                }));
    }

    private Optional<Model> changeDefault(Model model) {
        return anyTable(model)
                .flatMap(t -> parts.any(t.columns()).map(c -> {
                    boolean isNew = asItWas(t).flatMap(o -> o.column(c.id())).isEmpty();
                    String expression = parts.defaultFor(c.type(), model);
                    if (isNew || expression.isEmpty() || (c.form() != Form.PLAIN && c.form() != Form.DEFAULT)) {
                        return model;
                    }
                    return c.form() == Form.DEFAULT && parts.oneIn(2)
                            ? model.with(t.with(c.formed(Form.PLAIN, "")))
                            : model.with(t.with(c.formed(Form.DEFAULT, expression)));
                }));
    }

    private Optional<Model> changeIdentity(Model model) {
        return anyTable(model)
                .flatMap(t -> parts.any(t.columns().stream()
                                .filter(c -> c.notNull() && c.type().is("integer", "bigint"))
                                .toList())
                        .map(c -> {
                            Form form = parts.pick(
                                    List.of(Form.IDENTITY_ALWAYS, Form.IDENTITY_BY_DEFAULT, Form.SERIAL, Form.PLAIN));
                            boolean isNew =
                                    asItWas(t).flatMap(o -> o.column(c.id())).isEmpty();
                            return c.form() == Form.GENERATED || isNew ? model : model.with(t.with(c.formed(form, "")));
                        }));
    }

    private Optional<Model> changeGeneration(Model model) {
        return parts.any(model.tables().stream()
                        .filter(t -> t.columns().stream().anyMatch(c -> c.form() == Form.GENERATED))
                        .toList())
                .flatMap(t -> parts.any(t.columns().stream()
                                .filter(c -> c.form() == Form.GENERATED)
                                .toList())
                        .flatMap(c -> t.column(c.base())
                                .flatMap(b -> parts.generation(b.type()))
                                .filter(g -> g.type().equals(c.type()))
                                .map(g -> model.with(t.with(c.formed(Form.GENERATED, g.expression()))))));
    }

    private Optional<Model> reorderColumns(Model model) {
        return anyTable(model).map(t -> {
            List<Column> columns = new ArrayList<>(t.columns());
            Collections.shuffle(columns, parts.random);
            return model.with(t.with(columns));
        });
    }

    private Optional<Model> changeComment(Model model) {
        return anyTable(model).map(t -> {
            @Nullable String comment = parts.comment();
            return parts.oneIn(2)
                    ? model.with(t.commented(comment))
                    : model.with(t.with(parts.pick(t.columns()).commented(comment)));
        });
    }

    private Optional<Model> addForeignKey(Model model) {
        // Its columns are new, so rows hold nothing in them.
        return anyTable(model)
                .flatMap(t -> parts.foreignKey(t, model).map(more -> {
                    List<Column> columns = more.columns().stream()
                            .map(c -> t.column(c.id()).isPresent() ? c : c.notNull(false))
                            .toList();
                    return model.with(more.with(columns));
                }));
    }

    private Optional<Model> addKey(Model model) {
        return anyTable(model).flatMap(t -> {
            boolean hasPrimary = t.constraints().stream().anyMatch(c -> c.kind() == ConstraintKind.PRIMARY);
            Table filled =
                    t.with(withRows(t).stream().filter(c -> !mayHoldNulls(t, c)).toList());
            return parts.key(filled, hasPrimary || parts.oneIn(2) ? ConstraintKind.UNIQUE : ConstraintKind.PRIMARY)
                    .map(k -> model.with(t.withConstraints(Model.plus(t.constraints(), k))));
        });
    }

    private Optional<Model> addCheck(Model model) {
        return anyTable(model)
                .flatMap(t -> parts.check(t.with(withRows(t)))
                        .map(c -> model.with(t.withConstraints(Model.plus(t.constraints(), c)))));
    }

    private Optional<Model> changeCheck(Model model) {
        return anyTable(model)
                .flatMap(t -> parts.any(t.constraints().stream()
                                .filter(c -> c.kind() == ConstraintKind.CHECK)
                                .toList())
                        .flatMap(c -> withRows(t).stream()
                                .filter(column -> column.id() == c.columns().get(0))
                                .findFirst()
                                .map(column -> replace(model, t, c.with(parts.checkOf(column.type()))))));
    }

    private static Model replace(Model model, Table table, Constraint changed) {
        return model.with(table.withConstraints(table.constraints().stream()
                .map(c -> c.id() == changed.id() ? changed : c)
                .toList()));
    }

    private Optional<Model> dropConstraint(Model model) {
        return anyTable(model).flatMap(t -> parts.any(t.constraints())).map(c -> Pruning.without(model, c.id()));
    }

    private Optional<Model> addIndex(Model model) {
        return anyTable(model).flatMap(t -> {
            List<Ref> refs = withRows(t).stream()
                    .map(c -> new Ref(c.id(), c.name(), c.type()))
                    .toList();
            return parts.index(refs)
                    .filter(i -> !i.unique() || i.references().noneMatch(t::isGenerated))
                    .filter(i -> !i.unique()
                            || i.references()
                                    .noneMatch(r -> mayHoldNulls(t, t.column(r).orElseThrow())))
                    .map(i -> model.with(t.withIndexes(Model.plus(t.indexes(), i))));
        });
    }

    private Optional<Model> dropIndex(Model model) {
        return anyTable(model).flatMap(t -> parts.any(t.indexes())).map(i -> Pruning.without(model, i.id()));
    }

    private Optional<Model> changeIndex(Model model) {
        return anyTable(model)
                .flatMap(t -> parts.any(t.indexes())
                        .filter(i -> i.method().equals("btree"))
                        .map(i -> {
                            List<Model.Item> items = i.items().stream()
                                    .map(item -> t.column(item.column())
                                            .map(c -> new Model.Item(
                                                    c.id(), parts.item(new Ref(c.id(), c.name(), c.type()))))
                                            .orElse(item))
                                    .toList();
                            Index changed = i.with(items);
                            return model.with(t.withIndexes(t.indexes().stream()
                                    .map(x -> x.id() == i.id() ? changed : x)
                                    .toList()));
                        }));
    }
}
