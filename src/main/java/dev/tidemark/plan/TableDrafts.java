package dev.tidemark.plan;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Whole tables: dropped, renamed, and their own properties. What is new is made by {@link NewObjects}. */
final class TableDrafts {
    private final Context ctx;
    private final RowQuestions rows;

    TableDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
    }

    Draft add(Change.AddTable change) {
        return Draft.of(change, Context.table(change.table().name()), Action.CREATE, summary(change.table()))
                .required()
                .build();
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

    Draft drop(Change.DropTable change) {
        QName table = ctx.now(change.table().name());
        ObjectName object = Context.table(table);
        Draft.Builder draft = Draft.of(change, object, Action.DROP, "table with " + summary(change.table()));
        OptionalLong count = ctx.empty(table)
                ? OptionalLong.of(0)
                : rows.rows(table).map(ctx.facts()::answer).orElse(OptionalLong.empty());
        draft.hazard(
                Hazard.DATA_LOSS, rowsLost(table, count), "keep it for now: sync --safe; or declare the table again");
        if (count.orElse(-1) == 0) {
            draft.wordless(Hazard.DATA_LOSS);
        }
        Untracked.note(ctx, draft);
        foreignKeys(draft, table, object);
        draft.op(Op.alter(Rank.DROP_TABLE, "DROP TABLE " + Sql.name(table), object, table)
                .in(Phase.DROPS));
        return draft.build();
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
    private void foreignKeys(Draft.Builder draft, QName table, ObjectName object) {
        ctx.live(table).stream()
                .flatMap(t -> t.constraints().stream())
                .filter(c -> c.references() != null && !ctx.now(c.references()).equals(table))
                .filter(c -> !KeyDetour.losesItsKey(ctx, new Context.Inbound(table, c)))
                .forEach(c -> {
                    QName parent = ctx.now(Objects.requireNonNull(c.references()));
                    Op drop = Op.alter(
                                    Rank.DROP_FOREIGN_KEY,
                                    Sql.alterTable(table, "DROP CONSTRAINT " + Sql.id(c.name())),
                                    object.member(ObjectKind.CONSTRAINT, c.name()),
                                    table)
                            .touching(Set.of(table, parent));
                    draft.op(drop.in(Phase.DROPS));
                    if (!goes(parent)) {
                        draft.withheldHalf(drop);
                    }
                });
        ctx.inbound(table).stream()
                .filter(i -> !i.table().equals(table) && KeyDetour.untouched(ctx, i))
                .filter(i -> !goesWithItsColumns(draft, i))
                .forEach(i -> draft.ifApplied(ctx.problem(
                        "TDM-216",
                        object,
                        "cannot go: foreign key " + i.key().name() + " of "
                                + Context.table(i.table()).display() + " refers to it",
                        "drop that key, or declare the table again")));
    }

    private boolean goesWithItsColumns(Draft.Builder draft, Context.Inbound inbound) {
        boolean goes = KeyDetour.goesWithItsColumns(ctx, inbound);
        if (goes) {
            draft.op(KeyDetour.drop(ctx, inbound).in(Phase.DROPS));
        }
        return goes;
    }

    private boolean goes(QName table) {
        return ctx.changes(Change.DropTable.class)
                .anyMatch(c -> ctx.now(c.table().name()).equals(table));
    }

    Draft rename(Change.RenameTable change) {
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
                    Sql.alterTable(at, "SET SCHEMA " + Sql.id(change.to().schema())),
                    object,
                    change.to()));
            at = new QName(change.to().schema(), at.name());
        }
        if (!at.name().equals(change.to().name())) {
            draft.op(Op.alter(
                    Rank.RENAME,
                    Sql.alterTable(at, "RENAME TO " + Sql.id(change.to().name())),
                    object,
                    change.to()));
        }
        return draft.build();
    }

    Draft change(Change.ChangeTable change) {
        QName table = ctx.now(change.to().name());
        Table from = change.from();
        Table to = change.to();
        List<String> actions = new ArrayList<>();
        if (from.unlogged() != to.unlogged()) {
            actions.add(to.unlogged() ? "SET UNLOGGED" : "SET LOGGED");
        }
        options(actions, from.options(), to.options());
        if (from.rowSecurity() != to.rowSecurity()) {
            actions.add((to.rowSecurity() ? "ENABLE" : "DISABLE") + " ROW LEVEL SECURITY");
        }
        Draft.Builder draft = Draft.of(change, Context.table(table), Action.ALTER, said(actions));
        hazards(draft, table, from, to);
        actions.forEach(a -> draft.op(tableOp(table, a)));
        marks(from, to).forEach(a -> draft.op(tableOp(table, a).in(Phase.FINISH)));
        if (unhandled(from, to)) {
            draft.note(Context.table(table).display()
                    + ": partitioning, inheritance or kind of table differ; Tidemark does not change them yet");
        }
        return draft.build();
    }

    private Op tableOp(QName table, String action) {
        Op op = Op.alter(Rank.COLUMN, Sql.alterTable(table, action), Context.table(table), table);
        return action.endsWith("LOGGED") && !ctx.empty(table)
                ? op.costing(CostClass.BLOCKING, Locks.rewriteTime(ctx, table))
                : op;
    }

    private void hazards(Draft.Builder draft, QName table, Table from, Table to) {
        if (from.unlogged() != to.unlogged()) {
            Locks.rewrite(draft, ctx, table);
        }
        if (from.rowSecurity() != to.rowSecurity()) {
            draft.hazard(Hazard.PRIVILEGE_CHANGE, "who sees which rows changes", "");
        }
    }

    private static String said(List<String> actions) {
        return actions.isEmpty()
                ? "table properties"
                : actions.stream().map(String::toLowerCase).collect(Collectors.joining(", "));
    }

    /** The index by which the table is clustered, and by which replication knows its rows: these may be built online. */
    private static List<String> marks(Table from, Table to) {
        List<String> actions = new ArrayList<>();
        Optional<Index> cluster = to.indexes().stream().filter(Index::clustered).findFirst();
        Optional<Index> identity =
                to.indexes().stream().filter(Index::replicaIdentity).findFirst();
        if (cluster.isPresent() != from.indexes().stream().anyMatch(Index::clustered) || cluster.isPresent()) {
            actions.add(cluster.map(i -> "CLUSTER ON " + Sql.id(i.name())).orElse("SET WITHOUT CLUSTER"));
        }
        if (identity.isPresent() != from.indexes().stream().anyMatch(Index::replicaIdentity) || identity.isPresent()) {
            actions.add(identity.map(i -> "REPLICA IDENTITY USING INDEX " + Sql.id(i.name()))
                    .orElse("REPLICA IDENTITY DEFAULT"));
        }
        return actions;
    }

    private static boolean unhandled(Table from, Table to) {
        return from.relkind() != to.relkind()
                || !Objects.equals(from.partitionKey(), to.partitionKey())
                || !Objects.equals(from.partitionBound(), to.partitionBound())
                || !from.parents().equals(to.parents());
    }

    private static void options(List<String> actions, List<String> from, List<String> to) {
        List<String> set = to.stream()
                .filter(o -> !from.contains(o))
                .map(TableDrafts::option)
                .toList();
        List<String> names = to.stream().map(TableDrafts::optionName).toList();
        List<String> gone = from.stream()
                .map(TableDrafts::optionName)
                .filter(o -> !names.contains(o))
                .toList();
        if (!set.isEmpty()) {
            actions.add("SET (" + String.join(", ", set) + ")");
        }
        if (!gone.isEmpty()) {
            actions.add("RESET (" + String.join(", ", gone) + ")");
        }
    }

    /** reloptions keep {@code name=value} as text. */
    static String option(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? option : option.substring(0, equals) + "=" + Sql.literal(option.substring(equals + 1));
    }

    private static String optionName(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? option : option.substring(0, equals);
    }
}
