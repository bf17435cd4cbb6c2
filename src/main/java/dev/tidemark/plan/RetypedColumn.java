package dev.tidemark.plan;

import dev.tidemark.CostClass;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
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
record RetypedColumn(
        ObjectName object,
        QName table,
        String column,
        String action,
        boolean hasDefault,
        String nextDefault,
        CostClass cost,
        Duration time) {

    List<Op> ops(Context ctx, Rank rank) {
        ObjectName member = Context.column(table, column);
        String alter = "ALTER COLUMN " + Sql.id(column) + " ";
        String drop = hasDefault ? alter + "DROP DEFAULT" : "";
        String set = nextDefault.isEmpty() ? "" : alter + "SET DEFAULT " + nextDefault;
        if (!hasDefault || !callsWhatChanges(ctx, member)) {
            String all = Stream.of(drop, action, set).filter(a -> !a.isEmpty()).collect(Collectors.joining(", "));
            return List.of(op(rank, all).changing(member).costing(cost, time));
        }
        // The function cannot go before the default, nor the new default come before its function.
        Op retype = op(rank, action).costing(cost, time);
        Op dropDefault = op(Rank.BEFORE_TYPES, drop).doing(Effects.dropping(member));
        return set.isEmpty()
                ? List.of(dropDefault, retype.doing(Effects.making(member)))
                : List.of(
                        dropDefault,
                        retype.doing(Effects.NONE),
                        op(Rank.AFTER_TYPES, set).doing(Effects.making(member)));
    }

    private Op op(Rank rank, String actions) {
        return Op.alter(rank, Sql.alterTable(table, actions), object, table);
    }

    /** Whether the column's default calls a function that is replaced or dropped. */
    static boolean callsWhatChanges(Context ctx, ObjectName column) {
        Set<ObjectName> changed = Stream.concat(
                        ctx.changes(Change.ChangeOther.class).map(c -> c.to().name()),
                        ctx.changes(Change.DropOther.class).map(c -> c.object().name()))
                .filter(o -> o.kind() == ObjectKind.FUNCTION)
                .collect(Collectors.toSet());
        return !changed.isEmpty()
                && ctx.live().dependencies().stream()
                        .anyMatch(d -> d.dependent().equals(column) && changed.contains(d.on()));
    }
}
