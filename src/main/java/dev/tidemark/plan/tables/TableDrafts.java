package dev.tidemark.plan.tables;

import dev.tidemark.Hazard;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Inherited;
import dev.tidemark.plan.keys.ReferringKeys;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.model.Untracked;
import dev.tidemark.plan.model.Words;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Whole tables: dropped and renamed. What is new is made by {@link NewObjects}. */
public final class TableDrafts {
    private final Context ctx;
    private final RowQuestions rows;
    private final Attachments attachments;

    public TableDrafts(Context ctx, RowQuestions rows, Attachments attachments) {
        this.ctx = ctx;
        this.rows = rows;
        this.attachments = attachments;
    }

    public Draft add(Change.AddTable change) {
        Draft.Builder draft = Draft.of(
                        change, Context.table(change.table().name()), Action.CREATE, summary(change.table()))
                .required();
        attachments.add(draft, change.table());
        return draft.build();
    }

    /** {@code 5 columns, 1 unique, 2 indexes}. */
    static String summary(Table table) {
        List<String> parts = new ArrayList<>();
        parts.add(Words.count(table.columns().size(), "column"));
        counted(parts, table, Constraint.Kind.UNIQUE, " unique");
        counted(
                parts,
                table,
                Constraint.Kind.CHECK,
                table.constraints().stream()
                                        .filter(c -> c.kind() == Constraint.Kind.CHECK)
                                        .count()
                                == 1
                        ? " check"
                        : " checks");
        long keys = table.constraints().stream()
                .filter(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
                .count();
        if (keys > 0) {
            parts.add(Words.count(keys, "foreign key"));
        }
        long indexes =
                table.indexes().stream().filter(i -> i.constraint() == null).count();
        if (indexes > 0) {
            parts.add(indexes == 1 ? "1 index" : Words.grouped(indexes) + " indexes");
        }
        return String.join(", ", parts);
    }

    private static void counted(List<String> parts, Table table, Constraint.Kind kind, String word) {
        long count = table.constraints().stream().filter(c -> c.kind() == kind).count();
        if (count > 0) {
            parts.add(count + word);
        }
    }

    public Draft drop(Change.DropTable change) {
        QName table = change.table().name();
        ObjectName object = Context.table(table);
        Draft.Builder draft = Draft.of(change, object, Action.DROP, "table with " + summary(change.table()));
        OptionalLong count = ctx.empty(table)
                ? OptionalLong.of(0)
                : rows.rows(table).map(ctx::answer).orElse(OptionalLong.empty());
        draft.hazard(Hazard.DATA_LOSS, rowsLost(table, count), "declare the table again, to keep it");
        if (count.orElse(-1) == 0) {
            draft.wordless(Hazard.DATA_LOSS);
        }
        Untracked.note(ctx, draft);
        children(draft, change.table());
        if (goesWithItsParent(change.table())) {
            return draft.build();
        }
        leavesFirst(draft, change.table());
        foreignKeys(draft, table, object, change.table());
        String kind = change.table().relkind() == 'f' ? "FOREIGN TABLE " : "TABLE ";
        draft.op(Op.alter(Rank.DROP_TABLE, "DROP " + kind + Sql.name(table), object, table)
                .in(Stage.DROPS));
        return draft.build();
    }

    /** A partition goes with its parent. */
    private boolean goesWithItsParent(Table table) {
        return table.isPartition() && table.parents().stream().anyMatch(this::goes);
    }

    /** Children that go as well let go of it first; those that stay say so themselves; those that nobody declares are in the way. */
    private void children(Draft.Builder draft, Table table) {
        for (Table child : ctx.live().tables().values()) {
            if (!child.parents().contains(table.name())) {
                continue;
            }
            if (goes(child.name())) {
                if (!child.isPartition()) {
                    draft.op(attachments.leave(child, table.name(), Stage.DROPS));
                }
            } else if (ctx.declared(child.name()).isEmpty()) {
                draft.ifApplied(ctx.problem(
                        "TDM-216",
                        Context.table(table.name()),
                        "cannot go: " + Context.table(child.name()) + ", which nobody declares, "
                                + (child.isPartition() ? "is a partition of it" : "inherits from it"),
                        "drop that table, or declare it"));
            }
        }
    }

    /** Where other partitions come in its place, it leaves before they do; it leaves as well where foreign keys refer to the whole. */
    private void leavesFirst(Draft.Builder draft, Table table) {
        boolean replaced = table.isPartition()
                && Stream.concat(
                                ctx.changes().all(Change.AddTable.class).map(Change.AddTable::table),
                                ctx.changes()
                                        .all(Change.ChangeTable.class)
                                        .filter(c -> Inherited.moves(c.from(), c.to()))
                                        .map(Change.ChangeTable::to))
                        .anyMatch(t -> t.isPartition() && t.parents().equals(table.parents()));
        if (table.isPartition()) {
            attachments.leaveBeforeDrop(draft, table, replaced);
        }
    }

    private String rowsLost(QName table, OptionalLong count) {
        if (count.isEmpty()) {
            return Locks.size(ctx, table) + " are lost; no later sync brings them back";
        }
        long rows = count.getAsLong();
        return rows == 0
                ? "it holds no row"
                : Words.count(rows, "row") + (rows == 1 ? " is" : " are") + " lost; no later sync brings "
                        + (rows == 1 ? "it" : "them") + " back";
    }

    /** Its keys to tables that stay would refuse what new code deletes there: they go even where the table itself is kept. */
    private void foreignKeys(Draft.Builder draft, QName table, ObjectName object, Table dropped) {
        ctx.live(table).stream()
                .flatMap(t -> t.constraints().stream())
                .filter(c -> c.references() != null && !c.references().equals(table))
                .filter(c -> c.local() || !dropped.isPartition())
                .filter(c -> !ReferringKeys.losesItsKey(ctx, new Context.Inbound(table, c)))
                .filter(c -> !attachments.takes(new Context.Inbound(table, c)))
                .forEach(c -> {
                    QName parent = Objects.requireNonNull(c.references());
                    Op drop = Op.alter(
                                    Rank.DROP_FOREIGN_KEY,
                                    Sql.alterTable(table, "DROP CONSTRAINT " + Sql.id(c.name())),
                                    object.member(ObjectKind.CONSTRAINT, c.name()),
                                    table)
                            .touching(Set.of(table, parent));
                    draft.op(drop.in(Stage.DROPS));
                    if (!goes(parent)) {
                        draft.withheldHalf(drop);
                    }
                });
        ctx.inbound(table).stream()
                .filter(i -> !i.table().equals(table) && ReferringKeys.untouched(ctx, i))
                .filter(i -> !goesWithItsColumns(draft, i))
                .forEach(i -> draft.ifApplied(ctx.problem(
                        "TDM-216",
                        object,
                        "cannot go: foreign key " + i.key().name() + " of "
                                + Context.table(i.table()).display() + " refers to it",
                        "drop that key, or declare the table again")));
    }

    private boolean goesWithItsColumns(Draft.Builder draft, Context.Inbound inbound) {
        boolean goes = ReferringKeys.goesWithItsColumns(ctx, inbound);
        if (goes) {
            draft.op(ReferringKeys.drop(ctx, inbound).in(Stage.DROPS));
        }
        return goes;
    }

    private boolean goes(QName table) {
        return ctx.changes().drops(table);
    }

    public Draft rename(Change.RenameTable change) {
        ObjectName object = Context.table(change.to());
        Draft.Builder draft = Draft.of(
                        change,
                        object,
                        Action.ALTER,
                        "table " + change.from().name() + " → " + change.to().name())
                .required()
                .hazard(
                        Hazard.BREAKS_RUNNING_CODE,
                        "versions that still run ask for \"" + change.from().name() + "\"",
                        "deploy in two steps, with a view under the old name between them");
        Untracked.note(ctx, draft);
        QName at = change.from();
        if (!at.schema().equals(change.to().schema())) {
            draft.op(Op.alter(
                            Rank.RENAME,
                            Sql.alterTable(
                                    at, "SET SCHEMA " + Sql.id(change.to().schema())),
                            object,
                            change.to())
                    .freeing(change.from()));
            at = new QName(change.to().schema(), at.name());
        }
        if (!at.name().equals(change.to().name())) {
            draft.op(Op.alter(
                            Rank.RENAME,
                            Sql.alterTable(at, "RENAME TO " + Sql.id(change.to().name())),
                            object,
                            change.to())
                    .freeing(change.from()));
        }
        return draft.build();
    }
}
