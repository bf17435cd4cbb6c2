package dev.tidemark.plan.keys;

import dev.tidemark.CostClass;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.sql.IndexText;
import dev.tidemark.plan.sql.Sql;
import java.util.Optional;
import java.util.Set;

/** Indexes that are built while others work. A run that was cut off left an invalid one, or a finished one that nobody took: both are recognised by name. */
final class Online {
    /** Steps of one change: what is left over goes, the index is built, then takes its place. */
    static final int CLEAN = 1;

    static final int BUILD = 2;
    static final int SWAP = 3;

    private Online() {}

    /** Builds {@code text} as {@code name} on a table, unless an earlier run did. */
    static void build(
            Context ctx, Draft.Builder draft, QName table, ObjectName object, String name, IndexText text, Rank rank) {
        Optional<Index> left = ctx.live(table)
                .flatMap(t -> t.index(name))
                // One that is part of a parent's goes with that.
                .filter(i -> i.parent() == null);
        if (left.isPresent() && left.get().valid() && same(left.get(), text)) {
            return;
        }
        if (left.isPresent()) {
            draft.op(concurrently(rank, drop(table, name), object, table).online(CLEAN));
        }
        draft.op(concurrently(rank, text.create(true, name), object, table)
                .costing(CostClass.ONLINE, Locks.indexTime(ctx, table))
                .online(BUILD));
    }

    static String drop(QName table, String index) {
        return "DROP INDEX CONCURRENTLY IF EXISTS " + Sql.name(new QName(table.schema(), index));
    }

    /** A statement outside transactions that blocks nobody. */
    static Op concurrently(Rank rank, String sql, ObjectName object, QName table) {
        return Op.alter(rank, sql, object, table)
                .locking(LockMode.SHARE_UPDATE_EXCLUSIVE)
                .touching(Set.of(table))
                .alone();
    }

    /** Makes a key of an index that is there. */
    static String usingIndex(Constraint constraint, String index) {
        String kind = constraint.kind() == Constraint.Kind.PRIMARY_KEY ? "PRIMARY KEY" : "UNIQUE";
        String deferrable = constraint.deferrable()
                ? " DEFERRABLE" + (constraint.initiallyDeferred() ? " INITIALLY DEFERRED" : "")
                : "";
        return "ADD CONSTRAINT " + Sql.id(constraint.name()) + " " + kind + " USING INDEX " + Sql.id(index)
                + deferrable;
    }

    private static boolean same(Index index, IndexText text) {
        return IndexText.parse(index.definition())
                .map(t -> t.head().equals(text.head()) && t.tail().equals(text.tail()))
                .orElse(false);
    }
}
