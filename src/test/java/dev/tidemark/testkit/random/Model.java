package dev.tidemark.testkit.random;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A schema as data. Everything has an id that it keeps from version to version, and refers to others by their ids, so that a rename is a change of one name.
 *
 * @param enums created first
 * @param tables in the order of their creation
 * @param views in an order in which each names earlier ones only
 */
public record Model(List<EnumType> enums, List<Table> tables, List<View> views) {
    /** No reference. */
    static final int NONE = -1;

    public Model {
        enums = List.copyOf(enums);
        tables = List.copyOf(tables);
        views = List.copyOf(views);
    }

    /** A schema's name and a name in it. */
    record Name(String schema, String name) {
        Name named(String other) {
            return new Name(schema, other);
        }
    }

    /**
     * An enum.
     *
     * @param renamedLabels what labels were called in the version before, by their new names
     */
    record EnumType(
            int id,
            Name name,
            List<String> labels,
            Map<String, String> renamedLabels,
            @Nullable String renamedFrom) {
        EnumType {
            labels = List.copyOf(labels);
            renamedLabels = Map.copyOf(renamedLabels);
        }

        EnumType with(List<String> other) {
            return new EnumType(id, name, other, renamedLabels, renamedFrom);
        }
    }

    /** A built-in type by its SQL, or an enum by its id; or an array of one. */
    record SqlType(String sql, int enumId) {
        static SqlType of(String sql) {
            return new SqlType(sql, NONE);
        }

        boolean isEnum() {
            return enumId != NONE;
        }

        boolean is(String... others) {
            return !isEnum() && List.of(others).contains(sql);
        }

        boolean isText() {
            return !isEnum() && (sql.equals("text") || sql.startsWith("varchar"));
        }

        boolean isWhole() {
            return is("smallint", "integer", "bigint");
        }

        /** Whether rows can hold any number of different values of it, and it has a btree order. */
        boolean isKeyable() {
            return isText() || isWhole() || is("uuid", "date", "timestamptz", "timestamp", "numeric(12,2)", "numeric");
        }
    }

    /** Where a column's values come from. */
    enum Form {
        PLAIN,
        DEFAULT,
        IDENTITY_ALWAYS,
        IDENTITY_BY_DEFAULT,
        SERIAL,
        GENERATED;

        boolean isIdentity() {
            return this == IDENTITY_ALWAYS || this == IDENTITY_BY_DEFAULT;
        }
    }

    /**
     * A column.
     *
     * @param expression the default's SQL, or what generates it, where {@code {}} stands for the column {@code base}
     */
    record Column(
            int id,
            String name,
            SqlType type,
            boolean notNull,
            Form form,
            String expression,
            int base,
            @Nullable String comment,
            @Nullable String renamedFrom) {
        Column named(String other, @Nullable String from) {
            return new Column(id, other, type, notNull, form, expression, base, comment, from);
        }

        Column typed(SqlType other) {
            return new Column(id, name, other, notNull, form, expression, base, comment, renamedFrom);
        }

        Column notNull(boolean other) {
            return new Column(id, name, type, other, form, expression, base, comment, renamedFrom);
        }

        Column formed(Form other, String expr) {
            return new Column(id, name, type, notNull, other, expr, base, comment, renamedFrom);
        }

        Column commented(@Nullable String other) {
            return new Column(id, name, type, notNull, form, expression, base, other, renamedFrom);
        }
    }

    enum ConstraintKind {
        PRIMARY,
        UNIQUE,
        CHECK,
        FOREIGN;

        boolean isKey() {
            return this == PRIMARY || this == UNIQUE;
        }
    }

    /**
     * A constraint.
     *
     * @param name null: PostgreSQL names it
     * @param expression of a check, {@code {}} stands for its first column and {@code {2}} for its second; of a foreign key what happens on delete and update
     * @param key of a foreign key: the id of the key that it refers to
     */
    record Constraint(
            int id, ConstraintKind kind, @Nullable String name, List<Integer> columns, String expression, int key) {
        Constraint {
            columns = List.copyOf(columns);
        }

        Constraint with(String other) {
            return new Constraint(id, kind, name, columns, other, key);
        }
    }

    /** A column of an index, or an expression over it, and its order. */
    record Item(int column, String template) {}

    /** An index; {@code name} null: PostgreSQL names it; {@code where} is empty or a condition on {@code whereColumn}. */
    record Index(
            int id,
            @Nullable String name,
            boolean unique,
            String method,
            List<Item> items,
            List<Integer> include,
            String where,
            int whereColumn) {
        Index {
            items = List.copyOf(items);
            include = List.copyOf(include);
        }

        Stream<Integer> references() {
            return Stream.concat(
                    items.stream().map(Item::column),
                    where.isEmpty() ? include.stream() : Stream.concat(include.stream(), Stream.of(whereColumn)));
        }

        Index with(List<Item> others) {
            return new Index(id, name, unique, method, others, include, where, whereColumn);
        }
    }

    /** A table with all that belongs to it. */
    record Table(
            int id,
            Name name,
            List<Column> columns,
            List<Constraint> constraints,
            List<Index> indexes,
            @Nullable String comment,
            @Nullable String renamedFrom) {
        Table {
            columns = List.copyOf(columns);
            constraints = List.copyOf(constraints);
            indexes = List.copyOf(indexes);
        }

        Table with(List<Column> others) {
            return new Table(id, name, others, constraints, indexes, comment, renamedFrom);
        }

        Table with(Column changed) {
            return with(columns.stream()
                    .map(c -> c.id() == changed.id() ? changed : c)
                    .toList());
        }

        Table withConstraints(List<Constraint> others) {
            return new Table(id, name, columns, others, indexes, comment, renamedFrom);
        }

        Table withIndexes(List<Index> others) {
            return new Table(id, name, columns, constraints, others, comment, renamedFrom);
        }

        Table named(String other) {
            return new Table(id, name.named(other), columns, constraints, indexes, comment, name.name());
        }

        Table moved(Name other) {
            return new Table(id, other, columns, constraints, indexes, comment, renamedFrom);
        }

        Table commented(@Nullable String other) {
            return new Table(id, name, columns, constraints, indexes, other, renamedFrom);
        }

        /** Whether it is computed from another column: its values may then be equal in several rows. */
        boolean isGenerated(int wanted) {
            return column(wanted).filter(c -> c.form() == Form.GENERATED).isPresent();
        }

        Optional<Column> column(int wanted) {
            return columns.stream().filter(c -> c.id() == wanted).findFirst();
        }
    }

    /** What a view selects: {@code {}} in the template stands for a column of its sources, by id. */
    record Output(int id, String name, SqlType type, int column, String template) {}

    /** A second source of a view and the columns that are equal. */
    record Join(int source, int left, int right) {}

    /** A view over a table or an earlier view. */
    record View(
            int id,
            Name name,
            boolean materialized,
            int source,
            @Nullable Join join,
            List<Output> outputs,
            String where,
            int whereColumn,
            List<Index> indexes,
            @Nullable String comment,
            @Nullable String renamedFrom) {
        View {
            outputs = List.copyOf(outputs);
            indexes = List.copyOf(indexes);
        }

        View with(List<Output> others) {
            return new View(
                    id, name, materialized, source, join, others, where, whereColumn, indexes, comment, renamedFrom);
        }

        View withIndexes(List<Index> others) {
            return new View(
                    id, name, materialized, source, join, outputs, where, whereColumn, others, comment, renamedFrom);
        }

        View where(String other, int column) {
            return new View(
                    id, name, materialized, source, join, outputs, other, column, indexes, comment, renamedFrom);
        }

        View materialized(boolean other) {
            return new View(
                    id,
                    name,
                    other,
                    source,
                    join,
                    outputs,
                    where,
                    whereColumn,
                    other ? indexes : List.of(),
                    comment,
                    null);
        }

        View named(String other) {
            return new View(
                    id,
                    name.named(other),
                    materialized,
                    source,
                    join,
                    outputs,
                    where,
                    whereColumn,
                    indexes,
                    comment,
                    name.name());
        }

        View commented(@Nullable String other) {
            return new View(
                    id, name, materialized, source, join, outputs, where, whereColumn, indexes, other, renamedFrom);
        }
    }

    /** A named column of a table or a view, whatever it is. */
    record Ref(int id, String name, SqlType type) {}

    Optional<EnumType> enumType(int id) {
        return enums.stream().filter(e -> e.id() == id).findFirst();
    }

    Optional<Table> table(int id) {
        return tables.stream().filter(t -> t.id() == id).findFirst();
    }

    /** The columns of a table or view; empty where there is none with this id. */
    List<Ref> columnsOf(int relation) {
        for (Table table : tables) {
            if (table.id() == relation) {
                return table.columns().stream()
                        .map(c -> new Ref(c.id(), c.name(), c.type()))
                        .toList();
            }
        }
        for (View view : views) {
            if (view.id() == relation) {
                return view.outputs().stream()
                        .map(o -> new Ref(o.id(), o.name(), o.type()))
                        .toList();
            }
        }
        return List.of();
    }

    Optional<Name> nameOf(int relation) {
        return Stream.concat(
                        tables.stream().filter(t -> t.id() == relation).map(Table::name),
                        views.stream().filter(v -> v.id() == relation).map(View::name))
                .findFirst();
    }

    /** The table that a key belongs to. */
    Optional<Table> tableOfKey(int key) {
        return tables.stream()
                .filter(t -> t.constraints().stream()
                        .anyMatch(c -> c.id() == key && c.kind().isKey()))
                .findFirst();
    }

    Model with(Table changed) {
        return withTables(
                tables.stream().map(t -> t.id() == changed.id() ? changed : t).toList());
    }

    Model with(View changed) {
        return withViews(
                views.stream().map(v -> v.id() == changed.id() ? changed : v).toList());
    }

    Model with(EnumType changed) {
        return new Model(
                enums.stream().map(e -> e.id() == changed.id() ? changed : e).toList(), tables, views);
    }

    Model withTables(List<Table> others) {
        return new Model(enums, others, views);
    }

    Model withViews(List<View> others) {
        return new Model(enums, tables, others);
    }

    Model withEnums(List<EnumType> others) {
        return new Model(others, tables, views);
    }

    /** The list and one more. */
    static <T> List<T> plus(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    /** All tables, each changed. */
    Model eachTable(UnaryOperator<Table> change) {
        return withTables(tables.stream().map(change).toList());
    }

    /** The SQL of it. */
    public String sql() {
        return new SqlWriter(this).write();
    }

    /** Its schemas, sorted. */
    public List<String> schemas() {
        return Stream.of(
                        enums.stream().map(EnumType::name),
                        tables.stream().map(Table::name),
                        views.stream().map(View::name))
                .flatMap(s -> s)
                .map(Name::schema)
                .distinct()
                .sorted()
                .toList();
    }
}
