package dev.tidemark.plan.columns;

import dev.tidemark.Hazard;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.rows.RowQuestions;
import dev.tidemark.plan.sql.Sequences;
import dev.tidemark.plan.sql.Sql;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sequences that are not an identity column's. */
public final class SequenceDrafts {
    private final Context ctx;
    private final RowQuestions rows;

    public SequenceDrafts(Context ctx, RowQuestions rows) {
        this.ctx = ctx;
        this.rows = rows;
    }

    /** One that no statement of its own declares comes from {@code serial}: with its new table, or made here. */
    public Draft add(Change.AddSequence change, boolean declared) {
        Sequence sequence = change.sequence();
        ObjectName object = ObjectNames.of(ObjectKind.SEQUENCE, sequence.name());
        Draft.Builder draft =
                Draft.of(change, object, Action.CREATE, "sequence").required();
        QName owner = sequence.ownedByTable();
        if (owner != null) {
            // An identity keeps the name as long as it stays.
            draft.onlyWith(ctx.changes()
                    .of(Change.ChangeIdentity.class, owner)
                    .filter(c -> c.from().identity() != null
                            && c.to().identity() == null
                            && c.to().name().equals(sequence.ownedByColumn())));
        }
        if (!declared && (owner == null || ctx.exists(owner))) {
            String options = Sequences.nonDefault(sequence.options());
            String sql = "CREATE SEQUENCE " + Sql.name(sequence.name()) + " AS "
                    + sequence.options().type() + (options.isEmpty() ? "" : " " + options);
            draft.op(
                    owner != null && wasIdentity(sequence, owner)
                            // After the identity has taken its own along, which had the same name.
                            ? Op.alter(Rank.CREATE, sql, object, owner)
                            : Op.free(Stage.CREATE, Rank.CREATE, sql, object));
        }
        String column = sequence.ownedByColumn();
        if (owner != null && column != null && ctx.exists(owner)) {
            draft.op(Op.alter(Rank.SEQUENCE, Sequences.ownedBy(sequence), object, owner)
                    .doing(
                            ctx.isNewColumn(owner, column)
                                    ? Effects.NONE.needing(object).needing(Context.column(owner, column))
                                    : Effects.NONE.needing(object)));
            if (!ctx.empty(owner) && ctx.liveColumn(owner, column).isPresent() && drawsOn(owner, column)) {
                draft.op(Op.alter(
                                Rank.SEQUENCE,
                                Sequences.goOnAfterTheLast(owner, column, sequence.options()),
                                object,
                                owner)
                        .doing(Effects.NONE.needing(object)));
            }
        }
        return draft.build();
    }

    /** Whether the column's values come from a sequence; one may own a sequence that others draw on, whatever its type. */
    private boolean drawsOn(QName table, String column) {
        Table declared = ctx.declared().tables().get(table);
        return declared != null
                && declared.column(column)
                        .map(Column::defaultSql)
                        .filter(sql -> sql.contains("nextval("))
                        .isPresent();
    }

    public Draft drop(Change.DropSequence change) {
        Sequence sequence = change.sequence();
        ObjectName object = ObjectNames.of(ObjectKind.SEQUENCE, sequence.name());
        Draft.Builder draft = Draft.of(change, object, Action.DROP, "sequence");
        if (sequence.ownedByTable() == null) {
            draft.hazard(Hazard.DATA_LOSS, "its position is lost", "declare it again");
        }
        QName becomesIdentity = becomesIdentity(sequence);
        String sql = "DROP SEQUENCE " + Sql.name(sequence.name());
        if (becomesIdentity != null) {
            // Out of the way of the identity's own, which wants the same name and goes on where this one is.
            QName aside = Sequences.aside(sequence.name());
            Stage stage = GeneratedDrafts.identityStage(ctx, becomesIdentity, sequence.ownedByColumn());
            String rename = "ALTER SEQUENCE " + Sql.name(sequence.name()) + " RENAME TO " + Sql.id(aside.name());
            draft.op(Op.alter(Rank.AFTER_TYPES, rename, object, becomesIdentity)
                    .doing(Effects.NONE.freeing(sequence.name()))
                    .in(stage));
            String alone = "ALTER SEQUENCE " + Sql.name(aside) + " OWNED BY NONE";
            draft.op(Op.alter(Rank.AFTER_TYPES, alone, object, becomesIdentity)
                    .doing(Effects.NONE)
                    .in(stage));
            draft.op(Op.alter(Rank.SEQUENCE, "DROP SEQUENCE " + Sql.name(aside), object, becomesIdentity)
                    .doing(Effects.of(Rank.DROP_SEQUENCE, object))
                    .in(stage));
        } else if (!ownerGoes(sequence)) {
            draft.op(Op.free(Stage.DROPS, Rank.DROP_SEQUENCE, sql, object));
        }
        return draft.build();
    }

    private boolean wasIdentity(Sequence sequence, QName owner) {
        return ctx.changes()
                .to(Change.ChangeIdentity.class, owner, sequence.ownedByColumn())
                .filter(c -> c.to().identity() == null)
                .isPresent();
    }

    /** The table whose serial column becomes an identity column, if this is its sequence. */
    private @Nullable QName becomesIdentity(Sequence sequence) {
        QName owner = sequence.ownedByTable();
        if (owner == null) {
            return null;
        }
        return ctx.changes()
                .to(Change.ChangeIdentity.class, owner, sequence.ownedByColumn())
                .filter(c -> c.from().identity() == null)
                .map(c -> owner)
                .orElse(null);
    }

    /** PostgreSQL drops it with the column that owns it. */
    private boolean ownerGoes(Sequence sequence) {
        QName owner = sequence.ownedByTable();
        return owner != null
                && (ctx.changes().drops(owner)
                        || ctx.changes().dropsColumn(owner, sequence.ownedByColumn())
                        || ownerIsMadeAnew(owner, sequence.ownedByColumn()));
    }

    private boolean ownerIsMadeAnew(QName table, @Nullable String column) {
        return column != null && ctx.generated().remade(table, column);
    }

    public Draft rename(Change.RenameSequence change) {
        ObjectName object = ObjectNames.of(ObjectKind.SEQUENCE, change.to());
        String sql = "ALTER SEQUENCE " + Sql.name(change.from()) + " RENAME TO "
                + Sql.id(change.to().name());
        return Draft.of(
                        change,
                        object,
                        Action.ALTER,
                        "sequence " + change.from().name() + " → " + change.to().name())
                .op(Op.alter(Rank.RENAME, sql, object, change.table().name()).freeing(change.from()))
                .build();
    }

    public Draft change(Change.ChangeSequence change) {
        Sequence from = change.from();
        Sequence to = change.to();
        ObjectName object = ObjectNames.of(ObjectKind.SEQUENCE, to.name());
        Draft.Builder draft = Draft.of(change, object, Action.ALTER, "sequence options");
        OptionalLong last = Sequences.boundsNarrow(from.options(), to.options())
                ? ctx.answer(rows.lastValue(to.name()))
                : OptionalLong.empty();
        String options = (Sequences.changed(from.options(), to.options(), "") + " "
                        + Sequences.restart(to.options(), last))
                .strip();
        String type = from.options().type().equals(to.options().type())
                ? ""
                : "AS " + to.options().type() + " ";
        if (!(type + options).isBlank()) {
            String sql = "ALTER SEQUENCE " + Sql.name(to.name()) + " " + (type + options).strip();
            draft.op(Op.free(Stage.LATE, Rank.SEQUENCE, sql, object));
        }
        if (from.unlogged() != to.unlogged()) {
            String sql = "ALTER SEQUENCE " + Sql.name(to.name()) + " SET " + (to.unlogged() ? "UNLOGGED" : "LOGGED");
            draft.op(Op.free(Stage.LATE, Rank.SEQUENCE, sql, object));
        }
        boolean sameOwner =
                Objects.equals(owner(from), owner(to)) && Objects.equals(from.ownedByColumn(), to.ownedByColumn());
        if (!sameOwner) {
            boolean free = ownerGoes(from);
            if (free) {
                draft.op(letGo(from, to, object));
            }
            QName table = owner(to);
            if (free && table == null) {
                return draft.build();
            }
            Op op = Op.free(Stage.LATE, Rank.SEQUENCE, Sequences.ownedBy(to), object)
                    .doing(
                            table == null || ctx.exists(table)
                                    ? Effects.NONE.needing(object)
                                    : Effects.NONE.needing(object).needing(Context.table(table)));
            draft.op(table == null || !ctx.exists(table) ? op : op.touching(Set.of(table)));
        }
        return draft.build();
    }

    /** Before the table or column that owned it goes and takes it along. */
    private Op letGo(Sequence from, Sequence to, ObjectName object) {
        QName table = Objects.requireNonNull(owner(from));
        String member = Objects.requireNonNull(from.ownedByColumn());
        ObjectName column = Context.column(table, member);
        String sql = "ALTER SEQUENCE " + Sql.name(to.name()) + " OWNED BY NONE";
        if (ownerIsMadeAnew(table, member)) {
            // The column comes back, so only its place in the table's own order puts this before the drop.
            return Op.alter(Rank.DROP_CONSTRAINT, sql, object, table).doing(Effects.NONE);
        }
        return Op.free(Stage.LATE, Rank.AFTER_TYPES, sql, object).doing(Effects.NONE.needing(column));
    }

    private @Nullable QName owner(Sequence sequence) {
        return sequence.ownedByTable();
    }
}
