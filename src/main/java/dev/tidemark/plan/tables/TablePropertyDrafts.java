package dev.tidemark.plan.tables;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Inherited;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.Options;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A table's own properties: persistence, storage parameters, row security, replica identity, access method, composite type, foreign options. */
public final class TablePropertyDrafts {
    private final Context ctx;
    private final Attachments attachments;

    public TablePropertyDrafts(Context ctx, Attachments attachments) {
        this.ctx = ctx;
        this.attachments = attachments;
    }

    public Draft change(Change.ChangeTable change) {
        QName table = change.to().name();
        Table from = change.from();
        Table to = change.to();
        List<String> actions = actions(from, to);
        Draft.Builder draft = Draft.of(change, Context.table(table), Action.ALTER, said(from, to, actions));
        Optional<String> impossible = impossible(from, to);
        if (impossible.isPresent()) {
            return draft.always(ctx.problem(
                            "TDM-224",
                            Context.table(table),
                            impossible.get(),
                            "declare it under another name, move the rows, then drop this one",
                            "or do it by hand first, then sync"))
                    .build();
        }
        hazards(draft, table, from, to);
        attachments.change(draft, from, to);
        persistence(draft, table, from, to);
        actions.stream().filter(a -> !a.endsWith("LOGGED")).forEach(a -> draft.op(tableOp(table, a)));
        Options.ofServer(from.properties().serverOptions(), to.properties().serverOptions())
                .ifPresent(options -> draft.op(Op.alter(
                        Rank.COLUMN,
                        "ALTER FOREIGN TABLE " + Sql.name(table) + " " + options,
                        Context.table(table),
                        table)));
        if (!Objects.equals(from.properties().type(), to.properties().type())
                || !shape(from).equals(shape(to))) {
            typed(draft, table, from.properties().type(), to);
        }
        to.indexes().stream().filter(Index::clustered).forEach(i -> marked(draft, table, i));
        clustered(draft, table, from, to);
        identity(draft, table, from, to);
        return draft.build();
    }

    /** What a composite type says of the columns. */
    static List<String> shape(Table table) {
        return table.columns().stream().map(c -> c.name() + " " + c.type()).toList();
    }

    /** Its columns change only while it is of no type; the type itself may come, go or change as well. */
    private void typed(Draft.Builder draft, QName table, @Nullable String there, Table to) {
        String wanted = to.properties().type();
        if (there != null) {
            draft.op(Op.alter(Rank.DROP_CONSTRAINT, Sql.alterTable(table, "NOT OF"), Context.table(table), table));
        }
        if (wanted != null) {
            draft.onlyWith(ctx.changes().of(Change.DropColumn.class, table));
            draft.onlyWith(ctx.changes().of(Change.ChangeType.class, table));
            boolean loses =
                    ctx.changes().of(Change.DropColumn.class, table).findAny().isPresent();
            Op op = Op.alter(Rank.COMMENT, Sql.alterTable(table, "OF " + wanted), Context.table(table), table);
            draft.op(op.in(loses ? Stage.DROPS : Stage.FINISH));
        }
    }

    private static List<String> actions(Table from, Table to) {
        List<String> actions = new ArrayList<>();
        if (from.unlogged() != to.unlogged()) {
            actions.add(to.unlogged() ? "SET UNLOGGED" : "SET LOGGED");
        }
        String method = to.properties().accessMethod();
        if (!Objects.equals(from.properties().accessMethod(), method)) {
            actions.add("SET ACCESS METHOD " + (method == null ? "DEFAULT" : Sql.id(method)));
        }
        actions.addAll(Options.changed(from.options(), to.options()));
        if (from.rowSecurity() != to.rowSecurity()) {
            actions.add((to.rowSecurity() ? "ENABLE" : "DISABLE") + " ROW LEVEL SECURITY");
        }
        if (from.properties().forceRowSecurity() != to.properties().forceRowSecurity()) {
            actions.add((to.properties().forceRowSecurity() ? "" : "NO ") + "FORCE ROW LEVEL SECURITY");
        }
        return actions;
    }

    /** What no statement changes, or none that should run unasked. */
    private Optional<String> impossible(Table from, Table to) {
        String tablespace = to.properties().tablespace();
        boolean method = !Objects.equals(
                from.properties().accessMethod(), to.properties().accessMethod());
        int since = to.isPartitioned() ? 17 : 15;
        if (from.relkind() != to.relkind()) {
            return Optional.of("is " + kind(from) + ", declared is " + kind(to) + ": PostgreSQL cannot change that");
        }
        if (!Objects.equals(from.partitionKey(), to.partitionKey())) {
            return Optional.of("is partitioned by " + from.partitionKey() + ", declared is " + to.partitionKey()
                    + ": PostgreSQL cannot change that");
        }
        if (!Objects.equals(from.properties().server(), to.properties().server())) {
            return Optional.of("is a table of server " + from.properties().server() + ", declared is "
                    + to.properties().server() + ": PostgreSQL cannot change that");
        }
        if (tablespace != null && !tablespace.equals(from.properties().tablespace())) {
            return Optional.of("is declared in tablespace " + tablespace
                    + ": Tidemark does not move tables between tablespaces (ALTER TABLE … SET TABLESPACE does, and"
                    + " writes it again)");
        }
        if (method && ctx.major() < since) {
            return Optional.of(
                    "is declared with another access method, which PostgreSQL " + since + " is the first to change");
        }
        return Optional.empty();
    }

    private static String kind(Table table) {
        return switch (table.relkind()) {
            case 'p' -> "a partitioned table";
            case 'f' -> "a foreign table";
            default -> "a plain table";
        };
    }

    private Op tableOp(QName table, String action) {
        Op op = Op.alter(Rank.COLUMN, Sql.alterTable(table, action), Context.table(table), table);
        return rewrites(action) && !ctx.empty(table)
                ? op.costing(CostClass.BLOCKING, Locks.rewriteTime(ctx, table))
                : op;
    }

    private static boolean rewrites(String action) {
        return action.endsWith("LOGGED") || action.startsWith("SET ACCESS METHOD");
    }

    private void hazards(Draft.Builder draft, QName table, Table from, Table to) {
        if (actions(from, to).stream().anyMatch(TablePropertyDrafts::rewrites) && !to.isPartitioned()) {
            Locks.rewrite(draft, ctx, table);
        }
        if (from.rowSecurity() != to.rowSecurity()
                || from.properties().forceRowSecurity() != to.properties().forceRowSecurity()) {
            draft.hazard(Hazard.PRIVILEGE_CHANGE, "who sees which rows changes", "");
        }
    }

    private static String said(Table from, Table to, List<String> actions) {
        if (actions.isEmpty() && (Inherited.moves(from, to) || !from.parents().equals(to.parents()))) {
            return to.isPartition()
                    ? "partition of " + to.parents().get(0) + " " + to.partitionBound()
                    : to.parents().isEmpty()
                            ? "by itself, of no other table"
                            : "inherits from "
                                    + to.parents().stream().map(QName::toString).collect(Collectors.joining(", "));
        }
        return actions.isEmpty()
                ? "table properties"
                : actions.stream().map(a -> a.toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
    }

    /** An index that is marked has to be there. */
    private void marked(Draft.Builder draft, QName table, Index index) {
        draft.onlyWith(ctx.changes().to(Change.AddIndex.class, table, index.name()).stream());
        draft.onlyWith(ctx.changes().to(Change.ReplaceIndex.class, table, index.name()).stream());
        String key = index.constraint();
        draft.onlyWith(ctx.changes().to(Change.AddConstraint.class, table, key).stream());
        draft.onlyWith(ctx.changes().to(Change.ReplaceConstraint.class, table, key).stream());
    }

    /** How replication knows its rows: an index may be built online first; one that goes, or whose columns change, is let go of before. */
    private void identity(Draft.Builder draft, QName table, Table from, Table to) {
        Optional<Index> index =
                to.indexes().stream().filter(Index::replicaIdentity).findFirst();
        char wanted = to.properties().replicaIdentity();
        if (index.isPresent()) {
            marked(draft, table, index.get());
            for (String column : index.get().columns()) {
                draft.onlyWith(ctx.changes().to(Change.SetNotNull.class, table, column).stream());
            }
            String action = "REPLICA IDENTITY USING INDEX " + Sql.id(index.get().name());
            draft.op(onceThere(tableOp(table, action), index.get()));
        } else if (wanted != from.properties().replicaIdentity() && wanted != 'i') {
            String action = "REPLICA IDENTITY "
                    + switch (wanted) {
                        case 'f' -> "FULL";
                        case 'n' -> "NOTHING";
                        default -> "DEFAULT";
                    };
            draft.op(Op.alter(Rank.DROP_CONSTRAINT, Sql.alterTable(table, action), Context.table(table), table)
                    .doing(Effects.NONE));
        }
    }

    /**
     * Logged or not. A logged table cannot refer to one that is not: among tables that change together, those that refer to others become unlogged first
     * and logged last, in one transaction.
     */
    private void persistence(Draft.Builder draft, QName table, Table from, Table to) {
        if (from.unlogged() == to.unlogged()) {
            return;
        }
        List<QName> together = together(table, to.unlogged());
        if (!together.get(0).equals(table)) {
            return;
        }
        List<QName> order = new ArrayList<>();
        together.forEach(t -> parentsFirst(t, together, order, new HashSet<>()));
        if (to.unlogged()) {
            Collections.reverse(order);
        }
        for (QName each : order) {
            Op op = tableOp(each, to.unlogged() ? "SET UNLOGGED" : "SET LOGGED");
            draft.op(op.touching(Set.copyOf(together)));
            sequencesStay(draft, each, to.unlogged());
        }
    }

    /** A table takes all the sequences along that its columns own (15 and later), those too that are to stay as they are. */
    private void sequencesStay(Draft.Builder draft, QName table, boolean unlogged) {
        ctx.declared().sequences().values().stream()
                .filter(s -> table.equals(s.ownedByTable()) && s.unlogged() != unlogged && ctx.major() >= 15)
                .filter(s -> ctx.live().sequences().containsKey(s.name()))
                .forEach(s -> draft.op(Op.alter(
                                Rank.SEQUENCE,
                                "ALTER SEQUENCE " + Sql.name(s.name()) + " SET " + (unlogged ? "LOGGED" : "UNLOGGED"),
                                Context.table(table),
                                table)
                        .doing(Effects.NONE)));
    }

    /** The tables that foreign keys tie to this one and that change alike, sorted. */
    private List<QName> together(QName table, boolean unlogged) {
        Set<QName> changing = ctx.changes()
                .all(Change.ChangeTable.class)
                .filter(c -> c.from().unlogged() != c.to().unlogged() && c.to().unlogged() == unlogged)
                .map(c -> c.to().name())
                .collect(Collectors.toSet());
        Set<QName> found = new TreeSet<>(Set.of(table));
        Deque<QName> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            QName one = open.pop();
            Stream<QName> tied = Stream.concat(
                    parents(one).stream(), ctx.inbound(one).stream().map(Context.Inbound::table));
            tied.filter(changing::contains).filter(found::add).forEach(open::push);
        }
        return List.copyOf(found);
    }

    private List<QName> parents(QName table) {
        return ctx.live(table).stream()
                .flatMap(t -> t.constraints().stream())
                .flatMap(c -> Stream.ofNullable(c.references()))
                .toList();
    }

    private void parentsFirst(QName table, List<QName> all, List<QName> order, Set<QName> seen) {
        if (all.contains(table) && seen.add(table) && !order.contains(table)) {
            parents(table).forEach(p -> parentsFirst(p, all, order, seen));
            order.add(table);
        }
    }

    /** The index by which the table is clustered: it may be built online. */
    private void clustered(Draft.Builder draft, QName table, Table from, Table to) {
        Optional<Index> cluster = to.indexes().stream().filter(Index::clustered).findFirst();
        if (cluster.isPresent()) {
            String action = "CLUSTER ON " + Sql.id(cluster.get().name());
            draft.op(onceThere(tableOp(table, action), cluster.get()));
        } else if (from.indexes().stream().anyMatch(Index::clustered)) {
            draft.op(tableOp(table, "SET WITHOUT CLUSTER").in(Stage.FINISH));
        }
    }

    /** After the index, or the constraint that it belongs to, has its name. */
    private static Op onceThere(Op op, Index index) {
        String key = index.constraint();
        ObjectName table = op.object();
        ObjectName there =
                key == null ? table.member(ObjectKind.INDEX, index.name()) : table.member(ObjectKind.CONSTRAINT, key);
        return op.doing(op.effects().needing(there)).in(Stage.FINISH);
    }
}
