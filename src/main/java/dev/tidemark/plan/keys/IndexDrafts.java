package dev.tidemark.plan.keys;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.View;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Inherited;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.EnumUses;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.IndexText;
import dev.tidemark.plan.sql.Sql;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Indexes: concurrently wherever rows are. */
public final class IndexDrafts {
    private final Context ctx;
    private final IndexAttachments attachments;
    private final RowQuestions rows;

    public IndexDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.attachments = new IndexAttachments(ctx);
        this.rows = rows;
    }

    public Draft add(Change.AddIndex change) {
        QName owner = change.owner();
        Draft.Builder draft = draft(change, owner, change.index().name(), Action.CREATE, summary(change.index()));
        built(draft, owner, change.index());
        ObjectName object = name(owner, change.index().name());
        PartitionedIndexes parts = new PartitionedIndexes(ctx);
        if (attachments.attachesAlone(owner, change.index())) {
            if (!attachments.stands(owner, change.index())) {
                alone(draft, owner, change.index(), object);
            }
            draft.op(attachments.attach(owner, change.index(), object));
        } else if (attachments.isPartial(owner, change.index())) {
            alone(draft, owner, change.index(), object);
        } else if (parts.applies(owner, change.index())) {
            parts.build(draft, owner, change.index(), object);
        } else if (online(owner) && takesNameOfKey(owner, change.index().name())) {
            // The key's own index has the name until the key goes, and serves until this one is there.
            String temporary =
                    Sql.derived(ConstraintDrafts.NEW_INDEX, change.index().name());
            Online.build(ctx, draft, owner, object, temporary, text(change.index()), Rank.INDEX);
            String rename = "ALTER INDEX " + indexName(owner, temporary) + " RENAME TO "
                    + Sql.id(change.index().name());
            draft.op(Op.alter(Rank.INDEX, rename, object, owner).in(Stage.FINISH));
        } else if (online(owner)) {
            Online.build(
                    ctx,
                    draft,
                    owner,
                    name(owner, change.index().name()),
                    change.index().name(),
                    text(change.index()),
                    Rank.INDEX);
        } else {
            attachments
                    .named(owner, change.index())
                    .forEach(sql ->
                            draft.op(Op.alter(Rank.INDEX, sql, object, owner).locking(LockMode.SHARE)));
            draft.op(plain(owner, change.index()));
        }
        comment(draft, owner, change.index());
        if (!attachments.isPartial(owner, change.index())) {
            attachments.comments(draft, owner, change.index(), object);
        }
        return draft.build();
    }

    /** Without those of partitions: they attach theirs. */
    private void alone(Draft.Builder draft, QName owner, Index index, ObjectName object) {
        if (attachments.isPartial(owner, index)) {
            draft.op(Op.alter(Rank.INDEX, IndexAttachments.alone(index), object, owner)
                    .locking(LockMode.SHARE));
        } else if (online(owner)) {
            Online.build(ctx, draft, owner, object, index.name(), text(index), Rank.INDEX);
        } else {
            draft.op(plain(owner, index));
        }
    }

    private boolean takesNameOfKey(QName owner, String index) {
        return ctx.changes()
                .of(Change.DropConstraint.class, owner)
                .anyMatch(c -> index.equals(c.constraint().index()));
    }

    public Draft replace(Change.ReplaceIndex change) {
        QName owner = change.owner();
        Index to = change.to();
        Draft.Builder draft = draft(change, owner, to.name(), Action.ALTER, summary(to));
        ObjectName object = name(owner, to.name());
        if (change.from().building()) {
            return draft.build();
        }
        built(draft, owner, to);
        PartitionedIndexes parts = new PartitionedIndexes(ctx);
        boolean cutOff =
                !change.from().valid() && SqlText.sameIndex(change.from().definition(), to.definition());
        if (attachments.isPartial(owner, to)) {
            draft.op(Op.alter(Rank.DROP_INDEX, drop(owner, change.from()), object, owner));
            alone(draft, owner, to, object);
        } else if (cutOff && parts.applies(owner, to)) {
            parts.build(draft, owner, to, object);
        } else if (!online(owner) || wouldNotFollow(owner, change.from())) {
            draft.op(Op.alter(Rank.DROP_INDEX, drop(owner, change.from()), object, owner));
            draft.op(plain(owner, to));
        } else if (!change.from().valid()) {
            draft.op(Online.concurrently(Rank.INDEX, Online.drop(owner, to.name()), object, owner)
                    .online(Online.CLEAN));
            draft.op(Online.concurrently(Rank.INDEX, text(to).create(true, to.name()), object, owner)
                    .costing(CostClass.ONLINE, Locks.indexTime(ctx, owner))
                    .online(Online.BUILD));
        } else {
            swap(draft, owner, to, object, change.from());
        }
        comment(draft, owner, to);
        return draft.build();
    }

    /**
     * Whether what it computes stands in the way of a type: PostgreSQL makes the indexes of a column that gets another type again in the same statement, as
     * they were printed before.
     */
    private boolean wouldNotFollow(QName owner, Index index) {
        boolean computes = IndexText.parse(index.definition())
                .filter(t -> t.where().isPresent() || t.keys().stream().anyMatch(k -> k.indexOf('(') >= 0))
                .isPresent();
        return (computes || hasOperatorsOfItsType(index)) && isRetyped(owner, index);
    }

    /** Whether the new type may have no operators for it: another access method than btree, or a named operator class. */
    private static boolean hasOperatorsOfItsType(Index index) {
        return !index.definition().contains(" USING btree ")
                || index.definition().contains("_ops");
    }

    private boolean isRetyped(QName owner, Index index) {
        return index.columns().stream().anyMatch(c -> getsAnotherType(owner, c));
    }

    private boolean getsAnotherType(QName table, String column) {
        return ctx.changes().typeChange(table, column).isPresent()
                || ctx.changes()
                        .all(Change.ReplaceEnum.class)
                        .flatMap(c -> EnumUses.of(ctx, c.from().name()).stream())
                        .anyMatch(u ->
                                u.table().equals(table) && u.column().name().equals(column));
    }

    /** It may have gone with a generated column that is made again. */
    private String drop(QName owner, Index from) {
        boolean recomputed =
                from.columns().stream().anyMatch(c -> ctx.generated().remade(owner, c));
        return "DROP INDEX " + (recomputed ? "IF EXISTS " : "") + indexName(owner, from.name());
    }

    private void swap(Draft.Builder draft, QName owner, Index to, ObjectName object, Index from) {
        String temporary = Sql.derived(ConstraintDrafts.NEW_INDEX, to.name());
        Online.build(ctx, draft, owner, object, temporary, text(to), Rank.INDEX);
        draft.op(Op.alter(Rank.INDEX, drop(owner, from), object, owner).online(Online.SWAP));
        draft.op(Op.alter(
                        Rank.INDEX,
                        "ALTER INDEX " + indexName(owner, temporary) + " RENAME TO " + Sql.id(to.name()),
                        object,
                        owner)
                .online(Online.SWAP));
    }

    public Draft drop(Change.DropIndex change) {
        QName owner = change.owner();
        String index = change.index().name();
        ObjectName object = name(owner, index);
        Draft.Builder draft = draft(change, owner, index, Action.DROP, "index " + index);
        if (change.index().building()) {
            return draft.build();
        }
        if (change.index().valid()) {
            draft.hazard(Hazard.INDEX_DROPPED, "queries that use it may become slow", "");
        }
        List<Context.Inbound> served = change.index().unique() ? served(owner, object) : List.of();
        boolean first = isRetyped(owner, change.index()) || joinsAgain(owner);
        if (wouldNotFollow(owner, change.index()) || (served.isEmpty() && first)) {
            // Before PostgreSQL builds it again for the new type, or makes it one of its parent's again.
            return draft.op(Op.alter(Rank.DROP_INDEX, drop(owner, change.index()), object, owner))
                    .build();
        }
        if (!served.isEmpty()) {
            served.forEach(i -> ReferringKeys.around(ctx, draft, i, Stage.FINISH));
            ReferringKeys.find(ctx, draft, object, served);
            return draft.op(Op.alter(Rank.DROP_INDEX, drop(owner, change.index()), object, owner)
                            .in(Stage.FINISH))
                    .build();
        }
        boolean concurrently = online(owner) && ctx.policy().online();
        draft.op(
                concurrently
                        ? Online.concurrently(Rank.DROP_INDEX, Online.drop(owner, index), object, owner)
                                .in(Stage.DROPS)
                        : Op.alter(Rank.DROP_INDEX, "DROP INDEX IF EXISTS " + indexName(owner, index), object, owner)
                                .in(Stage.DROPS));
        return draft.build();
    }

    /** Whether it leaves its parent and becomes a partition with other bounds. */
    private boolean joinsAgain(QName table) {
        return ctx.live(table)
                .flatMap(from -> ctx.declared(table)
                        .filter(to -> from.isPartition() && to.isPartition() && Inherited.moves(from, to)))
                .isPresent();
    }

    /** Foreign keys that are bound to this index, and stay. */
    private List<Context.Inbound> served(QName owner, ObjectName index) {
        Set<ObjectName> bound =
                ctx.dependencies().on(index).stream().map(Dependency::dependent).collect(Collectors.toSet());
        return ctx.inbound(owner).stream()
                .filter(i -> bound.contains(Context.table(i.table())
                                .member(ObjectKind.CONSTRAINT, i.key().name()))
                        && ReferringKeys.untouched(ctx, i))
                .toList();
    }

    public Draft rename(Change.RenameIndex change) {
        QName owner = change.owner();
        String from = change.from().name();
        String to = change.to().name();
        String sql = "ALTER INDEX " + indexName(owner, from) + " RENAME TO " + Sql.id(to);
        return draft(change, owner, to, Action.ALTER, "index " + from + " → " + to)
                .op(Op.alter(Rank.RENAME, sql, name(owner, to), owner).freeing(new QName(owner.schema(), from)))
                .build();
    }

    private void built(Draft.Builder draft, QName owner, Index index) {
        if (!ctx.empty(owner)) {
            draft.hazard(
                    Hazard.INDEX_BUILD,
                    online(owner) || new PartitionedIndexes(ctx).applies(owner, index)
                            ? "reads the whole table; built concurrently, writers go on"
                            : "reads the whole table (" + Locks.size(ctx, owner) + "); meanwhile nobody writes it",
                    "");
        }
        if (!index.unique()) {
            rowsRefused(owner, index).ifPresent(draft::ifApplied);
            return;
        }
        draft.urgent();
        if (index.columns().isEmpty() || index.columns().stream().anyMatch(c -> !ctx.isNewColumn(owner, c))) {
            draft.hazard(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run may write rows that it refuses",
                    "stop writing such rows first");
        }
        duplicates(draft, owner, index);
    }

    private void duplicates(Draft.Builder draft, QName owner, Index index) {
        OptionalLong count = rows.duplicates(owner, index).map(ctx::answer).orElse(OptionalLong.empty());
        if (ctx.empty(owner) || count.orElse(1) == 0) {
            return;
        }
        draft.hazard(
                Hazard.MAY_FAIL_ON_DATA,
                count.isEmpty()
                        ? "rows that exist may not be unique"
                        : Words.count(count.getAsLong(), "value") + " more than once",
                "");
        rowsRefused(owner, index).ifPresent(draft::ifApplied);
    }

    /** What rows have against an index that is made: they share a key, or its expressions fail for them. */
    public Optional<Problem> rowsRefused(QName owner, Index index) {
        Optional<String> question = index.unique() ? rows.duplicates(owner, index) : rows.keys(owner, index);
        OptionalLong count =
                index.unique() ? question.map(ctx::answer).orElse(OptionalLong.empty()) : OptionalLong.empty();
        if (count.orElse(0) > 0) {
            long n = count.getAsLong();
            return Optional.of(ctx.problem(
                    "TDM-211",
                    name(owner, index.name()),
                    summary(index) + ", but " + Words.count(n, "value") + (n == 1 ? " occurs" : " occur")
                            + " more than once",
                    "see them: " + show(owner, index),
                    "merge or delete them, then sync again; or do not declare it unique"));
        }
        return question.flatMap(ctx::failure)
                .filter(rows::isOfValues)
                .map(failure -> ctx.problem(
                        "TDM-212",
                        name(owner, index.name()),
                        summary(index) + ", but it cannot be computed for every row (" + failure + ")",
                        "mend the rows or the expression, then sync again"));
    }

    private String show(QName owner, Index index) {
        String keys = String.join(", ", text(index).keys());
        return "SELECT " + keys + ", count(*) FROM " + Sql.name(ctx.before(owner)) + " GROUP BY " + keys
                + " HAVING count(*) > 1";
    }

    private void comment(Draft.Builder draft, QName owner, Index index) {
        if (index.comment() != null) {
            ObjectName object = name(owner, index.name());
            draft.op(Op.alter(Rank.COMMENT, Comments.sql(object, index.comment()), object, owner)
                    .in(online(owner) || ctx.partitioned(owner) ? Stage.FINISH : Stage.TABLES));
        }
    }

    private Op plain(QName owner, Index index) {
        Op op = Op.alter(Rank.INDEX, text(index).create(false, index.name()), name(owner, index.name()), owner)
                .locking(LockMode.SHARE);
        return ctx.empty(owner) ? op : op.costing(CostClass.BLOCKING, Locks.indexTime(ctx, owner));
    }

    /** Whether it is built outside a transaction: not on an empty table, and not on a partitioned one, where PostgreSQL cannot. */
    boolean online(QName owner) {
        @Nullable View view = ctx.live().views().get(owner);
        return view != null ? view.materialized() : !ctx.empty(owner) && !ctx.partitioned(owner);
    }

    private static IndexText text(Index index) {
        return IndexText.parse(index.definition())
                .orElseThrow(() -> new IllegalStateException("not an index definition: " + index.definition()));
    }

    private static String summary(Index index) {
        return (index.unique() ? "unique index " : "index ")
                + index.name()
                + IndexText.parse(index.definition())
                        .map(t -> " (" + String.join(", ", t.keys()) + ")")
                        .orElse("");
    }

    private static String indexName(QName owner, String index) {
        return Sql.name(new QName(owner.schema(), index));
    }

    private static ObjectName name(QName owner, String index) {
        return Context.table(owner).member(ObjectKind.INDEX, index);
    }

    private Draft.Builder draft(Change change, QName owner, String index, Action action, String summary) {
        @Nullable View view = ctx.live().views().get(owner);
        ObjectName entry = view == null ? Context.table(owner) : Context.view(view, owner);
        return Draft.of(change, entry.member(ObjectKind.INDEX, index), action, summary)
                .under(entry)
                // Until a partition has left or joined, its indexes are part of its parent's.
                .onlyWith(ctx.changes()
                        .of(Change.ChangeTable.class, owner)
                        .filter(c -> Inherited.moves(c.from(), c.to())));
    }
}
