package dev.tidemark.plan.types;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.SchemaInfo;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.plan.kinds.Kinds;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Columns;
import dev.tidemark.plan.sql.Sequences;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.sql.Storage;
import dev.tidemark.plan.sql.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Objects of a catalog as the statements that make them as they are, comments included; owners and rights left out. Without semicolons. */
public final class Definitions {
    private Definitions() {}

    /** A schema; of {@code public}, which is there, nothing but its comment. */
    public static List<String> of(SchemaInfo schema) {
        List<String> sql = new ArrayList<>();
        boolean there = schema.name().equals("public");
        if (!there) {
            sql.add("CREATE SCHEMA " + Sql.id(schema.name()));
        }
        if (!there || !"standard public schema".equals(schema.comment())) {
            comment(sql, ObjectName.of(ObjectKind.SCHEMA, schema.name(), schema.name()), schema.comment());
        }
        return sql;
    }

    /** An enum type. */
    public static List<String> of(EnumType type) {
        List<String> sql = new ArrayList<>();
        sql.add("CREATE TYPE " + Sql.name(type.name()) + " AS ENUM ("
                + type.labels().stream()
                        .map(label -> "\n    " + Sql.literal(label))
                        .collect(Collectors.joining(","))
                + "\n)");
        comment(
                sql,
                ObjectName.of(ObjectKind.TYPE, type.name().schema(), type.name().name()),
                type.comment());
        return sql;
    }

    /** A sequence that is not an identity column's, without its column. */
    public static List<String> of(Sequence sequence) {
        List<String> sql = new ArrayList<>();
        String type = sequence.options().type();
        String options = Sequences.nonDefault(sequence.options());
        sql.add("CREATE " + (sequence.unlogged() ? "UNLOGGED " : "") + "SEQUENCE " + Sql.name(sequence.name())
                + (type.equals("bigint") ? "" : " AS " + type) + (options.isEmpty() ? "" : " " + options));
        comment(sql, ObjectNames.of(ObjectKind.SEQUENCE, sequence.name()), sequence.comment());
        return sql;
    }

    /** That a column owns a sequence; nothing where none does. */
    public static List<String> ownership(Sequence sequence) {
        return sequence.ownedByTable() == null || sequence.ownedByColumn() == null
                ? List.of()
                : List.of(Sequences.ownedBy(sequence));
    }

    /** An object of any other kind. */
    public static List<String> of(OtherObject object) {
        List<String> sql = new ArrayList<>(Kinds.of(object.name()).create(object));
        if (object.comment() != null) {
            sql.add("COMMENT ON " + Kinds.of(object.name()).reference(object) + " IS " + Sql.literal(object.comment()));
        }
        return sql;
    }

    /**
     * A table with its indexes.
     *
     * @param parent the partitioned table that it is a partition of, if it is one
     * @param inline which of its foreign keys stand inside its CREATE TABLE
     */
    public static List<String> of(Table table, @Nullable Table parent, Predicate<Constraint> inline) {
        TableDefinition definition = new TableDefinition(table, parent);
        List<String> sql = new ArrayList<>(List.of(definition.create(inline)));
        sql.addAll(definition.afterwards());
        ObjectName name = ObjectName.of(
                ObjectKind.TABLE, table.name().schema(), table.name().name());
        List<String> comments = new ArrayList<>();
        comment(comments, name, table.comment());
        columnComments(comments, name, table.columns());
        for (Constraint constraint : table.constraints()) {
            if (constraint.kind() != Constraint.Kind.FOREIGN_KEY || inline.test(constraint)) {
                comment(comments, name.member(ObjectKind.CONSTRAINT, constraint.name()), constraint.comment());
            }
        }
        indexComments(comments, name, table.indexes());
        comments.stream()
                .map(text -> table.relkind() == 'f'
                        ? text.replaceFirst("^COMMENT ON TABLE ", "COMMENT ON FOREIGN TABLE ")
                        : text)
                .forEach(sql::add);
        return sql;
    }

    /** A table's foreign keys that do not stand inside, with their comments. */
    public static List<String> laterKeys(Table table, @Nullable Table parent, Predicate<Constraint> inline) {
        List<String> sql = new ArrayList<>(new TableDefinition(table, parent).laterKeys(inline));
        ObjectName name = ObjectName.of(
                ObjectKind.TABLE, table.name().schema(), table.name().name());
        for (Constraint constraint : table.constraints()) {
            if (constraint.kind() == Constraint.Kind.FOREIGN_KEY && !inline.test(constraint)) {
                comment(sql, name.member(ObjectKind.CONSTRAINT, constraint.name()), constraint.comment());
            }
        }
        return sql;
    }

    /** A view of either kind, with its indexes. */
    public static List<String> of(View view) {
        ObjectName name = Context.view(view, view.name());
        String kind = view.materialized() ? "MATERIALIZED VIEW " : "VIEW ";
        String query = view.definition().strip().replaceFirst(";$", "");
        List<String> sql = new ArrayList<>();
        sql.add("CREATE " + kind + Sql.name(view.name())
                + (view.options().isEmpty() ? "" : " WITH (" + TableDefinition.options(view.options()) + ")") + " AS\n"
                + query + (view.materialized() && !view.populated() ? "\nWITH NO DATA" : ""));
        for (Index index : view.indexes()) {
            sql.add(TableDefinition.index(index));
        }
        for (Column column : view.columns()) {
            if (column.defaultSql() != null) {
                sql.add("ALTER VIEW " + Sql.name(view.name()) + " ALTER COLUMN " + Sql.id(column.name())
                        + " SET DEFAULT " + column.defaultSql());
            }
        }
        comment(sql, name, view.comment());
        columnComments(sql, name, view.columns());
        indexComments(sql, name, view.indexes());
        return sql;
    }

    /** Whether an identity column numbers as {@code GENERATED … AS IDENTITY} without options does, by a sequence of the usual name. */
    public static boolean isUsualIdentity(Table table, Column column) {
        Column.Identity identity = column.identity();
        return identity != null
                && identity.sequence().equals(table.name().name() + "_" + column.name() + "_seq")
                && identity.options().type().equals(column.type())
                && Sequences.nonDefault(identity.options()).isEmpty();
    }

    /** {@code CONSTRAINT name …}, with the parameters of its index. */
    public static String constraint(Table table, Constraint constraint) {
        return new TableDefinition(table, null).constraint(constraint);
    }

    /** A column that is added to its table. */
    public static String column(Table table, Column column) {
        return Sql.alterTable(table.name(), "ADD COLUMN " + Columns.definition(table.name(), column));
    }

    /** What is set of a table and its columns after it is made: storage, options, row security, replica identity. */
    public static List<String> settings(Table table) {
        List<String> sql = new ArrayList<>();
        if (!table.options().isEmpty()) {
            sql.add(Sql.alterTable(table.name(), "SET (" + TableDefinition.options(table.options()) + ")"));
        }
        for (Column column : table.columns()) {
            Storage.ofNew(column).forEach(action -> sql.add(Sql.alterColumn(table.name(), column.name(), action)));
        }
        sql.addAll(new TableDefinition(table, null).marks());
        return sql;
    }

    /** {@code COMMENT ON} a relation, a type, a schema or a member of a relation. */
    public static String comment(ObjectName object, String comment) {
        return Comments.sql(object, comment);
    }

    private static void columnComments(List<String> sql, ObjectName owner, List<Column> columns) {
        columns.forEach(c -> comment(sql, owner.member(ObjectKind.COLUMN, c.name()), c.comment()));
    }

    private static void indexComments(List<String> sql, ObjectName owner, List<Index> indexes) {
        indexes.forEach(i -> comment(sql, owner.member(ObjectKind.INDEX, i.name()), i.comment()));
    }

    private static void comment(List<String> sql, ObjectName object, @Nullable String comment) {
        if (comment != null) {
            sql.add(Comments.sql(object, comment));
        }
    }
}
