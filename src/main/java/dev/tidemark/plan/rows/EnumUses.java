package dev.tidemark.plan.rows;

import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;
import java.util.List;

/** The live columns of an enum type. */
public final class EnumUses {
    private EnumUses() {}

    /**
     * A column of an enum or of an array of it.
     *
     * @param column as it is live
     */
    public record Use(QName table, Column column, boolean array) {}

    public static List<Use> of(Context ctx, QName type) {
        String name = Sql.name(type);
        return ctx.live().tables().values().stream()
                .flatMap(t -> t.columns().stream()
                        .filter(c -> c.type().equals(name) || c.type().equals(name + "[]"))
                        .map(c -> new Use(t.name(), c, c.type().endsWith("[]"))))
                .toList();
    }
}
