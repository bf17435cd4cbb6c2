package dev.tidemark.plan.keys;

import dev.tidemark.CostClass;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Inherited;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.sql.IndexText;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Indexes of partitioned tables that hold rows, which PostgreSQL builds concurrently only part by part: the parent's alone, each partition's concurrently, each attached. What an
 * earlier run got done is not done again.
 */
final class PartitionedIndexes {
    private final Context ctx;

    PartitionedIndexes(Context ctx) {
        this.ctx = ctx;
    }

    /** Whether it can be built so: all partitions are there, hold rows of their own, and stay. */
    boolean applies(QName owner, Index index) {
        return ctx.partitioned(owner)
                && !ctx.empty(owner)
                && ctx.changes()
                        .all(Change.AddTable.class)
                        .noneMatch(c -> c.table().isPartition())
                && ctx.changes().all(Change.ChangeTable.class).noneMatch(c -> Inherited.moves(c.from(), c.to()))
                && isWhole(owner, index.name());
    }

    private boolean isWhole(QName table, String index) {
        List<Table> partitions = partitions(table);
        return !partitions.isEmpty()
                && partitions.stream()
                        .allMatch(p -> ctx.live(p.name())
                                        .filter(t -> t.relkind() != 'f')
                                        .isPresent()
                                && clone(p, table, index)
                                        .filter(c -> p.relkind() != 'p' || isWhole(p.name(), c.name()))
                                        .isPresent());
    }

    private List<Table> partitions(QName table) {
        return ctx.declared().tables().values().stream()
                .filter(t -> t.isPartition() && t.parents().contains(table))
                .toList();
    }

    private static Optional<Index> clone(Table partition, QName parent, String index) {
        QName name = new QName(parent.schema(), index);
        return partition.indexes().stream()
                .filter(i -> name.equals(i.parent())
                        && IndexText.parse(i.definition()).isPresent())
                .findFirst();
    }

    /** Adds the statements. */
    void build(Draft.Builder draft, QName owner, Index index, ObjectName object) {
        // That of a key goes with the key.
        if (ctx.live(owner)
                .flatMap(t -> t.index(index.name()))
                .filter(i -> i.constraint() == null)
                .isEmpty()) {
            alone(draft, owner, index, object);
        }
        List<Op> attachments = new ArrayList<>();
        below(draft, owner, index.name(), object, attachments);
        attachments.forEach(draft::op);
    }

    private void alone(Draft.Builder draft, QName table, Index index, ObjectName object) {
        draft.op(Op.alter(Rank.INDEX, IndexAttachments.alone(index), object, table)
                .locking(LockMode.SHARE)
                .online(Online.CLEAN));
    }

    private void below(Draft.Builder draft, QName table, String index, ObjectName object, List<Op> attachments) {
        for (Table partition : partitions(table)) {
            Index wanted = clone(partition, table, index).orElseThrow();
            Optional<Index> there = standsIn(partition.name(), wanted);
            String name = there.map(i -> nameThen(partition.name(), i)).orElse(wanted.name());
            if (there.isEmpty()) {
                made(draft, partition, wanted, object);
            }
            if (partition.relkind() == 'p') {
                below(draft, partition.name(), wanted.name(), object, attachments);
            }
            if (there.map(Index::parent).isEmpty()) {
                String sql = "ALTER INDEX " + Sql.name(new QName(table.schema(), index)) + " ATTACH PARTITION "
                        + Sql.name(new QName(partition.name().schema(), name));
                // It locks the two indexes; the tables only against being dropped.
                attachments.add(Op.alter(Rank.INDEX, sql, object, table)
                        .touching(Set.of())
                        .locking(LockMode.NONE)
                        .online(Online.SWAP));
            }
        }
    }

    /** What an index that is there is called once renames have run. */
    private String nameThen(QName owner, Index there) {
        return ctx.changes()
                .from(Change.RenameIndex.class, owner, there.name())
                .map(c -> c.to().name())
                .orElse(there.name());
    }

    private void made(Draft.Builder draft, Table partition, Index wanted, ObjectName object) {
        if (partition.relkind() == 'p') {
            alone(draft, partition.name(), wanted, object);
            return;
        }
        QName name = partition.name();
        if (ctx.live(name).flatMap(t -> t.index(wanted.name())).isPresent()) {
            draft.op(Online.concurrently(Rank.INDEX, Online.drop(name, wanted.name()), object, name)
                    .online(Online.CLEAN));
        }
        IndexText text = IndexText.parse(wanted.definition()).orElseThrow();
        draft.op(Online.concurrently(Rank.INDEX, text.create(true, wanted.name()), object, name)
                .costing(CostClass.ONLINE, Locks.indexTime(ctx, name))
                .online(Online.BUILD));
    }

    /** An index of the partition that is what is wanted, and part of no other parent's index. */
    private Optional<Index> standsIn(QName partition, Index wanted) {
        return ctx.live(partition).stream()
                .flatMap(t -> t.indexes().stream())
                .filter(i -> i.constraint() == null && (i.valid() || ctx.partitioned(partition)))
                .filter(i -> i.parent() == null || i.parent().equals(wanted.parent()))
                .filter(i -> SqlText.sameIndex(i.definition(), wanted.definition()))
                .findFirst();
    }
}
