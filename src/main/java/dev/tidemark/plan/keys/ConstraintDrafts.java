package dev.tidemark.plan.keys;

import dev.tidemark.CostClass;
import dev.tidemark.Hazard;
import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Constraint.Kind;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Locks;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.CheckWidening;
import dev.tidemark.plan.sql.IndexText;
import dev.tidemark.plan.sql.Sql;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Constraints: checks and foreign keys as NOT VALID first, keys through an index that was built concurrently. */
public final class ConstraintDrafts {
    /** Of the index of a key that replaces one of the same name. */
    public static final String NEW_INDEX = "tidemark_new_";

    private final Context ctx;
    private final IndexAttachments attachments;
    private final RowQuestions rows;

    public ConstraintDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.attachments = new IndexAttachments(ctx);
        this.rows = rows;
    }

    public Draft add(Change.AddConstraint change) {
        QName table = change.table().name();
        Constraint constraint = change.constraint();
        Draft.Builder draft =
                draft(change, table, constraint.name(), Action.CREATE, ConstraintWords.summary(constraint));
        hazards(draft, table, constraint);
        addTo(draft, table, constraint);
        return draft.build();
    }

    public Draft replace(Change.ReplaceConstraint change) {
        QName table = change.table().name();
        Draft.Builder draft =
                draft(change, table, change.to().name(), Action.ALTER, ConstraintWords.summary(change.to()));
        if (new Deferrability(ctx, change).isAll()) {
            return deferrability(draft, table, change);
        }
        if (CheckWidening.widens(change.from(), change.to())) {
            rowsInTheWay(draft, table, change.to());
        } else {
            hazards(draft, table, change.to());
        }
        draft.reshaping();
        boolean swapped = change.from().isKey() && throughIndex(table, change.to());
        if (!swapped) {
            Op drop = dropped(table, change.from(), Stage.TABLES);
            // Deferred, the new one comes in the place of the old one all the same, unvalidated.
            draft.op(drop);
            if (notValidFirst(table, change.to()) && change.to().validated()) {
                draft.deferredHalf(drop);
            }
        }
        if (swapped) {
            viaIndex(draft, table, change.to(), Optional.of(change.from()));
        } else {
            if (change.from().isKey()) {
                staying(draft, table, change.from()).forEach(i -> ReferringKeys.around(ctx, draft, i));
            }
            addTo(draft, table, change.to());
        }
        if (change.from().kind() == Kind.CHECK) {
            neitherCheck(draft, table, change.from());
        }
        return draft.build();
    }

    private Draft deferrability(Draft.Builder draft, QName table, Change.ReplaceConstraint change) {
        Constraint to = change.to();
        if (!to.deferrable() || (change.from().initiallyDeferred() && !to.initiallyDeferred())) {
            draft.hazard(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run may rely on its being checked at the end of a transaction",
                    "let the code write in an order that needs no delay first");
        }
        draft.op(alter(Rank.SEQUENCE, table, to.name(), Deferrability.action(to)));
        if (to.validated() && !change.from().validated()) {
            rowsInTheWay(draft, table, to);
            validated(draft, table, to);
        }
        return draft.build();
    }

    /** Put off, the old check must go all the same: it refuses what the new one lets new code write. */
    private void neitherCheck(Draft.Builder draft, QName table, Constraint check) {
        draft.withheldHalf(alter(Rank.DROP_CONSTRAINT, table, check.name(), "DROP CONSTRAINT " + Sql.id(check.name())));
    }

    public Draft drop(Change.DropConstraint change) {
        QName table = change.table().name();
        Constraint constraint = change.constraint();
        Draft.Builder draft = draft(
                change,
                table,
                constraint.name(),
                Action.DROP,
                ConstraintWords.said(constraint.kind()) + " " + constraint.name());
        if (constraint.isKey()) {
            draft.hazard(Hazard.INDEX_DROPPED, "its index goes; queries may become slow", "");
        }
        boolean late = constraint.isKey() && (keyComesOnline(table, constraint) || indexComesOnline(table, constraint));
        Stage stage = late ? Stage.FINISH : Stage.TABLES;
        if (constraint.isKey()) {
            staying(draft, table, constraint).forEach(i -> ReferringKeys.around(ctx, draft, i, stage));
        }
        return draft.op(dropped(table, constraint, stage)).build();
    }

    public Draft validate(Change.ValidateConstraint change) {
        QName table = change.table().name();
        Constraint constraint = change.constraint();
        Draft.Builder draft = draft(
                change,
                table,
                constraint.name(),
                Action.ALTER,
                ConstraintWords.said(constraint.kind()) + " " + constraint.name() + "  validated");
        rowsInTheWay(draft, table, constraint);
        validated(draft, table, constraint);
        return draft.build();
    }

    public Draft rename(Change.RenameConstraint change) {
        QName table = change.table().name();
        String from = change.from().name();
        String to = change.to().name();
        String action = "RENAME CONSTRAINT " + Sql.id(from) + " TO " + Sql.id(to);
        return draft(
                        change,
                        table,
                        to,
                        Action.ALTER,
                        ConstraintWords.said(change.to().kind()) + " " + from + " → " + to)
                .op(alter(Rank.RENAME, table, to, action).freeing(new QName(table.schema(), from)))
                .build();
    }

    private void hazards(Draft.Builder draft, QName table, Constraint constraint) {
        boolean oldColumns = constraint.columns().stream().anyMatch(c -> !ctx.isNewColumn(table, c));
        if (oldColumns) {
            draft.hazard(
                    Hazard.BREAKS_RUNNING_CODE,
                    "versions that still run may write rows that it refuses",
                    "stop writing such rows first");
        }
        rowsInTheWay(draft, table, constraint);
        if (throughIndex(table, constraint)) {
            draft.hazard(Hazard.INDEX_BUILD, "reads the whole table; built concurrently, writers go on", "");
        } else if (scansUnderLock(table, constraint)) {
            Locks.scan(draft, ctx, table, "");
        }
    }

    private boolean scansUnderLock(QName table, Constraint constraint) {
        return !ctx.empty(table) && !notValidFirst(table, constraint) && constraint.validated();
    }

    private void rowsInTheWay(Draft.Builder draft, QName table, Constraint constraint) {
        if (ctx.empty(table) || !constraint.validated()) {
            return;
        }
        OptionalLong count = rows.violations(table, constraint).map(ctx::answer).orElse(OptionalLong.empty());
        if (count.orElse(1) == 0) {
            return;
        }
        draft.hazard(
                Hazard.MAY_FAIL_ON_DATA,
                count.isEmpty()
                        ? "rows that exist may not satisfy it"
                        : ConstraintWords.inTheWay(constraint, count.getAsLong()),
                "");
        rowsRefused(table, constraint).ifPresent(draft::ifApplied);
    }

    /** What rows have against a constraint that is there or comes back. */
    public Optional<dev.tidemark.Problem> rowsRefused(QName table, Constraint constraint) {
        if (ctx.empty(table) || !constraint.validated()) {
            return Optional.empty();
        }
        Optional<String> question = rows.violations(table, constraint);
        OptionalLong count = question.map(ctx::answer).orElse(OptionalLong.empty());
        if (count.orElse(0) > 0) {
            return Optional.of(problem(table, constraint, count.getAsLong()));
        }
        return question.flatMap(ctx::failure)
                .filter(rows::isOfValues)
                .map(failure -> ctx.problem(
                        "TDM-213",
                        name(table, constraint.name()),
                        ConstraintWords.summary(constraint) + ", but it cannot be computed for every row (" + failure
                                + ")",
                        "mend the rows or the expression, then sync again"));
    }

    /** Whether rows still satisfy the constraints that stay, once the values of one of their columns are others. */
    public void keptRules(Draft.Builder draft, QName table, String column) {
        for (Constraint constraint : ctx.empty(table) ? List.<Constraint>of() : rows.keptConstraints(table, column)) {
            rowsRefused(table, constraint).ifPresent(draft::ifApplied);
        }
    }

    private dev.tidemark.Problem problem(QName table, Constraint constraint, long count) {
        ObjectName object = name(table, constraint.name());
        String message = ConstraintWords.summary(constraint) + ", but " + ConstraintWords.inTheWay(constraint, count);
        if (constraint.isKey()) {
            return ctx.problem(
                    "TDM-211",
                    object,
                    message,
                    "see them: " + rows.showDuplicates(table, constraint.columns()),
                    "merge or delete them, then sync again; or do not declare it unique");
        }
        String see =
                rows.violations(table, constraint).map(RowQuestions::seeThem).orElse("");
        return ctx.problem("TDM-213", object, message, see, "mend or delete these rows, then sync again");
    }

    private void addTo(Draft.Builder draft, QName table, Constraint constraint) {
        Optional<Index> own = attachments.index(table, constraint);
        if (own.filter(i -> attachments.attachesAlone(table, i)).isPresent()) {
            if (!attachments.stands(table, own.get())) {
                added(draft, table, constraint);
            }
            draft.op(attachments.attach(table, own.get(), name(table, constraint.name())));
            return;
        }
        if (own.isPresent() && ctx.partitioned(table) && !attachments.isPartial(table, constraint)) {
            attachments
                    .named(table, own.get())
                    .forEach(sql -> draft.op(Op.alter(Rank.KEY, sql, name(table, constraint.name()), table)));
        }
        added(draft, table, constraint);
        own.filter(i -> !attachments.isPartial(table, i))
                .ifPresent(i -> attachments.comments(draft, table, i, name(table, constraint.name())));
    }

    private void added(Draft.Builder draft, QName table, Constraint constraint) {
        if (throughIndex(table, constraint)) {
            viaIndex(draft, table, constraint, Optional.empty());
            return;
        }
        Optional<Index> index = indexOfItsName(table, constraint);
        if (index.filter(i -> !ctx.partitioned(table) && fits(table, constraint, i))
                .isPresent()) {
            draft.op(alter(Rank.KEY, table, constraint.name(), Online.usingIndex(constraint, constraint.name())));
            comment(draft, table, constraint, Stage.TABLES);
            return;
        }
        index.ifPresent(i -> indexMakesRoom(draft, table, constraint, i));
        boolean notValid = notValidFirst(table, constraint) || (!constraint.validated() && mayBeNotValid(constraint));
        String add = "ADD CONSTRAINT " + Sql.id(constraint.name()) + " " + constraint.definition()
                + (notValid ? " NOT VALID" : "");
        Op op = attachments.isPartial(table, constraint)
                ? Op.alter(
                        Rank.KEY,
                        "ALTER TABLE ONLY " + Sql.name(table) + " " + add,
                        name(table, constraint.name()),
                        table)
                : alter(rank(constraint), table, constraint.name(), add);
        if (constraint.references() != null) {
            op = op.locking(LockMode.SHARE_ROW_EXCLUSIVE).touching(both(table, constraint));
        }
        if (scansUnderLock(table, constraint)) {
            op = op.costing(CostClass.BLOCKING, Locks.scanTime(ctx, table));
        }
        draft.op(op);
        comment(draft, table, constraint, op.stage());
        if (notValid && constraint.validated()) {
            draft.deferredHalf(op);
            validated(draft, table, constraint);
        }
    }

    /** The foreign keys that an index serves go for a moment with it. */
    private void indexMakesRoom(Draft.Builder draft, QName table, Constraint constraint, Index index) {
        Set<String> columns = Set.copyOf(index.columns());
        ctx.inbound(table).stream()
                .filter(i -> Set.copyOf(i.key().referencedColumns()).equals(columns) && ReferringKeys.untouched(ctx, i))
                .forEach(i -> ReferringKeys.around(ctx, draft, i));
        draft.op(Op.alter(
                        Rank.DROP_INDEX,
                        "DROP INDEX " + Sql.name(new QName(table.schema(), index.name())),
                        name(table, constraint.name()),
                        table)
                .doing(Effects.dropping(Context.table(table).member(ObjectKind.INDEX, index.name()))));
    }

    /** Whether the index is what the key would build. */
    private boolean fits(QName table, Constraint constraint, Index index) {
        return ctx.declared(table)
                .filter(t -> constraint.isKey() && index.valid())
                .flatMap(t -> t.index(constraint.index() == null ? constraint.name() : constraint.index()))
                .filter(i -> SqlText.sameIndex(i.definition(), index.definition()))
                .isPresent();
    }

    /** An index that stands where that of the constraint will be, and that no change of its own drops; its drop may be part of the constraint's addition. */
    private Optional<Index> indexOfItsName(QName table, Constraint constraint) {
        return ctx.live(table)
                .filter(t -> constraint.isKey() || constraint.kind() == Kind.EXCLUSION)
                .flatMap(t -> t.index(constraint.name()))
                .filter(i -> i.constraint() == null && i.parent() == null)
                .filter(i -> ctx.changes()
                                .from(Change.DropIndex.class, table, i.name())
                                .isEmpty()
                        || ctx.changes()
                                .to(Change.AddConstraint.class, table, i.name())
                                .isPresent());
    }

    private void comment(Draft.Builder draft, QName table, Constraint constraint, Stage stage) {
        new KeyComments(ctx).ofIndex(draft, table, constraint, indexOfItsName(table, constraint), stage);
        if (constraint.comment() != null) {
            ObjectName object = name(table, constraint.name());
            draft.op(Op.alter(Rank.COMMENT, Comments.sql(object, constraint.comment()), object, table)
                    .in(stage));
        }
    }

    private void validated(Draft.Builder draft, QName table, Constraint constraint) {
        draft.op(alter(Rank.VALIDATE, table, constraint.name(), "VALIDATE CONSTRAINT " + Sql.id(constraint.name()))
                .in(Stage.VALIDATE)
                .locking(LockMode.SHARE_UPDATE_EXCLUSIVE)
                .costing(CostClass.ONLINE, Locks.scanTime(ctx, table)));
    }

    private void viaIndex(Draft.Builder draft, QName table, Constraint constraint, Optional<Constraint> old) {
        draft.urgent();
        ObjectName object = name(table, constraint.name());
        String index = old.isPresent() ? Sql.derived(NEW_INDEX, constraint.name()) : constraint.name();
        Online.build(ctx, draft, table, object, index, keyIndex(table, constraint), Rank.KEY);
        List<Context.Inbound> staying = old.map(o -> staying(draft, table, o)).orElse(List.of());
        old.ifPresent(o -> {
            staying.forEach(i -> draft.op(
                    ReferringKeys.drop(ctx, i).serving(Rank.KEY, object).online(Online.SWAP)));
            draft.op(alter(Rank.KEY, table, o.name(), "DROP CONSTRAINT " + Sql.id(o.name()))
                    .doing(Effects.of(Rank.DROP_CONSTRAINT, name(table, o.name())))
                    .online(Online.SWAP));
        });
        draft.op(alter(Rank.KEY, table, constraint.name(), Online.usingIndex(constraint, index))
                .online(Online.SWAP));
        staying.forEach(i -> againAfter(draft, table, constraint, i));
        comment(draft, table, constraint, Stage.FINISH);
    }

    /** The index of a key as the declaration's catalog shows it, or one made of its columns. */
    private IndexText keyIndex(QName table, Constraint constraint) {
        String columns = " (" + Sql.ids(constraint.columns()) + ")";
        String made = "CREATE UNIQUE INDEX i ON " + Sql.name(table) + " USING btree" + columns;
        Optional<String> declared = ctx.declared(table)
                .flatMap(t -> t.index(constraint.index() == null ? constraint.name() : constraint.index()))
                .map(Index::definition);
        return IndexText.parse(declared.orElse(made)).orElseThrow();
    }

    /** Whether a key is made of an index that is built concurrently before. */
    boolean throughIndex(QName table, Constraint constraint) {
        return constraint.isKey()
                && !ctx.empty(table)
                && !ctx.partitioned(table)
                && !constraint.definition().contains("WITHOUT OVERLAPS");
    }

    private boolean notValidFirst(QName table, Constraint constraint) {
        boolean possible = constraint.kind() == Kind.CHECK
                || (constraint.kind() == Kind.FOREIGN_KEY && (!ctx.partitioned(table) || ctx.major() >= 18));
        return possible && mayBeNotValid(constraint) && !ctx.empty(table);
    }

    private static boolean mayBeNotValid(Constraint constraint) {
        return (constraint.kind() == Kind.CHECK || constraint.kind() == Kind.FOREIGN_KEY)
                && !constraint.definition().contains("NOT ENFORCED");
    }

    private Op dropped(QName table, Constraint constraint, Stage stage) {
        boolean foreign = constraint.references() != null;
        Op drop = alter(
                foreign ? Rank.DROP_FOREIGN_KEY : Rank.DROP_CONSTRAINT,
                table,
                constraint.name(),
                "DROP CONSTRAINT " + Sql.id(constraint.name()));
        return (foreign ? drop.touching(both(table, constraint)) : drop).in(stage);
    }

    private Set<QName> both(QName table, Constraint constraint) {
        Set<QName> tables = new HashSet<>(Set.of(table));
        if (constraint.references() != null) {
            tables.add(constraint.references());
        }
        tables.removeIf(t -> !ctx.exists(t));
        return tables;
    }

    private List<Context.Inbound> inbound(QName table, Constraint key) {
        return ctx.inbound(table).stream()
                .filter(i -> sameColumns(i.key(), key) && ReferringKeys.untouched(ctx, i))
                .toList();
    }

    /** Foreign keys that need this key and find another one in its place; those that find none block the change, unless they go with their columns. */
    private List<Context.Inbound> staying(Draft.Builder draft, QName table, Constraint key) {
        ctx.inbound(table).stream()
                .filter(i -> sameColumns(i.key(), key) && ReferringKeys.goesWithItsTable(ctx, i))
                .forEach(i -> draft.op(ReferringKeys.drop(ctx, i)));
        List<Context.Inbound> all = inbound(table, key).stream()
                .filter(i -> !goesWithItsColumns(draft, i))
                .toList();
        ReferringKeys.find(ctx, draft, name(table, key.name()), all);
        return all;
    }

    /** Where the drop of its columns comes later, or is withheld, the foreign key itself goes now. */
    private boolean goesWithItsColumns(Draft.Builder draft, Context.Inbound inbound) {
        boolean goes = ReferringKeys.goesWithItsColumns(ctx, inbound);
        if (goes) {
            draft.op(ReferringKeys.drop(ctx, inbound));
        }
        return goes;
    }

    /** In the same transaction where the new key serves it, else when all keys are there. */
    private void againAfter(Draft.Builder draft, QName table, Constraint key, Context.Inbound inbound) {
        boolean serves = inbound.parentColumns().equals(Set.copyOf(key.columns()));
        ReferringKeys.again(
                ctx,
                draft,
                inbound,
                op -> serves ? op.serving(Rank.KEY, name(table, key.name())).online(Online.SWAP) : op.in(Stage.FINISH));
    }

    /** Whether a key over the same columns is there only after the online steps. */
    private boolean keyComesOnline(QName table, Constraint key) {
        Set<String> columns = Set.copyOf(key.columns());
        return Stream.concat(
                        ctx.changes().of(Change.AddConstraint.class, table).map(Change.AddConstraint::constraint),
                        ctx.changes().of(Change.ReplaceConstraint.class, table).map(Change.ReplaceConstraint::to))
                .anyMatch(c -> Set.copyOf(c.columns()).equals(columns) && throughIndex(table, c));
    }

    /** Whether an index that is built online takes over its name. */
    private boolean indexComesOnline(QName table, Constraint key) {
        return !ctx.empty(table)
                && !ctx.partitioned(table)
                && ctx.changes().to(Change.AddIndex.class, table, key.index()).isPresent();
    }

    private static boolean sameColumns(Constraint foreign, Constraint key) {
        return Set.copyOf(foreign.referencedColumns()).equals(Set.copyOf(key.columns()));
    }

    private static Rank rank(Constraint constraint) {
        return switch (constraint.kind()) {
            case PRIMARY_KEY, UNIQUE, EXCLUSION -> Rank.KEY;
            case CHECK -> Rank.CHECK;
            case FOREIGN_KEY -> Rank.FOREIGN_KEY;
        };
    }

    private static ObjectName name(QName table, String constraint) {
        return Context.table(table).member(ObjectKind.CONSTRAINT, constraint);
    }

    private static Draft.Builder draft(Change change, QName table, String constraint, Action action, String summary) {
        return Draft.of(change, name(table, constraint), action, summary).under(Context.table(table));
    }

    private static Op alter(Rank rank, QName table, String constraint, String action) {
        return Op.alter(rank, Sql.alterTable(table, action), name(table, constraint), table);
    }
}
