package dev.tidemark.plan.tables;

import dev.tidemark.Hazard;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Inherited;
import dev.tidemark.plan.keys.ReferringKeys;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Partitions of tables that foreign keys refer to. PostgreSQL lets none go as long as rows refer to its rows, and drops none at all: the keys go first and
 * come back when the partitions are where they should be.
 */
final class ReferredPartitions {
    private final Context ctx;
    private final RowQuestions rows;

    ReferredPartitions(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
    }

    /** Foreign keys to what this is a partition of, at any level. */
    List<Context.Inbound> keys(Table partition) {
        List<Context.Inbound> keys = new ArrayList<>();
        for (QName above : above(partition)) {
            keys.addAll(ctx.inbound(above));
        }
        return keys;
    }

    /** The tables that this is a partition of, nearest first. */
    private List<QName> above(Table partition) {
        List<QName> all = new ArrayList<>();
        Table at = ctx.live(partition.name()).orElse(partition);
        while (at.isPartition()) {
            QName parent = at.parents().get(0);
            all.add(parent);
            Table next = ctx.live().tables().get(parent);
            if (next == null) {
                break;
            }
            at = next;
        }
        return all;
    }

    /**
     * Takes the keys out of the way of a partition that leaves, each once in a plan, and asks whether rows would be left without what they refer to.
     *
     * @param to what becomes of it; null if it is dropped
     */
    void release(Draft.Builder draft, Table from, @Nullable Table to, Stage stage) {
        for (Context.Inbound key : keys(from)) {
            if (goesWithItsTable(key) && isFirst(key, from)) {
                draft.op(drop(key, stage));
            }
            if (!stays(key)) {
                continue;
            }
            if (leavesForGood(key, to)) {
                orphans(draft, from, key);
            }
            if (!ctx.empty(key.table()) && isFirst(key, from)) {
                draft.op(drop(key, stage));
                // Not valid, it may come at once; one of a partitioned table is checked when it comes, and so comes
                // last.
                boolean checked = ctx.partitioned(key.table());
                ReferringKeys.again(
                        ctx,
                        draft,
                        key,
                        op -> checked ? op.in(Stage.FINISH).serving(Rank.COMMENT, op.object()) : op.in(stage));
            }
        }
    }

    /** Before the partition goes: in the first stage that is before any rename. */
    private Op drop(Context.Inbound key, Stage stage) {
        Op op = ReferringKeys.drop(ctx, key);
        QName table = stage == Stage.TABLES ? ctx.before(key.table()) : key.table();
        String name = key.key().name();
        return stage == Stage.TABLES
                ? Op.alter(
                                Rank.DETACH,
                                Sql.alterTable(table, "DROP CONSTRAINT " + Sql.id(name)),
                                op.object(),
                                key.table())
                        .doing(op.effects())
                        .touching(op.touches())
                : op.serving(Rank.DETACH, op.object()).in(stage);
    }

    private boolean goesWithItsTable(Context.Inbound key) {
        return ReferringKeys.goesWithItsTable(ctx, key) && !ReferringKeys.losesItsKey(ctx, key);
    }

    /** Whether a partition that leaves takes this key of a table that goes out of its way. */
    boolean takes(Context.Inbound key) {
        return goesWithItsTable(key) && !leaving(key).isEmpty();
    }

    private boolean stays(Context.Inbound key) {
        return ReferringKeys.untouched(ctx, key)
                && !ReferringKeys.goesWithItsColumns(ctx, key)
                && !ReferringKeys.losesItsKey(ctx, key);
    }

    private boolean leavesForGood(Context.Inbound key, @Nullable Table to) {
        QName root = Objects.requireNonNull(key.key().references());
        Set<QName> seen = new HashSet<>();
        Table at = to;
        while (at != null && at.isPartition() && seen.add(at.name())) {
            QName parent = at.parents().get(0);
            if (parent.equals(root)) {
                return false;
            }
            at = ctx.declared(parent).orElse(null);
        }
        return true;
    }

    private void orphans(Draft.Builder draft, Table from, Context.Inbound key) {
        OptionalLong count = rows.referring(key, from).map(ctx::answer).orElse(OptionalLong.empty());
        if (ctx.empty(key.table()) || count.orElse(1) == 0) {
            return;
        }
        String name = key.key().name() + " of " + Context.table(key.table()).display();
        draft.hazard(Hazard.MAY_FAIL_ON_DATA, "rows may refer to its rows by " + name, "");
        count.ifPresent(n -> draft.ifApplied(ctx.problem(
                "TDM-213",
                Context.table(from.name()),
                "leaves what foreign key " + name + " refers to, but " + Words.count(n, "row")
                        + (n == 1 ? " refers" : " refer") + " to rows of it",
                "see them: " + rows.referring(key, from).orElse("").replaceFirst("count\\(\\*\\)", "a.*"),
                "delete or change these rows, then sync again; or drop the foreign key")));
    }

    /** Of the partitions that leave what a key refers to, the first takes the key along. */
    private boolean isFirst(Context.Inbound key, Table from) {
        SortedSet<QName> leaving = leaving(key);
        return !leaving.isEmpty() && leaving.first().equals(from.name());
    }

    private SortedSet<QName> leaving(Context.Inbound key) {
        SortedSet<QName> leaving = new TreeSet<>();
        Stream.concat(
                        ctx.changes().all(Change.DropTable.class).map(Change.DropTable::table),
                        ctx.changes()
                                .all(Change.ChangeTable.class)
                                .filter(c -> Inherited.moves(c.from(), c.to()))
                                .map(Change.ChangeTable::from))
                .filter(t -> t.isPartition() && keys(t).contains(key))
                .forEach(t -> leaving.add(t.name()));
        return leaving;
    }
}
