package dev.tidemark.processor;

import dev.tidemark.processor.EnumDeclaration.Label;
import dev.tidemark.processor.Model.ForeignKey;
import dev.tidemark.processor.Model.TableModel;
import dev.tidemark.processor.Model.ViewModel;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a model as SQL: schemas, types, tables, the foreign keys that close circles, indexes, views, lookup rows, data steps.
 *
 * <p>The same model always gives the same bytes. What SQL cannot say is a structured comment: {@code -- @renamed from=old} at the end of the line of a
 * column or label or on the line before a CREATE, {@code -- @external} and, of a view, {@code -- @columns name type, …} on the line before its CREATE.
 */
final class SchemaWriter {
    private final Model model;
    private final StringBuilder out = new StringBuilder();

    private SchemaWriter(Model model) {
        this.model = model;
    }

    /** The whole text. */
    static String write(Model model) {
        return new SchemaWriter(model).write();
    }

    private String write() {
        out.append("-- The schema of the app ")
                .append(model.app())
                .append(", compiled by Tidemark from its Java types.\n-- Do not edit: every build writes it again.\n");
        model.ownSchemas().forEach(schema -> statement("CREATE SCHEMA " + Identifiers.quote(schema)));
        model.types().forEach(this::type);
        tables();
        model.tables().forEach(table -> table.indexes().forEach(index -> index(table.table(), index)));
        model.views().forEach(this::view);
        model.rows().forEach(rows -> statement(rows.sql()));
        model.steps().forEach(this::step);
        return out.toString();
    }

    private void type(EnumDeclaration type) {
        String name = Identifiers.quote(type.schema(), type.name());
        out.append('\n');
        renamed(type.renamedFrom());
        out.append("CREATE TYPE ").append(name).append(" AS ENUM (\n");
        int last = type.labels().size() - 1;
        for (int i = 0; i <= last; i++) {
            Label label = type.labels().get(i);
            out.append("    ").append(Identifiers.literal(label.value())).append(i < last ? "," : "");
            label.renamedFrom()
                    .ifPresent(from -> out.append(" -- @renamed from=").append(labelHint(from)));
            out.append('\n');
        }
        out.append(");\n");
        comment("TYPE " + name, type.comment());
    }

    private void tables() {
        Set<String> written = new HashSet<>();
        for (TableModel table : model.tables()) {
            written.add(table.table().quoted());
            TableWriter writer =
                    new TableWriter(table, key -> written.contains(key.target().quoted()));
            out.append('\n');
            hints(table.table());
            out.append(writer.create());
            comment("TABLE " + table.table().quoted(), table.table().comment());
            columnComments(table.table(), table.table().members());
        }
        written.clear();
        for (TableModel table : model.tables()) {
            written.add(table.table().quoted());
            table.foreignKeys().stream()
                    .filter(key -> !written.contains(key.target().quoted()))
                    .forEach(key -> later(table, key));
        }
    }

    private void later(TableModel table, ForeignKey key) {
        statement("ALTER TABLE " + table.table().quoted() + "\n    ADD " + TableWriter.foreignKey(key));
    }

    private void index(Relation relation, Model.Index index) {
        Part.IndexKeys keys = index.keys();
        StringBuilder sql = new StringBuilder("CREATE ")
                .append(keys.isUnique() ? "UNIQUE " : "")
                .append("INDEX ")
                .append(Identifiers.quote(index.name()))
                .append(" ON ")
                .append(relation.quoted());
        keys.mark().givenText("using").ifPresent(using -> sql.append(" USING ").append(Identifiers.quote(using)));
        sql.append(" (").append(keyList(keys)).append(')');
        if (!keys.include().isEmpty()) {
            sql.append(" INCLUDE (")
                    .append(TableWriter.columns(
                            keys.include().stream().map(ColumnDeclaration::name).toList()))
                    .append(')');
        }
        keys.mark().givenText("where").ifPresent(where -> sql.append(" WHERE ").append(where.strip()));
        statement(sql.toString());
    }

    private static String keyList(Part.IndexKeys keys) {
        List<String> each = keys.expression().isPresent()
                ? List.of(expression(keys, keys.expression().get()))
                : keys.columns().stream()
                        .map(column -> Identifiers.quote(column.name()))
                        .toList();
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < each.size(); i++) {
            String operators = i < keys.operatorClasses().size()
                    ? keys.operatorClasses().get(i).strip()
                    : "";
            boolean descending = i < keys.order().size() && keys.order().get(i).equals("DESC");
            list.append(i == 0 ? "" : ", ")
                    .append(each.get(i))
                    .append(operators.isEmpty() ? "" : " " + operators)
                    .append(descending ? " DESC" : "");
        }
        return list.toString();
    }

    /** A call stands by itself; anything else needs parentheses. */
    private static String expression(Part.IndexKeys keys, String sql) {
        return keys.call().isPresent() ? sql : "(" + TableWriter.closed(sql) + ")";
    }

    private void view(ViewModel each) {
        ViewDeclaration view = each.view();
        String kind = view.materialized() ? "MATERIALIZED VIEW " : "VIEW ";
        out.append('\n');
        if (!view.members().isEmpty() && !view.external()) {
            out.append("-- @columns ").append(columnTypes(view)).append('\n');
        }
        hints(view);
        out.append("CREATE ").append(kind).append(view.quoted()).append(" AS\n");
        String query = view.external() ? stub(view) : view.sql();
        out.append(query).append(endsInComment(query) ? "\n;\n" : ";\n");
        comment(kind + view.quoted(), view.comment());
        columnComments(view, view.members());
        each.indexes().forEach(index -> index(view, index));
    }

    private static String columnTypes(ViewDeclaration view) {
        return view.members().stream()
                .map(m -> Identifiers.quote(m.columnName()) + " "
                        + m.column().type().sql())
                .collect(Collectors.joining(", "));
    }

    /** A query that has the columns and reads nothing. */
    private static String stub(ViewDeclaration view) {
        return view.members().stream()
                .map(m -> "    NULL::" + m.column().type().sql() + " AS " + Identifiers.quote(m.columnName()))
                .collect(Collectors.joining(",\n", "SELECT\n", ""));
    }

    private void step(StepDeclaration step) {
        step.statements().forEach(sql -> statement(step.hint() + "\n" + sql));
    }

    private void hints(Relation relation) {
        renamed(relation.renamedFrom());
        if (relation.external()) {
            out.append("-- @external\n");
        }
    }

    private void renamed(Optional<String> from) {
        from.ifPresent(old ->
                out.append("-- @renamed from=").append(Identifiers.quote(old)).append('\n'));
    }

    private void columnComments(Relation relation, List<Member> members) {
        for (Member member : members) {
            comment(
                    "COLUMN " + relation.quoted() + "." + Identifiers.quote(member.columnName()),
                    member.column().comment());
        }
    }

    private void comment(String object, Optional<String> comment) {
        comment.ifPresent(text -> statement("COMMENT ON " + object + " IS " + Identifiers.literal(text)));
    }

    private void statement(String sql) {
        out.append('\n').append(sql).append(endsInComment(sql) ? "\n;\n" : ";\n");
    }

    private static boolean endsInComment(String sql) {
        return sql.lastIndexOf("--") > sql.lastIndexOf('\n');
    }

    /** A word as it is, anything else as a string constant. */
    private static String labelHint(String label) {
        boolean word = label.chars().allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
        return word ? label : Identifiers.literal(label);
    }
}
