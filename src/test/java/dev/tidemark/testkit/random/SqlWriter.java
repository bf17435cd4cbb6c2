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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a model as SQL that loads from top to bottom, with hints for what was renamed. */
final class SqlWriter {
    /** The reserved words among the names that {@link Names} gives. */
    private static final Set<String> RESERVED =
            Set.of("order", "user", "select", "group", "table", "check", "default", "end");

    private final Model model;
    private final StringBuilder out = new StringBuilder();

    SqlWriter(Model model) {
        this.model = model;
    }

    String write() {
        for (String schema : model.schemas()) {
            if (!schema.equals("public")) {
                out.append("create schema ").append(quoted(schema)).append(";\n");
            }
        }
        out.append('\n');
        model.enums().forEach(this::enumType);
        Set<Integer> created = new HashSet<>();
        for (Table table : model.tables()) {
            created.add(table.id());
            table(table, created);
        }
        model.tables().forEach(t -> foreignKeysAfterwards(t));
        model.tables().forEach(t -> t.indexes().forEach(i -> index(t.id(), i)));
        model.views().forEach(this::view);
        return out.toString();
    }

    static String quoted(String name) {
        boolean plain = name.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(name);
        return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    static String quoted(Name name) {
        return quoted(name.schema()) + "." + quoted(name.name());
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String hint(@Nullable String from) {
        return from == null ? "" : "-- @renamed from=" + quoted(from);
    }

    private void enumType(EnumType type) {
        if (type.renamedFrom() != null) {
            out.append(hint(type.renamedFrom())).append('\n');
        }
        out.append("create type ").append(quoted(type.name())).append(" as enum (");
        for (int i = 0; i < type.labels().size(); i++) {
            String label = type.labels().get(i);
            out.append("\n    ")
                    .append(literal(label))
                    .append(i + 1 < type.labels().size() ? "," : "");
            @Nullable String from = type.renamedLabels().get(label);
            out.append(from == null ? "" : " -- @renamed from=" + literal(from));
        }
        out.append("\n);\n\n");
    }

    String type(SqlType type) {
        if (!type.isEnum()) {
            return type.sql();
        }
        return quoted(model.enumType(type.enumId()).orElseThrow().name()) + type.sql();
    }

    private void table(Table table, Set<Integer> created) {
        if (table.renamedFrom() != null) {
            out.append(hint(table.renamedFrom())).append('\n');
        }
        List<String> lines = new ArrayList<>();
        List<String> hints = new ArrayList<>();
        for (Column column : table.columns()) {
            lines.add(column(table, column));
            hints.add(hint(column.renamedFrom()));
        }
        for (Constraint constraint : table.constraints()) {
            if (constraint.kind() != ConstraintKind.FOREIGN
                    || created.contains(target(constraint).id())) {
                lines.add(constraint(table, constraint));
                hints.add("");
            }
        }
        out.append("create table ").append(quoted(table.name())).append(" (");
        for (int i = 0; i < lines.size(); i++) {
            out.append("\n    ").append(lines.get(i)).append(i + 1 < lines.size() ? "," : "");
            out.append(hints.get(i).isEmpty() ? "" : " " + hints.get(i));
        }
        out.append("\n);\n");
        comment("table", quoted(table.name()), table.comment());
        for (Column column : table.columns()) {
            comment("column", quoted(table.name()) + "." + quoted(column.name()), column.comment());
        }
        out.append('\n');
    }

    private void comment(String kind, String name, @Nullable String text) {
        if (text != null) {
            out.append("comment on ").append(kind).append(' ').append(name);
            out.append(" is ").append(literal(text)).append(";\n");
        }
    }

    private String column(Table table, Column column) {
        String type = column.form() == Form.SERIAL
                ? column.type().is("bigint") ? "bigserial" : "serial"
                : type(column.type());
        String rest = switch (column.form()) {
            case PLAIN, SERIAL -> "";
            case DEFAULT -> " default " + column.expression();
            case IDENTITY_ALWAYS -> " generated always as identity";
            case IDENTITY_BY_DEFAULT -> " generated by default as identity";
            case GENERATED ->
                " generated always as (" + fill(column.expression(), name(table, column.base())) + ") stored";
        };
        return quoted(column.name()) + " " + type + (column.notNull() ? " not null" : "") + rest;
    }

    private String name(Table table, int column) {
        return quoted(table.column(column).orElseThrow().name());
    }

    private static String fill(String template, String name) {
        return template.replace("{}", name);
    }

    private Table target(Constraint foreignKey) {
        return model.tableOfKey(foreignKey.key()).orElseThrow();
    }

    private String constraint(Table table, Constraint constraint) {
        String columns = columns(table, constraint.columns());
        String body = switch (constraint.kind()) {
            case PRIMARY -> "primary key (" + columns + ")";
            case UNIQUE -> "unique (" + columns + ")";
            case CHECK -> "check (" + check(table, constraint) + ")";
            case FOREIGN -> {
                Table target = target(constraint);
                Constraint key = target.constraints().stream()
                        .filter(c -> c.id() == constraint.key())
                        .findFirst()
                        .orElseThrow();
                yield "foreign key (" + columns + ") references " + quoted(target.name()) + " ("
                        + columns(target, key.columns()) + ")" + constraint.expression();
            }
        };
        return constraint.name() == null ? body : "constraint " + quoted(constraint.name()) + " " + body;
    }

    private String check(Table table, Constraint check) {
        String last = name(table, check.columns().get(check.columns().size() - 1));
        return fill(
                check.expression().replace("{2}", last),
                name(table, check.columns().get(0)));
    }

    private String columns(Table table, List<Integer> columns) {
        return columns.stream().map(c -> name(table, c)).collect(Collectors.joining(", "));
    }

    private void foreignKeysAfterwards(Table table) {
        int own = model.tables().indexOf(table);
        for (Constraint constraint : table.constraints()) {
            if (constraint.kind() == ConstraintKind.FOREIGN && model.tables().indexOf(target(constraint)) > own) {
                out.append("alter table ").append(quoted(table.name())).append(" add ");
                out.append(constraint(table, constraint)).append(";\n");
            }
        }
    }

    private void index(int relation, Index index) {
        List<Ref> columns = model.columnsOf(relation);
        out.append("create ").append(index.unique() ? "unique " : "").append("index ");
        out.append(index.name() == null ? "" : quoted(index.name()) + " ");
        out.append("on ").append(quoted(model.nameOf(relation).orElseThrow()));
        out.append(index.method().equals("btree") ? "" : " using " + index.method())
                .append(" (");
        out.append(index.items().stream().map(i -> item(columns, i)).collect(Collectors.joining(", ")))
                .append(')');
        if (!index.include().isEmpty()) {
            out.append(index.include().stream()
                    .map(c -> ref(columns, c))
                    .collect(Collectors.joining(", ", " include (", ")")));
        }
        if (!index.where().isEmpty()) {
            out.append(" where ").append(fill(labelled(index, columns), ref(columns, index.whereColumn())));
        }
        out.append(";\n");
    }

    /** The condition with the labels that its enum has now. */
    private String labelled(Index index, List<Ref> columns) {
        return columns.stream()
                .filter(r -> r.id() == index.whereColumn() && r.type().isEnum())
                .findFirst()
                .flatMap(r -> model.enumType(r.type().enumId()))
                .map(e -> index.where()
                        .replace("{first}", literal(e.labels().get(0)))
                        .replace("{last}", literal(e.labels().get(e.labels().size() - 1))))
                .orElse(index.where());
    }

    private static String item(List<Ref> columns, Item item) {
        return fill(item.template(), ref(columns, item.column()));
    }

    private static String ref(List<Ref> columns, int id) {
        return quoted(columns.stream()
                .filter(r -> r.id() == id)
                .findFirst()
                .orElseThrow()
                .name());
    }

    private void view(View view) {
        out.append('\n');
        if (view.renamedFrom() != null) {
            out.append(hint(view.renamedFrom())).append('\n');
        }
        String kind = view.materialized() ? "materialized view" : "view";
        out.append("create ")
                .append(kind)
                .append(' ')
                .append(quoted(view.name()))
                .append(" as\n    select ");
        List<String> outputs = new ArrayList<>();
        for (Output output : view.outputs()) {
            outputs.add(fill(output.template(), source(view, output.column())) + " as " + quoted(output.name()));
        }
        out.append(String.join(",\n        ", outputs));
        out.append("\n    from ")
                .append(quoted(model.nameOf(view.source()).orElseThrow()))
                .append(" a");
        @Nullable Join join = view.join();
        if (join != null) {
            out.append("\n    join ")
                    .append(quoted(model.nameOf(join.source()).orElseThrow()))
                    .append(" b on a.");
            out.append(ref(model.columnsOf(view.source()), join.left())).append(" = b.");
            out.append(ref(model.columnsOf(join.source()), join.right()));
        }
        if (!view.where().isEmpty()) {
            out.append("\n    where ").append(fill(view.where(), source(view, view.whereColumn())));
        }
        out.append(";\n");
        comment(kind, quoted(view.name()), view.comment());
        view.indexes().forEach(i -> index(view.id(), i));
    }

    private String source(View view, int column) {
        if (column == Model.NONE) {
            return "";
        }
        List<Ref> own = model.columnsOf(view.source());
        if (own.stream().anyMatch(r -> r.id() == column)) {
            return "a." + ref(own, column);
        }
        @Nullable Join join = view.join();
        return "b." + ref(join == null ? List.of() : model.columnsOf(join.source()), column);
    }
}
