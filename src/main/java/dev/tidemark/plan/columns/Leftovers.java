package dev.tidemark.plan.columns;

import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.keys.ConstraintDrafts;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;

/** What a run that was cut off left behind, and this one takes up: the differ sees it as superfluous, but it must not be dropped. */
public final class Leftovers {
    private Leftovers() {}

    /** Whether another change's statements deal with what this one would drop. */
    public static boolean taken(Context ctx, Change change) {
        if (change instanceof Change.DropConstraint c) {
            QName table = c.table().name();
            return ctx.changes()
                    .of(Change.SetNotNull.class, table)
                    .anyMatch(s -> NotNullDrafts.throughCheck(ctx, table)
                            && Sql.derived(
                                            NotNullDrafts.NOT_NULL_CHECK,
                                            s.column().name())
                                    .equals(c.constraint().name()));
        }
        if (change instanceof Change.DropIndex c) {
            String name = c.index().name();
            QName owner = c.owner();
            return ctx.changes().to(Change.AddConstraint.class, owner, name).isPresent()
                    || ctx.changes()
                            .all(Change.ReplaceConstraint.class)
                            .anyMatch(a -> Sql.derived(ConstraintDrafts.NEW_INDEX, a.to().name())
                                    .equals(name))
                    || ctx.changes()
                            .all(Change.AddIndex.class)
                            .anyMatch(a -> Sql.derived(
                                            ConstraintDrafts.NEW_INDEX,
                                            a.index().name())
                                    .equals(name))
                    || ctx.changes()
                            .all(Change.ReplaceIndex.class)
                            .anyMatch(a -> Sql.derived(ConstraintDrafts.NEW_INDEX, a.to().name())
                                    .equals(name));
        }
        return false;
    }
}
