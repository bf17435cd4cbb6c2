package dev.tidemark.testkit.random;

import dev.tidemark.testkit.random.Model.Column;
import dev.tidemark.testkit.random.Model.Constraint;
import dev.tidemark.testkit.random.Model.ConstraintKind;
import dev.tidemark.testkit.random.Model.EnumType;
import dev.tidemark.testkit.random.Model.Form;
import dev.tidemark.testkit.random.Model.Index;
import dev.tidemark.testkit.random.Model.Item;
import dev.tidemark.testkit.random.Model.Join;
import dev.tidemark.testkit.random.Model.Name;
import dev.tidemark.testkit.random.Model.Output;
import dev.tidemark.testkit.random.Model.Ref;
import dev.tidemark.testkit.random.Model.SqlType;
import dev.tidemark.testkit.random.Model.Table;
import dev.tidemark.testkit.random.Model.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random things that a schema is made of; the rows of {@link Rows} satisfy every check and key that is made here. */
final class Parts {
    private static final List<String> TYPES = List.of(
            "integer",
            "bigint",
            "smallint",
            "text",
            "text",
            "varchar(40)",
            "varchar(200)",
            "numeric(12,2)",
            "numeric",
            "boolean",
            "uuid",
            "date",
            "timestamptz",
            "timestamp",
            "time",
            "interval",
            "double precision",
            "bytea",
            "jsonb",
            "inet",
            "text[]",
            "integer[]",
            "timestamptz(3)",
            "char(3)");

    final Random random;
    final Names names;

    Parts(Random random, Names names) {
        this.random = random;
        this.names = names;
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    <T> Optional<T> any(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(pick(list));
    }

    @Nullable
    String comment() {
        return oneIn(4)
                ? pick(List.of("a comment", "it's\nin two lines", "-- looks like one; is not", "ü \\ \""))
                : null;
    }

    SqlType type(Model model) {
        if (!model.enums().isEmpty() && oneIn(4)) {
            return new SqlType(oneIn(5) ? "[]" : "", pick(model.enums()).id());
        }
        return SqlType.of(pick(TYPES));
    }

    EnumType enumType(String schema) {
        List<String> labels = new ArrayList<>(List.of("new", "Paid", "it's done", "x,y", "z"));
        Collections.shuffle(labels, random);
        return new EnumType(
                names.id(), new Name(schema, names.next()), labels.subList(0, 2 + random.nextInt(3)), Map.of(), null);
    }

    /** A default that fits the type; empty: none is known. */
    String defaultFor(SqlType type, Model model) {
        if (type.isEnum()) {
            EnumType labels = model.enumType(type.enumId()).orElseThrow();
            return type.sql().isEmpty() ? SqlWriter.literal(labels.labels().get(0)) : "'{}'";
        }
        return switch (type.sql()) {
            case "integer", "bigint", "smallint" -> pick(List.of("0", "42", "1 + 2", "-1", "length('abc')"));
            case "text", "varchar(200)" ->
                pick(List.of("'x'", "''", "'it''s'", "lower('X')", "current_user", "'a' || 'b'"));
            case "varchar(40)" -> pick(List.of("'x'", "upper('q')", "'2020-01-01'"));
            case "char(3)" -> "'abc'";
            case "numeric(12,2)", "numeric", "double precision" -> pick(List.of("0", "0.5", "-1.25", "round(2.5)"));
            case "boolean" -> pick(List.of("true", "false", "(not true)"));
            case "uuid" -> pick(List.of("gen_random_uuid()", "'00000000-0000-0000-0000-000000000000'"));
            case "date" -> pick(List.of("current_date", "'2020-02-29'"));
            case "timestamptz", "timestamptz(3)" ->
                pick(List.of(
                        "now()",
                        "'2020-01-01 12:00:00+02'",
                        "clock_timestamp()",
                        "current_timestamp + interval '1 day'"));
            case "timestamp" -> pick(List.of("localtimestamp", "'2020-01-01 12:00:00'"));
            case "time" -> "'12:30'";
            case "interval" -> pick(List.of("'1 day 02:00'", "'P1Y2M'"));
            case "bytea" -> "'\\xdeadbeef'";
            case "jsonb" -> pick(List.of("'{}'", "'{\"a\": [1, 2]}'", "jsonb_build_object('k', 1)"));
            case "inet" -> "'127.0.0.1'";
            case "text[]" -> pick(List.of("'{}'", "array['a', 'b']"));
            case "integer[]" -> "'{1,2}'";
            default -> "";
        };
    }

    Column column(Model model, List<Column> others) {
        SqlType type = type(model);
        boolean notNull = oneIn(2);
        Column plain = new Column(names.id(), names.next(), type, notNull, Form.PLAIN, "", Model.NONE, comment(), null);
        if (oneIn(6)) {
            Optional<Column> generated = any(others).flatMap(base -> generated(plain, base));
            if (generated.isPresent()) {
                return generated.get();
            }
        }
        String expression = oneIn(2) ? defaultFor(type, model) : "";
        return expression.isEmpty() ? plain : plain.formed(Form.DEFAULT, expression);
    }

    /** The column as one that is generated from another, where there is a way. */
    Optional<Column> generated(Column column, Column base) {
        if (base.form() == Form.GENERATED || base.type().isEnum()) {
            return Optional.empty();
        }
        return generation(base.type())
                .map(g -> new Column(
                        column.id(),
                        column.name(),
                        g.type(),
                        false,
                        Form.GENERATED,
                        g.expression(),
                        base.id(),
                        column.comment(),
                        column.renamedFrom()));
    }

    record Generation(SqlType type, String expression) {}

    Optional<Generation> generation(SqlType base) {
        if (base.isText()) {
            return Optional.of(pick(List.of(
                    new Generation(SqlType.of("text"), "lower({})"),
                    new Generation(SqlType.of("integer"), "length({})"),
                    new Generation(SqlType.of("text"), "{} || '-x'"))));
        }
        return base.is("integer", "bigint")
                ? Optional.of(pick(List.of(
                        new Generation(SqlType.of("bigint"), "{} * 2"),
                        new Generation(SqlType.of("bigint"), "{} + 7"),
                        new Generation(SqlType.of("boolean"), "case when {} > 3 then true else false end"))))
                : Optional.empty();
    }

    Optional<Constraint> check(Table table) {
        Optional<Column> column = any(table.columns().stream()
                .filter(c -> c.type().isText() || c.type().isWhole() || c.type().is("numeric", "numeric(12,2)", "date"))
                .toList());
        return column.map(c -> new Constraint(
                names.id(),
                ConstraintKind.CHECK,
                oneIn(3) ? null : names.next(),
                List.of(c.id()),
                checkOf(c.type()),
                Model.NONE));
    }

    String checkOf(SqlType type) {
        if (type.isText()) {
            return pick(List.of(
                    "{} <> ''",
                    "length({}) < 1000",
                    "{} not like '%;%'",
                    "{} not in ('a', 'b')",
                    "{} is null or {} in ('a') is not null"));
        }
        return type.is("date")
                ? "{} > '1900-01-01'"
                : pick(List.of(
                        "{} >= 0",
                        "{} <> -5",
                        "{} between -10 and 30000",
                        "{} not in (-7, -8)",
                        "case when {} > 5 then {} < 30000 else true end"));
    }

    Optional<Constraint> key(Table table, ConstraintKind kind) {
        List<Column> candidates = new ArrayList<>(table.columns().stream()
                .filter(c -> c.type().isKeyable() && c.form() != Form.GENERATED)
                .toList());
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Collections.shuffle(candidates, random);
        int size = candidates.size() > 1 && oneIn(3) ? 2 : 1;
        return Optional.of(new Constraint(
                names.id(),
                kind,
                oneIn(3) ? names.next() : null,
                candidates.subList(0, size).stream().map(Column::id).toList(),
                "",
                Model.NONE));
    }

    /** A foreign key from new columns of the table to some key of the model: the table with both. */
    Optional<Table> foreignKey(Table table, Model model) {
        List<Constraint> keys = model.tables().stream()
                .flatMap(t -> t.constraints().stream())
                .filter(c -> c.kind().isKey())
                .toList();
        return any(keys).map(key -> {
            Table target = model.tableOfKey(key.id()).orElseThrow();
            Table result = table;
            List<Integer> columns = new ArrayList<>();
            for (int column : key.columns()) {
                SqlType type = target.column(column).orElseThrow().type();
                Column own =
                        new Column(names.id(), names.next(), type, oneIn(3), Form.PLAIN, "", Model.NONE, null, null);
                columns.add(own.id());
                result = result.with(Model.plus(result.columns(), own));
            }
            String actions = pick(List.of(
                    "",
                    key.columns().size() == 1 ? " match full" : "",
                    " on delete cascade",
                    " on delete set null on update cascade",
                    " deferrable initially deferred",
                    " on delete restrict"));
            Constraint constraint = new Constraint(
                    names.id(), ConstraintKind.FOREIGN, oneIn(3) ? names.next() : null, columns, actions, key.id());
            return result.withConstraints(Model.plus(result.constraints(), constraint));
        });
    }

    Optional<Index> index(List<Ref> columns) {
        List<Ref> candidates = new ArrayList<>(columns.stream()
                .filter(c -> c.type().isKeyable()
                        || c.type().is("jsonb", "text[]", "boolean", "inet")
                        || c.type().isEnum())
                .toList());
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        Collections.shuffle(candidates, random);
        Ref first = candidates.get(0);
        @Nullable String name = oneIn(6) ? null : names.next();
        if (first.type().is("jsonb", "text[]")) {
            return Optional.of(new Index(
                    names.id(), name, false, "gin", List.of(new Item(first.id(), "{}")), List.of(), "", Model.NONE));
        }
        if (oneIn(8)) {
            return Optional.of(new Index(
                    names.id(), name, false, "hash", List.of(new Item(first.id(), "{}")), List.of(), "", Model.NONE));
        }
        List<Item> items = new ArrayList<>();
        for (Ref column : candidates.subList(0, Math.min(candidates.size(), 1 + random.nextInt(2)))) {
            if (!column.type().is("jsonb", "text[]")) {
                items.add(new Item(column.id(), item(column)));
            }
        }
        boolean unique = first.type().isKeyable() && items.get(0).template().startsWith("{}") && oneIn(4);
        List<Integer> include =
                candidates.size() > 2 && oneIn(4) ? List.of(candidates.get(2).id()) : List.of();
        Ref where = pick(candidates);
        String condition = oneIn(3) ? condition(where.type()) : "";
        return Optional.of(new Index(names.id(), name, unique, "btree", items, include, condition, where.id()));
    }

    /** Of a partial index. */
    private String condition(SqlType type) {
        if (type.isEnum() && type.sql().isEmpty()) {
            return pick(List.of("{} is not null", "{} = {first}", "{} in ({first}, {last})"));
        }
        if (type.isText()) {
            return pick(List.of("{} is not null", "{} <> ''", "{} in ('v1', 'v2')"));
        }
        return type.isWhole() ? pick(List.of("{} is not null", "{} > 0")) : "{} is not null";
    }

    String item(Ref column) {
        return column.type().isText()
                ? pick(List.of("{}", "{} desc", "lower({})", "({} || 'x') desc nulls last", "{} text_pattern_ops"))
                : pick(List.of("{}", "{}", "{} desc", "{} nulls first"));
    }

    Optional<View> view(Model model, String schema) {
        List<Integer> sources =
                new ArrayList<>(model.tables().stream().map(Table::id).toList());
        sources.addAll(model.views().stream().map(View::id).toList());
        if (sources.isEmpty()) {
            return Optional.empty();
        }
        int source = pick(sources);
        List<Ref> columns = new ArrayList<>(model.columnsOf(source));
        @Nullable Join join = oneIn(3) ? join(model, columns, pick(sources)) : null;
        if (join != null) {
            columns.addAll(model.columnsOf(join.source()));
        }
        Collections.shuffle(columns, random);
        List<Output> outputs = new ArrayList<>();
        for (Ref column : columns.subList(0, Math.min(columns.size(), 1 + random.nextInt(4)))) {
            outputs.add(output(column));
        }
        Ref where = pick(columns);
        View view = new View(
                names.id(),
                new Name(schema, names.next()),
                oneIn(4),
                source,
                join,
                outputs,
                oneIn(3) ? "{} is not null" : "",
                where.id(),
                List.of(),
                comment(),
                null);
        if (!view.materialized()) {
            return Optional.of(view);
        }
        List<Ref> own =
                outputs.stream().map(o -> new Ref(o.id(), o.name(), o.type())).toList();
        return Optional.of(index(own)
                .filter(i -> !i.unique())
                .map(i -> view.withIndexes(List.of(i)))
                .orElse(view));
    }

    private @Nullable Join join(Model model, List<Ref> left, int source) {
        for (Ref one : left) {
            for (Ref other : model.columnsOf(source)) {
                if (one.type().equals(other.type()) && one.type().isKeyable() && one.id() != other.id()) {
                    return model.columnsOf(source).stream().anyMatch(r -> left.contains(r))
                            ? null
                            : new Join(source, one.id(), other.id());
                }
            }
        }
        return null;
    }

    Output output(Ref column) {
        if (column.type().isText() && oneIn(3)) {
            return new Output(names.id(), names.next(), SqlType.of("text"), column.id(), "upper({})");
        }
        if (oneIn(8)) {
            return new Output(names.id(), names.next(), SqlType.of("text"), column.id(), "coalesce({}::text, 'none')");
        }
        return new Output(names.id(), names.next(), column.type(), column.id(), "{}");
    }
}
