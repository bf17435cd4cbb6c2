package dev.tidemark.plan.tables;

import dev.tidemark.Hazard;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Inherited;
import dev.tidemark.plan.keys.ReferringKeys;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.Sql;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tables that become, or cease to be, partitions or children of others. One that leaves does so before anything else of it changes, and joins when it fits;
 * where nothing else changes, both happen in one transaction.
 */
public final class Attachments {
    /** Of the check that spares a large table the scan when it becomes a partition. */
    static final String BOUND_CHECK = "tidemark_bound_";

    private static final Pattern PARTITION_OF = Pattern.compile("(?is).*\\bPARTITION\\s+OF\\b.*");

    private final Context ctx;
    private final RowQuestions rows;
    private final ReferredPartitions referred;

    public Attachments(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
        this.referred = new ReferredPartitions(ctx, rows);
    }

    /** What an existing table leaves and joins. */
    void change(Draft.Builder draft, Table from, Table to) {
        QName table = to.name();
        boolean early = changesOtherwise(table)
                || gains(from.parents())
                || from.parents().stream().anyMatch(this::changesOtherwise);
        Stage left = early ? Stage.TABLES : Stage.FINISH;
        for (QName parent : from.parents()) {
            boolean leaves = from.isPartition()
                    ? Inherited.moves(from, to)
                    : !to.parents().contains(parent);
            if (leaves) {
                referred.release(draft, from, to, left);
                draft.op(leave(from, parent, left));
            }
        }
        for (QName parent : to.parents()) {
            boolean joins = to.isPartition()
                    ? Inherited.moves(from, to)
                    : !from.parents().contains(parent);
            if (joins) {
                joins(draft, to, parent, early && from.parents().contains(parent) && !builds(table));
            }
        }
    }

    /** The statement by which a table leaves a parent. */
    Op leave(Table table, QName parent, Stage stage) {
        boolean beforeRenames = stage == Stage.TABLES;
        QName child = beforeRenames ? ctx.before(table.name()) : table.name();
        QName from = beforeRenames ? ctx.before(parent) : parent;
        String sql = table.isPartition()
                ? Sql.alterTable(from, "DETACH PARTITION " + Sql.name(child))
                : Sql.alterTable(child, "NO INHERIT " + Sql.name(from));
        boolean parentGoes = ctx.changes().drops(parent);
        Effects frees = parentGoes ? Effects.NONE : new Effects(Set.of(Context.table(parent)), Set.of(), Set.of());
        Set<QName> touched = new HashSet<>(Set.of(table.name(), parent));
        if (table.isPartition()) {
            defaultPartition(ctx, parent).ifPresent(touched::add);
            for (Context.Inbound key : referred.keys(table)) {
                frees = frees.awaiting(ReferringKeys.object(key));
            }
        }
        return Op.alter(Rank.DETACH, sql, Context.table(table.name()), table.name())
                .doing(frees)
                .touching(touched)
                .in(stage);
    }

    /** Whether a partition that leaves takes a foreign key of a table that goes out of its way. */
    boolean takes(Context.Inbound key) {
        return referred.takes(key);
    }

    /** A partition that is dropped leaves first, where foreign keys refer to what it is a partition of, or others come in its place. */
    void leaveBeforeDrop(Draft.Builder draft, Table table, boolean replaced) {
        boolean isReferred = !referred.keys(table).isEmpty();
        if (isReferred || replaced) {
            referred.release(draft, table, null, Stage.TABLES);
            draft.op(leave(table, table.parents().get(0), Stage.TABLES));
        }
    }

    /** Whether it, or a partition of it, gets an index or a key: attached before, it would get its parent's, and then its own under the same name. */
    private boolean builds(QName table) {
        return ctx.changes().of(Change.AddIndex.class, table).findAny().isPresent()
                || ctx.changes().of(Change.ReplaceIndex.class, table).findAny().isPresent()
                || ctx.changes().of(Change.AddConstraint.class, table).findAny().isPresent()
                || ctx.changes()
                        .of(Change.ReplaceConstraint.class, table)
                        .findAny()
                        .isPresent()
                || ctx.inherited().keptChildren(table).stream().anyMatch(this::builds);
    }

    /** {@code again}: it leaves this parent together with other changes, and nothing is to be built for it meanwhile. */
    private void joins(Draft.Builder draft, Table to, QName parent, boolean again) {
        QName table = to.name();
        String check = Sql.derived(BOUND_CHECK, table.name());
        String constraint = to.partitionConstraint();
        boolean checked = to.isPartition()
                && constraint != null
                && !constraint.contains("satisfies_hash_partition")
                && !Locks.small(ctx, table);
        if (checked) {
            String add = "ADD CONSTRAINT " + Sql.id(check) + " CHECK (" + constraint + ") NOT VALID";
            draft.op(Op.alter(Rank.CHECK, Sql.alterTable(table, add), Context.table(table), table));
            draft.op(Op.alter(
                            Rank.VALIDATE,
                            Sql.alterTable(table, "VALIDATE CONSTRAINT " + Sql.id(check)),
                            Context.table(table),
                            table)
                    .locking(dev.tidemark.LockMode.SHARE_UPDATE_EXCLUSIVE)
                    .costing(dev.tidemark.CostClass.ONLINE, Locks.scanTime(ctx, table))
                    .online(1));
        }
        // A partition has the columns of its parent, a child has them all: those that are too many go before.
        QName losing = to.isPartition() ? table : parent;
        List<Change.DropColumn> lost =
                ctx.changes().of(Change.DropColumn.class, losing).toList();
        draft.onlyWith(lost.stream());
        draft.onlyWith(ctx.changes().of(Change.ChangeType.class, table));
        draft.onlyWith(ctx.changes().of(Change.SetNotNull.class, table));
        draft.onlyWith(ctx.changes().of(Change.ChangeGenerated.class, table));
        draft.onlyWith(ctx.changes()
                .of(Change.AddConstraint.class, table)
                .filter(c -> c.constraint().kind() == Constraint.Kind.CHECK));
        draft.onlyWith(ctx.changes()
                .of(Change.ReplaceConstraint.class, table)
                .filter(c -> c.to().kind() == Constraint.Kind.CHECK));
        draft.onlyWith(ctx.changes()
                .all(Change.DropTable.class)
                .filter(d -> to.isPartition() && d.table().parents().contains(parent)));
        // With other bounds it is missed by nobody where the same transaction takes it out and back in.
        Stage back = again && to.isPartition() && !checked ? Stage.TABLES : Stage.FINISH;
        Stage joined = lost.isEmpty() ? back : Stage.DROPS;
        draft.op(join(to, parent).in(joined));
        if (checked) {
            draft.op(Op.alter(
                            Rank.ATTACH,
                            Sql.alterTable(table, "DROP CONSTRAINT " + Sql.id(check)),
                            Context.table(table),
                            table)
                    .in(joined));
        }
        misplaced(draft, to);
        claimed(draft, to, parent);
    }

    private Op join(Table to, QName parent) {
        String sql = to.isPartition()
                ? Sql.alterTable(parent, "ATTACH PARTITION " + Sql.name(to.name()) + " " + to.partitionBound())
                : Sql.alterTable(to.name(), "INHERIT " + Sql.name(parent));
        Set<QName> tables = new HashSet<>(Set.of(to.name(), parent));
        defaultPartition(ctx, parent).ifPresent(tables::add);
        tables.removeIf(t -> !ctx.exists(t));
        return Op.alter(Rank.ATTACH, sql, Context.table(to.name()), to.name())
                .doing(Effects.NONE.needing(Context.table(parent)).needing(Context.table(to.name())))
                .touching(tables);
    }

    /** A new table: created as a partition, or attached here, where the declaration does it by a statement about its parent. */
    void add(Draft.Builder draft, Table table) {
        if (!table.isPartition() || table.parents().isEmpty()) {
            return;
        }
        QName parent = table.parents().get(0);
        if (ctx.exists(parent) && ctx.changes().recreation(parent).isEmpty()) {
            claimed(draft, table, parent);
            if (!isCreatedAsPartition(table)) {
                draft.op(join(table, parent).in(Stage.FINISH));
            }
        }
    }

    private boolean isCreatedAsPartition(Table table) {
        return ctx.input().schema().statements().stream()
                .filter(d -> d.creates() != null && Context.table(table.name()).equals(d.creates()))
                .anyMatch(d -> PARTITION_OF.matcher(d.sql()).matches());
    }

    /** Rows that are outside of the bounds. */
    private void misplaced(Draft.Builder draft, Table to) {
        OptionalLong count = rows.misplaced(to).map(ctx::answer).orElse(OptionalLong.empty());
        if (ctx.empty(to.name()) || !to.isPartition() || count.orElse(1) == 0) {
            return;
        }
        draft.hazard(
                Hazard.MAY_FAIL_ON_DATA,
                count.isEmpty()
                        ? "rows may lie outside of the bounds"
                        : Words.count(count.getAsLong(), "row") + " outside of the bounds",
                "");
        count.ifPresent(n -> draft.ifApplied(ctx.problem(
                "TDM-213",
                Context.table(to.name()),
                "a partition " + to.partitionBound() + ", but " + Words.count(n, "row") + (n == 1 ? " lies" : " lie")
                        + " outside of these bounds",
                RowQuestions.seeThem(rows.misplaced(to).orElse("")),
                "move or delete these rows, then sync again; or declare other bounds")));
    }

    /** Rows of the default partition that belong to the one that joins. */
    private void claimed(Draft.Builder draft, Table to, QName parent) {
        Optional<Table> other = defaultPartition(ctx, parent).flatMap(ctx::live);
        if (other.isEmpty() || other.get().empty() || other.get().name().equals(to.name())) {
            return;
        }
        QName name = other.get().name();
        Locks.scan(draft, ctx, name, "");
        OptionalLong count = rows.claimed(to, name).map(ctx::answer).orElse(OptionalLong.empty());
        if (count.orElse(1) == 0) {
            return;
        }
        draft.hazard(
                Hazard.MAY_FAIL_ON_DATA,
                "rows of the default partition " + name + " may belong to it",
                "move them out of the way first");
        count.ifPresent(n -> draft.ifApplied(ctx.problem(
                "TDM-213",
                Context.table(to.name()),
                "a partition " + to.partitionBound() + ", but " + Words.count(n, "row") + " of the default partition "
                        + name + (n == 1 ? " belongs" : " belong") + " to it",
                RowQuestions.seeThem(rows.claimed(to, name).orElse("")),
                "move these rows out of " + name + ", sync, and insert them again")));
    }

    /** The default partition of a table. */
    public static Optional<QName> defaultPartition(Context ctx, QName parent) {
        return ctx.live().tables().values().stream()
                .filter(t -> "DEFAULT".equals(t.partitionBound()) && t.parents().contains(parent))
                .map(t -> t.name())
                .findFirst();
    }

    /** Whether a new table becomes a partition of one of these. */
    private boolean gains(List<QName> parents) {
        return ctx.changes()
                .all(Change.AddTable.class)
                .anyMatch(a ->
                        a.table().isPartition() && a.table().parents().stream().anyMatch(parents::contains));
    }

    /** Whether an existing table has to leave its parent before other changes of it. */
    private boolean changesOtherwise(QName table) {
        return ctx.input().diff().changes().stream().anyMatch(change -> switch (change) {
            case Change.AddColumn c -> c.table().name().equals(table);
            case Change.DropColumn c -> c.table().name().equals(table);
            case Change.RenameColumn c -> c.table().name().equals(table);
            case Change.ChangeType c -> c.table().name().equals(table);
            case Change.SetNotNull c -> c.table().name().equals(table);
            case Change.DropNotNull c -> c.table().name().equals(table);
            case Change.ChangeNotNull c -> c.table().name().equals(table);
            case Change.RenameNotNull c -> c.table().name().equals(table);
            case Change.RenameConstraint c -> c.table().name().equals(table);
            case Change.ChangeDefault c -> c.table().name().equals(table);
            case Change.ChangeIdentity c -> c.table().name().equals(table);
            case Change.ChangeGenerated c -> c.table().name().equals(table);
            case Change.AddConstraint c -> c.table().name().equals(table);
            case Change.DropConstraint c -> c.table().name().equals(table);
            case Change.ReplaceConstraint c -> c.table().name().equals(table);
            case Change.DropIndex c -> c.owner().equals(table);
            case Change.ReplaceIndex c -> c.owner().equals(table);
            default -> false;
        });
    }
}
