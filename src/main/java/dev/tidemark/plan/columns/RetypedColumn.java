package dev.tidemark.plan.columns;

import dev.tidemark.CostClass;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Estimates;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.rows.EnumUses;
import dev.tidemark.plan.sql.Sql;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column that gets another type. PostgreSQL would cast its default along with it, so the default goes before and comes back after: in one statement, or
 * in three where the default calls a function that is replaced or dropped in between.
 *
 * @param object what the statements are about: the column, or the type that is replaced
 * @param action what follows ALTER TABLE and changes the type
 * @param hasDefault whether there is a default that has to go
 * @param nextDefault the default afterwards; empty for none
 * @param cost of the statement that changes the type
 */
public record RetypedColumn(
        ObjectName object,
        QName table,
        String column,
        String action,
        boolean hasDefault,
        String nextDefault,
        CostClass cost,
        Duration time) {

    /**
     * A column whose type is replaced by one of its name, or that takes what its type is made of.
     *
     * @param keepsDefault whether it has a default afterwards, if the declaration has one
     */
    public static RetypedColumn of(
            Context ctx, EnumUses.Use use, ObjectName object, String action, boolean keepsDefault) {
        String held = use.column().defaultSql();
        String next = held == null || !keepsDefault
                ? ""
                : ctx.declared(use.table())
                        .flatMap(t -> t.column(use.column().name()))
                        .map(c -> c.defaultSql() == null ? "" : c.defaultSql())
                        .orElse(held);
        boolean empty = ctx.empty(use.table());
        return new RetypedColumn(
                object,
                use.table(),
                use.column().name(),
                action,
                held != null,
                next,
                empty ? CostClass.INSTANT : CostClass.BLOCKING,
                empty ? Estimates.INSTANT : Locks.rewriteTime(ctx, use.table()));
    }

    public List<Op> ops(Context ctx, Rank rank) {
        ObjectName member = Context.column(table, column);
        String alter = "ALTER COLUMN " + Sql.id(column) + " ";
        String drop = hasDefault ? alter + "DROP DEFAULT" : "";
        String set = nextDefault.isEmpty() ? "" : alter + "SET DEFAULT " + nextDefault;
        boolean replacesType = rank == Rank.ENUM;
        if (!hasDefault || !(callsWhatChanges(ctx, member) || (replacesType && namesReplacedEnum(ctx, member)))) {
            String all = Stream.of(drop, action, set).filter(a -> !a.isEmpty()).collect(Collectors.joining(", "));
            return List.of(op(rank, all).changing(member).costing(cost, time));
        }
        // What the default calls cannot go before it, nor the new default come before what it calls.
        Op retype = op(rank, action).costing(cost, time);
        Op dropDefault = op(Rank.BEFORE_TYPES, drop).doing(Effects.dropping(member));
        // Where the type is replaced, its own statements are in this order already.
        Set<ObjectName> was = replacesType ? Set.of() : Set.of(member);
        Set<ObjectName> types = replacesType ? Set.of() : types(ctx, member);
        return set.isEmpty()
                ? List.of(dropDefault, retype.doing(new Effects(Set.of(member), was, types)))
                : List.of(
                        dropDefault,
                        retype.doing(new Effects(Set.of(), was, types)),
                        op(Rank.AFTER_TYPES, set).doing(Effects.making(member)));
    }

    private static Set<ObjectName> types(Context ctx, ObjectName column) {
        return ctx.declared().dependencies().stream()
                .filter(d -> d.dependent().equals(column) && d.on().kind() == ObjectKind.TYPE)
                .map(Dependency::on)
                .collect(Collectors.toSet());
    }

    /** Whether the column's default has a value of an enum that is replaced, though the column is of another type. */
    public static boolean namesReplacedEnum(Context ctx, ObjectName column) {
        Set<ObjectName> replaced = ctx.changes()
                .all(Change.ReplaceEnum.class)
                .map(c -> ObjectNames.of(ObjectKind.TYPE, c.from().name()))
                .collect(Collectors.toSet());
        return dependsOnAny(ctx, column, replaced)
                && replaced.stream()
                        .flatMap(t -> EnumUses.of(ctx, QName.of(t)).stream())
                        .noneMatch(u ->
                                Context.column(u.table(), u.column().name()).equals(column));
    }

    private Op op(Rank rank, String actions) {
        return Op.alter(rank, Sql.alterTable(table, actions), object, table);
    }

    /** Whether the column's default calls a function that is replaced or dropped. */
    public static boolean callsWhatChanges(Context ctx, ObjectName column) {
        Set<ObjectName> changed = Stream.concat(
                        ctx.changes().all(Change.ChangeOther.class).map(c -> c.to().name()),
                        ctx.changes()
                                .all(Change.DropOther.class)
                                .map(c -> c.object().name()))
                .filter(o -> o.kind() == ObjectKind.FUNCTION)
                .collect(Collectors.toSet());
        return dependsOnAny(ctx, column, changed);
    }

    private static boolean dependsOnAny(Context ctx, ObjectName column, Set<ObjectName> objects) {
        return !objects.isEmpty() && ctx.dependencies().of(column).stream().anyMatch(d -> objects.contains(d.on()));
    }
}
