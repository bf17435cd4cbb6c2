package dev.tidemark.plan;

import dev.tidemark.CostClass;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.kinds.KindRules;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
                .doing(goes(ctx, object)));
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

    /** What the drop of an old type, which stepped aside, does: it comes after those of the old types that are made of it. */
    static Effects goes(Context ctx, ObjectName type) {
        Set<ObjectName> madeOfIt = ctx.live().dependencies().stream()
                .filter(d -> d.on().equals(type)
                        && d.dependent().kind() == ObjectKind.TYPE
                        && !d.dependent().equals(type))
                .map(d -> gone(d.dependent()))
                .collect(Collectors.toSet());
        return new Effects(Set.of(gone(type)), Set.of(), madeOfIt);
    }

    private static ObjectName gone(ObjectName type) {
        return ObjectName.of(ObjectKind.OTHER, type.schema(), "gone " + type.name());
    }
}
