package dev.tidemark.plan;

import dev.tidemark.CostClass;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.kinds.KindRules;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** A domain, composite or range type that becomes another one under the columns that have it: the old one steps aside until each column is cast over. */
final class TypeSwap {
    private static final String OLD_TYPE = "tidemark_old_";

    private final Context ctx;

    TypeSwap(Context ctx) {
        this.ctx = ctx;
    }

    /** The statements; a plain drop and create where no column has the type. */
    List<Op> ops(KindRules rules, OtherObject from, OtherObject to) {
        ObjectName object = to.name();
        QName name = Closure.name(object);
        List<EnumUses.Use> uses = EnumUses.of(ctx, name);
        List<Op> ops = new ArrayList<>();
        if (uses.isEmpty()) {
            ops.add(Op.free(Phase.LATE, Rank.DROP_VIEW, rules.drop(from), object));
            rules.create(to).forEach(sql -> ops.add(Op.free(Phase.LATE, Rank.NEW, sql, object)));
            return ops;
        }
        QName old = new QName(name.schema(), Sql.derived(OLD_TYPE, name.name()));
        TypeReplacement.renamed(from).forEach(sql -> ops.add(Op.free(Phase.LATE, Rank.DROP_VIEW, sql, object)));
        rules.create(to)
                .forEach(sql ->
                        ops.add(Op.free(Phase.LATE, Rank.ENUM, sql, object).doing(Effects.of(Rank.NEW, object))));
        uses.forEach(u -> ops.add(cast(u, name, object)));
        String word = rules.reference(from).startsWith("DOMAIN") ? "DOMAIN " : "TYPE ";
        ops.add(Op.free(Phase.LATE, Rank.AFTER_TYPES, "DROP " + word + Sql.name(old), object)
                .doing(Effects.NONE));
        return ops;
    }

    private Op cast(EnumUses.Use use, QName name, ObjectName object) {
        String column = Sql.id(use.column().name());
        String to = Sql.name(name) + (use.array() ? "[]" : "");
        String action = "ALTER COLUMN " + column + " TYPE " + to + " USING " + column + "::text::" + to;
        String held = use.column().defaultSql();
        if (held != null) {
            String next = ctx.declared(use.table())
                    .flatMap(t -> t.column(use.column().name()))
                    .map(c -> c.defaultSql() == null ? "" : c.defaultSql())
                    .orElse(held);
            action = "ALTER COLUMN " + column + " DROP DEFAULT, " + action
                    + (next.isEmpty() ? "" : ", ALTER COLUMN " + column + " SET DEFAULT " + next);
        }
        Op op = Op.alter(Rank.COLUMN, Sql.alterTable(use.table(), action), object, use.table())
                .changing(Context.column(use.table(), use.column().name()))
                .in(Phase.LATE);
        return ctx.empty(use.table()) ? op : op.costing(CostClass.BLOCKING, Locks.rewriteTime(ctx, use.table()));
    }
}
