package dev.tidemark.plan;

import dev.tidemark.CostClass;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import java.util.Objects;
import java.util.Set;

/** Foreign keys that stay, but must go for a moment while something below them changes. */
final class KeyDetour {
    private KeyDetour() {}

    /** Drops the key first, makes it anew last, and validates it afterwards, as the declaration has it. */
    static void around(Context ctx, Draft.Builder draft, Context.Inbound inbound) {
        Constraint key = inbound.key();
        QName table = inbound.table();
        QName parent = ctx.now(Objects.requireNonNull(key.references()));
        ObjectName object = Context.table(table).member(ObjectKind.CONSTRAINT, key.name());
        Constraint again = ctx.declared(table).flatMap(t -> t.constraint(key.name())).orElse(key);
        boolean filled = !ctx.empty(table) && !ctx.partitioned(table);
        String add = "ADD CONSTRAINT " + Sql.id(key.name()) + " " + again.definition();
        draft.op(Op.alter(
                        Rank.DROP_FOREIGN_KEY,
                        Sql.alterTable(table, "DROP CONSTRAINT " + Sql.id(key.name())),
                        object,
                        table)
                .touching(Set.of(table, parent)));
        draft.op(Op.alter(Rank.FOREIGN_KEY, Sql.alterTable(table, add + (filled ? " NOT VALID" : "")), object, table)
                .locking(LockMode.SHARE_ROW_EXCLUSIVE)
                .touching(Set.of(table, parent)));
        if (filled && key.validated()) {
            draft.op(Op.alter(
                            Rank.VALIDATE,
                            Sql.alterTable(table, "VALIDATE CONSTRAINT " + Sql.id(key.name())),
                            object,
                            table)
                    .in(Phase.VALIDATE)
                    .locking(LockMode.SHARE_UPDATE_EXCLUSIVE)
                    .costing(CostClass.ONLINE, Locks.scanTime(ctx, table)));
        }
    }

    /** Whether no change of its own concerns the key. */
    static boolean untouched(Context ctx, Context.Inbound inbound) {
        String name = inbound.key().name();
        QName table = inbound.table();
        boolean dropped = ctx.changes(Change.DropConstraint.class)
                .anyMatch(c -> ctx.now(c.table().name()).equals(table) && c.constraint().name().equals(name));
        boolean replaced = ctx.changes(Change.ReplaceConstraint.class)
                .anyMatch(c -> ctx.now(c.table().name()).equals(table) && c.from().name().equals(name));
        boolean tableGoes = ctx.changes(Change.DropTable.class)
                .anyMatch(c -> ctx.now(c.table().name()).equals(table));
        return !dropped && !replaced && !tableGoes;
    }
}
