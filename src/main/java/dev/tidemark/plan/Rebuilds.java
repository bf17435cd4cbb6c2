package dev.tidemark.plan;

import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.columns.ColumnDrafts;
import dev.tidemark.plan.columns.Recomputed;
import dev.tidemark.plan.columns.RetypedColumn;
import dev.tidemark.plan.columns.TypeDrafts;
import dev.tidemark.plan.keys.ConstraintDrafts;
import dev.tidemark.plan.keys.IndexDrafts;
import dev.tidemark.plan.kinds.KindRules;
import dev.tidemark.plan.kinds.Kinds;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.tables.Recreated;
import dev.tidemark.plan.types.TypeReplacement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** The statements of what is dropped and made again because something that it depends on changes ({@link Closure}): as it is declared, or as it was. */
final class Rebuilds {
    private final Context ctx;
    private final List<Fated> fated;
    private final TypeReplacement types;
    private final SortedMap<ObjectName, List<Op>> ops = new TreeMap<>();

    Rebuilds(Context ctx, Set<ObjectName> objects, List<Fated> fated) {
        this.ctx = ctx;
        this.fated = fated;
        this.types = TypeReplacement.around(ctx, objects);
        for (ObjectName object : objects) {
            List<Op> its = switch (object.kind()) {
                case COLUMN -> column(object);
                case CONSTRAINT -> constraint(object);
                case INDEX -> index(object);
                default -> other(object);
            };
            if (!its.isEmpty()) {
                ops.put(object, its);
            }
        }
    }

    /** By the object that is made again. */
    Map<ObjectName, List<Op>> ops() {
        return Collections.unmodifiableMap(ops);
    }

    /** What rows have against constraints and indexes that come back over something else. */
    List<Problem> problems() {
        RowQuestions rows = new RowQuestions(ctx);
        List<Problem> problems = new ArrayList<>();
        for (ObjectName object : ops.keySet()) {
            QName table = QName.of(object);
            if (object.kind() == ObjectKind.CONSTRAINT) {
                next(object, Table::constraint)
                        .flatMap(c -> new ConstraintDrafts(ctx, rows).rowsRefused(table, c))
                        .ifPresent(problems::add);
            } else if (object.kind() == ObjectKind.INDEX) {
                next(object, Table::index)
                        .flatMap(i -> new IndexDrafts(ctx, rows).rowsRefused(table, i))
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }

    /** The member as it comes back: as it is declared, or as it is. */
    private <T> Optional<T> next(ObjectName object, BiFunction<Table, String, Optional<T>> member) {
        QName table = QName.of(object);
        return ctx.declared(table)
                .flatMap(t -> member.apply(t, object.member()))
                .or(() -> ctx.live(table).flatMap(t -> member.apply(t, object.member())));
    }

    /** The changes; those of objects that are made again anyway have no statements of their own left. */
    List<Fated> remaining() {
        return fated.stream()
                .map(f -> serves(f.draft().change(), f.draft().object()) && f.applied()
                        ? new Fated(f.draft(), f.fate(), List.of(), f.problems(), f.notes())
                        : f)
                .toList();
    }

    private boolean serves(Change change, ObjectName object) {
        if (change instanceof Change.ChangeOther && Recreated.brings(ctx, object)) {
            return true;
        }
        return ops.containsKey(object)
                && (change instanceof Change.ChangeOther
                        || change instanceof Change.ReplaceIndex
                        || change instanceof Change.ReplaceConstraint);
    }

    private Optional<Fated> own(ObjectName object, Class<? extends Change> kind) {
        return fated.stream()
                .filter(f -> f.applied()
                        && f.draft().object().equals(object)
                        && kind.isInstance(f.draft().change()))
                .findFirst();
    }

    private List<Op> other(ObjectName object) {
        OtherObject live = ctx.live().other(object);
        if (live == null) {
            return List.of();
        }
        boolean putOff = fated.stream()
                .anyMatch(f -> !f.applied()
                        && f.draft().object().equals(object)
                        && f.draft().change() instanceof Change.ChangeOther);
        OtherObject declared = ctx.declared().other(object);
        OtherObject next = putOff || declared == null ? live : declared;
        KindRules rules = Kinds.of(object);
        List<Op> all = new ArrayList<>();
        if (object.kind() == ObjectKind.TYPE) {
            Draft.Builder draft =
                    Draft.of(new Change.ChangeOther(live, next), object, dev.tidemark.Plan.Action.ALTER, "");
            types.draft(draft, object);
            return draft.build().ops();
        }
        all.add(attached(Rank.DROP_VIEW, rules.drop(live), object));
        rules.create(next).forEach(sql -> all.add(attached(Rank.NEW, SqlText.again(sql), object)));
        if (next.comment() != null) {
            all.add(attached(
                    Rank.COMMENT,
                    "COMMENT ON " + rules.reference(next) + " IS " + Sql.literal(next.comment()),
                    object));
        }
        return all;
    }

    private Op attached(Rank rank, String sql, ObjectName object) {
        Op op = Op.free(Stage.LATE, rank, sql, object);
        QName table = QName.of(object);
        return object.member().isEmpty() || !ctx.exists(table)
                ? op
                : op.locking(LockMode.ACCESS_EXCLUSIVE).touching(Set.of(table));
    }

    private List<Op> column(ObjectName object) {
        QName table = QName.of(object);
        Table relation = relation(table);
        Column live = relation.column(object.member()).orElseThrow();
        if (live.generated() != Column.Generated.NO) {
            return generated(object, table, live);
        }
        List<Op> all = new ArrayList<>();
        if (live.defaultSql() == null || movesApart(object, live)) {
            return all;
        }
        all.add(ColumnDrafts.alter(
                Rank.BEFORE_TYPES, Sql.alterColumn(table, object.member(), "DROP DEFAULT"), table, object.member()));
        if (own(object, Change.ChangeDefault.class).isEmpty()) {
            String next = ctx.declared(table)
                    .flatMap(t -> t.column(object.member()))
                    .map(c -> String.valueOf(c.defaultSql()))
                    .orElse(live.defaultSql());
            all.add(ColumnDrafts.alter(
                    Rank.AFTER_TYPES,
                    Sql.alterColumn(table, object.member(), "SET DEFAULT " + next),
                    table,
                    object.member()));
        }
        return all;
    }

    /** Whether the default goes and comes back with the column's change of type. */
    private boolean movesApart(ObjectName object, Column live) {
        boolean casts = types.casts(live.type());
        boolean retyped = casts
                || own(object, Change.ChangeType.class)
                        .map(f -> f.draft().change())
                        .filter(c -> c instanceof Change.ChangeType t && TypeDrafts.movesDefault(t.from(), t.to()))
                        .isPresent();
        return (retyped && RetypedColumn.callsWhatChanges(ctx, object))
                || (casts && RetypedColumn.namesReplacedEnum(ctx, object));
    }

    private Table relation(QName table) {
        return Objects.requireNonNull(ctx.live().tables().get(table));
    }

    private List<Op> generated(ObjectName object, QName table, Column live) {
        if (ctx.generated().remade(table, object.member())
                || own(object, Change.ChangeGenerated.class).isPresent()) {
            // Its own change lets go of what it was computed with.
            return List.of();
        }
        Column next =
                ctx.declared(table).flatMap(t -> t.column(object.member())).orElse(live);
        Draft.Builder draft = ColumnDrafts.draft(
                new Change.ChangeGenerated(relation(table), live, next),
                table,
                object.member(),
                dev.tidemark.Plan.Action.ALTER,
                "");
        new Recomputed(ctx).madeAnew(draft, table, next);
        return draft.build().ops();
    }

    private List<Op> constraint(ObjectName object) {
        if (own(object, Change.DropConstraint.class).isPresent()) {
            return List.of();
        }
        QName table = QName.of(object);
        Constraint live = relation(table).constraint(object.member()).orElseThrow();
        Constraint next =
                ctx.declared(table).flatMap(t -> t.constraint(object.member())).orElse(live);
        boolean notValid = next.kind() == Constraint.Kind.CHECK && !ctx.empty(table) && !ctx.partitioned(table);
        List<Op> all = new ArrayList<>();
        all.add(Op.alter(
                Rank.DROP_CONSTRAINT, Sql.alterTable(table, "DROP CONSTRAINT " + Sql.id(live.name())), object, table));
        all.add(Op.alter(
                Rank.CHECK,
                Sql.alterTable(
                        table,
                        "ADD CONSTRAINT " + Sql.id(next.name()) + " " + next.definition()
                                + (notValid || !next.validated() ? " NOT VALID" : "")),
                object,
                table));
        if (next.comment() != null) {
            all.add(Op.alter(Rank.COMMENT, Comments.sql(object, next.comment()), object, table));
        }
        if (notValid && next.validated()) {
            all.add(Op.alter(
                            Rank.VALIDATE,
                            Sql.alterTable(table, "VALIDATE CONSTRAINT " + Sql.id(next.name())),
                            object,
                            table)
                    .in(Stage.VALIDATE)
                    .locking(LockMode.SHARE_UPDATE_EXCLUSIVE)
                    .costing(dev.tidemark.CostClass.ONLINE, Locks.scanTime(ctx, table)));
        }
        return all;
    }

    private List<Op> index(ObjectName object) {
        QName table = QName.of(object);
        if (own(object, Change.DropIndex.class).isPresent()
                || !ctx.live().tables().containsKey(table)) {
            return List.of();
        }
        Index live = relation(table).index(object.member()).orElseThrow();
        Index next = ctx.declared(table).flatMap(t -> t.index(object.member())).orElse(live);
        List<Op> all = new ArrayList<>();
        all.add(Op.alter(
                Rank.DROP_INDEX, "DROP INDEX " + Sql.name(new QName(table.schema(), live.name())), object, table));
        Op make = Op.alter(Rank.INDEX, next.definition(), object, table).locking(LockMode.SHARE);
        all.add(ctx.empty(table) ? make : make.costing(dev.tidemark.CostClass.BLOCKING, Locks.indexTime(ctx, table)));
        if (next.comment() != null) {
            all.add(Op.alter(Rank.COMMENT, Comments.sql(object, next.comment()), object, table));
        }
        return all;
    }

    /** The standalone object under which it is listed. */
    ObjectName entry(ObjectName object) {
        return object.member().isEmpty() ? object : ObjectName.of(ObjectKind.TABLE, object.schema(), object.name());
    }
}
