package dev.tidemark.plan.columns;

import dev.tidemark.CostClass;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Column.Generated;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.keys.ReferringKeys;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.rows.EnumUses;
import dev.tidemark.plan.sql.Columns;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.sql.Storage;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Generated columns that go and come back in one transaction with all that hangs on them: nothing is lost, their values are computed. */
public final class Recomputed {
    private final Context ctx;

    public Recomputed(Context ctx) {
        this.ctx = ctx;
    }

    /** Generated columns of an enum that is made again, and those that read columns of it. */
    public static void around(Context ctx, Draft.Builder draft, List<EnumUses.Use> uses) {
        Set<ObjectName> columns = new TreeSet<>();
        for (EnumUses.Use use : uses) {
            if (use.column().generated() != Generated.NO) {
                columns.add(Context.column(use.table(), use.column().name()));
            }
            ctx.generated()
                    .readers(use.table(), use.column().name())
                    .forEach(r -> columns.add(Context.column(use.table(), r)));
        }
        columns.stream()
                .filter(c -> {
                    QName table = QName.of(c);
                    return !ctx.generated().hasOwnChange(table, c.member())
                            && !ctx.generated().mustGo(table, c.member());
                })
                .forEach(c -> new Recomputed(ctx).around(draft, QName.of(c), c.member(), true));
    }

    /** Around the type change of a column that it reads; the hazard of a rewrite is noted unless the draft has it. */
    public void around(Draft.Builder draft, QName table, String reader, boolean noted) {
        Column column = ctx.declared(table)
                .flatMap(t -> t.column(reader))
                .or(() -> ctx.liveColumn(table, reader))
                .orElseThrow();
        boolean rewrites = column.generated() == Generated.STORED && !ctx.empty(table);
        if (rewrites && !noted) {
            Locks.rewrite(draft, ctx, table);
        }
        madeAnew(draft, table, column);
    }

    /** Drops the column and adds it again as {@code to} says, with its keys, checks, indexes, comments and storage. */
    public void madeAnew(Draft.Builder draft, QName table, Column to) {
        String name = to.name();
        inbound(table, name).forEach(i -> ReferringKeys.around(ctx, draft, i));
        draft.op(op(Rank.BEFORE_TYPES, table, name, Sql.alterTable(table, "DROP COLUMN " + Sql.id(name))));
        Op add =
                op(Rank.AFTER_TYPES, table, name, Sql.alterTable(table, "ADD COLUMN " + Columns.definition(table, to)));
        boolean rewrites = to.generated() == Generated.STORED && !ctx.empty(table);
        draft.op(rewrites ? add.costing(CostClass.BLOCKING, Locks.rewriteTime(ctx, table)) : add);
        Storage.ofNew(to)
                .forEach(action -> draft.op(op(Rank.AFTER_TYPES, table, name, Sql.alterColumn(table, name, action))));
        if (to.comment() != null) {
            draft.op(op(Rank.COMMENT, table, name, Comments.sql(Context.column(table, name), to.comment())));
        }
        constraints(table, name).forEach(c -> again(draft, table, name, c));
        indexes(table, name).forEach(i -> again(draft, table, name, i));
    }

    private List<Context.Inbound> inbound(QName table, String column) {
        return ctx.inbound(table).stream()
                .filter(i -> i.key().referencedColumns().contains(column))
                .filter(i -> ReferringKeys.untouched(ctx, i))
                .toList();
    }

    private Stream<Constraint> constraints(QName table, String column) {
        return members(
                table,
                Table::constraints,
                Constraint::name,
                c -> c.columns().contains(column),
                name -> ctx.changes().dropsConstraint(table, name)
                        || ctx.changes()
                                .from(Change.RenameConstraint.class, table, name)
                                .isPresent());
    }

    private Stream<Index> indexes(QName table, String column) {
        return members(
                table,
                t -> t.indexes().stream().filter(i -> i.constraint() == null).toList(),
                Index::name,
                i -> i.columns().contains(column),
                name -> ctx.changes().dropsIndex(table, name)
                        || ctx.changes()
                                .from(Change.RenameIndex.class, table, name)
                                .isPresent());
    }

    /** What is declared on the column, and what nobody declares and nothing changes. */
    private <T> Stream<T> members(
            QName table,
            Function<Table, List<T>> of,
            Function<T, String> name,
            Predicate<T> isOnIt,
            Predicate<String> changed) {
        List<T> declared = ctx.declared(table).map(of).orElse(List.of());
        List<String> names = declared.stream().map(name).toList();
        Stream<T> undeclared = ctx.live(table).map(of).orElse(List.of()).stream()
                .filter(isOnIt)
                .filter(m -> !names.contains(name.apply(m)) && !changed.test(name.apply(m)));
        return Stream.concat(declared.stream().filter(isOnIt), undeclared);
    }

    private void again(Draft.Builder draft, QName table, String column, Constraint constraint) {
        if (ctx.changes().addsConstraint(table, constraint.name())) {
            return;
        }
        Rank rank = constraint.kind() == Constraint.Kind.FOREIGN_KEY ? Rank.FOREIGN_KEY : Rank.KEY;
        String add = "ADD CONSTRAINT " + Sql.id(constraint.name()) + " " + constraint.definition();
        draft.op(op(rank, table, column, Sql.alterTable(table, add)));
        if (constraint.comment() != null) {
            ObjectName object = Context.table(table).member(ObjectKind.CONSTRAINT, constraint.name());
            draft.op(op(Rank.COMMENT, table, column, Comments.sql(object, constraint.comment())));
        }
    }

    private void again(Draft.Builder draft, QName table, String column, Index index) {
        if (ctx.changes().addsIndex(table, index.name())) {
            return;
        }
        draft.op(op(Rank.INDEX, table, column, index.definition()));
        if (index.comment() != null) {
            ObjectName object = Context.table(table).member(ObjectKind.INDEX, index.name());
            draft.op(op(Rank.COMMENT, table, column, Comments.sql(object, index.comment())));
        }
    }

    private static Op op(Rank rank, QName table, String column, String sql) {
        return ColumnDrafts.alter(rank, sql, table, column);
    }
}
