package dev.tidemark.plan.rows;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Column.Generated;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The rows of a table as they will be once everything has run, so that rules can be held against them before anything does. */
final class FutureRows {
    private final Context ctx;
    private final NewTypes types;

    FutureRows(Context ctx) {
        this.ctx = ctx;
        this.types = new NewTypes(ctx);
    }

    NewTypes types() {
        return types;
    }

    /** Whether these columns have other names. */
    boolean renamed(QName table, Collection<String> columns) {
        return columns.stream().anyMatch(c -> !ctx.columnBefore(table, c).equals(c));
    }

    /** Whether these columns will hold other values than now. */
    boolean differ(QName table, Collection<String> columns) {
        boolean changes = columns(table).stream().anyMatch(c -> isOther(table, c));
        return columns(table).stream()
                .filter(c -> columns.contains(c.name()))
                .anyMatch(c -> isOther(table, c) || (changes && c.generated() != Generated.NO));
    }

    private boolean isOther(QName table, Column column) {
        return ctx.isNewColumn(table, column.name())
                || ctx.changes().typeChange(table, column.name()).isPresent()
                || isComputedAnew(table, column.name());
    }

    private boolean isComputedAnew(QName table, String column) {
        return ctx.changes()
                .to(Change.ChangeGenerated.class, table, column)
                .filter(c -> c.to().generated() != Generated.NO)
                .isPresent();
    }

    private List<Column> columns(QName table) {
        return ctx.declared(table).map(Table::columns).orElse(List.of());
    }

    /** What to select them from, under the table's new name; it may fail on rows that cannot become so. */
    String from(QName table, String alias) {
        List<String> stored = new ArrayList<>();
        List<String> computed = new ArrayList<>();
        for (Column column : columns(table)) {
            String as = " AS " + Sql.id(column.name());
            if (column.generated() == Generated.NO) {
                stored.add(value(table, column) + as);
            } else if (column.defaultSql() != null) {
                computed.add("(" + types.spokenOfOld(column.defaultSql()) + ")" + as);
            }
        }
        String base = "SELECT " + (stored.isEmpty() ? "1 AS one" : String.join(", ", stored)) + " FROM "
                + Sql.name(ctx.before(table));
        String all = computed.isEmpty()
                ? base
                : "SELECT " + alias + ".*, " + String.join(", ", computed) + " FROM (" + base + ") AS " + alias;
        return "(" + all + ") AS " + alias;
    }

    private String value(QName table, Column column) {
        if (ctx.isNewColumn(table, column.name())) {
            return ofNew(column);
        }
        String before = Sql.id(ctx.columnBefore(table, column.name()));
        return ctx.changes()
                .typeChange(table, column.name())
                .map(c -> cast(before, c.from(), c.to()))
                .orElse(before);
    }

    private String ofNew(Column column) {
        if (column.identity() != null) {
            return "pg_catalog.row_number() OVER ()";
        }
        String expression = column.defaultSql() == null ? "NULL" : types.spokenOfOld(column.defaultSql());
        return types.standIn(column.type())
                .map(type -> "(" + expression + ")::" + type)
                .orElse("(" + expression + ")");
    }

    /** A value after its column's type has changed, in a type that is there already. */
    String cast(String value, Column from, Column to) {
        if (!types.has(to.type())) {
            return TypeChange.cast(ctx, value, from, to);
        }
        return types.standIn(to.type())
                .map(type -> type.startsWith("text")
                        ? value + "::text" + (type.equals("text") ? "" : "::" + type)
                        : value + "::" + type)
                .orElseGet(() -> TypeChange.cast(ctx, value, from, to));
    }
}
