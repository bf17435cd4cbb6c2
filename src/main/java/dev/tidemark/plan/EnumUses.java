package dev.tidemark.plan;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.sql.Sql;
import java.util.List;

/** The live columns of an enum type. */
final class EnumUses {
    private EnumUses() {}

    /**
     * A column of an enum or of an array of it.
     *
     * @param table its name once renames have run
     * @param column with its name once renames have run, as it is otherwise live
     */
    record Use(QName table, Column column, boolean array) {}

    static List<Use> of(Context ctx, QName type) {
        String name = Sql.name(ctx.typeBefore(type));
        return ctx.input().live().tables().values().stream()
                .flatMap(t -> t.columns().stream()
                        .filter(c -> c.type().equals(name) || c.type().equals(name + "[]"))
                        .map(c -> use(ctx, ctx.now(t.name()), c)))
                .toList();
    }

    private static Use use(Context ctx, QName table, Column live) {
        return new Use(
                table,
                Columns.named(live, ctx.columnNow(table, live.name())),
                live.type().endsWith("[]"));
    }
}
