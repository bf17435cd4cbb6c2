package dev.tidemark.plan;

import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.kinds.Alteration;
import dev.tidemark.plan.kinds.KindRules;
import dev.tidemark.plan.kinds.Kinds;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Estimates;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.plan.types.TypeReplacement;
import java.util.Optional;
import java.util.Set;

/** Objects of every kind that has rules in {@link Kinds}; those without are named, and nothing is run. */
final class OtherDrafts {
    private final Context ctx;

    OtherDrafts(Context ctx) {
        this.ctx = ctx;
    }

    Draft add(Change.AddOther change) {
        ObjectName object = change.object().name();
        Draft.Builder draft = Draft.of(change, object, Action.CREATE, label(change.object()))
                .under(standalone(object))
                .required();
        Optional<KindRules> rules = Kinds.find(object).filter(r -> attached(object));
        rules.ifPresent(r -> {
            r.createHazards(change.object(), ctx).forEach(draft::hazard);
            r.afterCreate(change.object())
                    .forEach(sql -> draft.op(op(
                            Stage.LATE,
                            Rank.COMMENT,
                            Alteration.Statement.instant(sql).under(r.createLock()),
                            object)));
        });
        return draft.build();
    }

    Draft change(Change.ChangeOther change) {
        Optional<KindRules> rules = Kinds.find(change.to().name());
        if (rules.isEmpty()) {
            return unhandled(change, change.to(), Action.ALTER, "differs from its declaration");
        }
        ObjectName object = change.to().name();
        Draft.Builder draft = Draft.of(change, object, Action.ALTER, label(change.to()))
                .under(standalone(object))
                .required();
        Alteration alteration = rules.get().alter(change.from(), change.to(), ctx);
        alteration.hazards().forEach(draft::hazard);
        if (alteration instanceof Alteration.Replaced || rules.get().reshapes(change.from(), change.to())) {
            draft.reshaping();
        }
        if (object.kind() == ObjectKind.TYPE && !(alteration instanceof Alteration.Blocked)) {
            return type(draft, alteration, object).build();
        }
        switch (alteration) {
            case Alteration.InPlace a
            when object.kind() == ObjectKind.EXTENSION ->
                a.statements()
                        .forEach(s -> draft.op(
                                op(Stage.CREATE, Rank.BEFORE_TYPES, s, object).doing(Effects.making(object))));
            case Alteration.InPlace a -> {
                Stage stage = rules.get().acts() ? Stage.DROPS : Stage.LATE;
                a.statements().forEach(s -> draft.op(op(stage, Rank.NEW, s, object)));
                a.later().forEach(s -> draft.op(op(Stage.VALIDATE, Rank.VALIDATE, s, object)));
            }
            case Alteration.Replaced a -> replaced(draft, rules.get(), change, object);
            case Alteration.Blocked a ->
                draft.always(ctx.problem(
                        a.code(),
                        object,
                        label(change.to()) + " " + a.why(),
                        a.waysOut().toArray(String[]::new)));
        }
        return draft.build();
    }

    /** A type is altered before what uses it. */
    private Draft.Builder type(Draft.Builder draft, Alteration alteration, ObjectName object) {
        TypeReplacement replacement = new TypeReplacement(ctx);
        if (replacement.includes(object)) {
            replacement.draft(draft, object);
        } else if (alteration instanceof Alteration.InPlace a) {
            a.statements()
                    .forEach(s -> draft.op(TypeReplacement.op(s.sql(), object, s.tables(), Effects.making(object))
                            .locking(s.lock())
                            .costing(s.cost(), Estimates.INSTANT.plus(s.estimate()))));
            a.later().forEach(s -> draft.op(op(Stage.VALIDATE, Rank.VALIDATE, s, object)));
        }
        return draft;
    }

    /** Whether the change drops the object and makes it again. */
    static boolean replaces(Context ctx, Change.ChangeOther change) {
        return Kinds.find(change.to().name())
                .map(rules -> rules.alter(change.from(), change.to(), ctx) instanceof Alteration.Replaced)
                .orElse(false);
    }

    private void replaced(Draft.Builder draft, KindRules rules, Change.ChangeOther change, ObjectName object) {
        Stage dropped = rules.acts() ? Stage.CREATE : Stage.LATE;
        Stage made = rules.acts() ? Stage.DROPS : Stage.LATE;
        draft.op(op(dropped, Rank.DROP_VIEW, Alteration.Statement.instant(rules.drop(change.from())), object));
        rules.create(change.to())
                .forEach(sql -> draft.op(op(
                        made,
                        Rank.NEW,
                        Alteration.Statement.instant(sql).under(attached(object) ? rules.createLock() : LockMode.NONE),
                        object)));
        String comment = change.to().comment();
        if (comment != null) {
            String sql = "COMMENT ON " + rules.reference(change.to()) + " IS " + Sql.literal(comment);
            draft.op(op(
                    rules.acts() ? Stage.DROPS : Stage.LATE, Rank.COMMENT, Alteration.Statement.instant(sql), object));
        }
    }

    Draft drop(Change.DropOther change) {
        Optional<KindRules> rules = Kinds.find(change.object().name());
        if (rules.isEmpty()) {
            return unhandled(change, change.object(), Action.DROP, "is not declared any more");
        }
        ObjectName object = change.object().name();
        Draft.Builder draft =
                Draft.of(change, object, Action.DROP, label(change.object())).under(standalone(object));
        rules.get().dropHazards(change.object(), ctx).forEach(draft::hazard);
        Alteration.Statement statement =
                Alteration.Statement.instant(rules.get().drop(change.object()));
        if (rules.get().acts()) {
            draft.op(op(Stage.CREATE, Rank.DROP_VIEW, statement, object));
        } else if (attached(object)) {
            draft.op(op(Stage.TABLES, Rank.DROP_CONSTRAINT, statement, object));
        } else if (!object.member().isEmpty()) {
            draft.op(op(Stage.LATE, Rank.DROP_CONSTRAINT, statement, object));
        } else {
            draft.op(op(Stage.DROPS, Rank.DROP_TYPE, statement, object));
        }
        return draft.build();
    }

    /** Whether it is part of a table that is there. */
    private boolean attached(ObjectName object) {
        return !object.member().isEmpty() && ctx.exists(QName.of(object));
    }

    private Op op(Stage stage, Rank rank, Alteration.Statement statement, ObjectName object) {
        Op op = Op.free(stage, rank, statement.sql(), object)
                .costing(statement.cost(), Estimates.INSTANT.plus(statement.estimate()));
        if (!attached(object)) {
            return op.locking(statement.lock()).touching(statement.tables());
        }
        LockMode lock = statement.lock() == LockMode.NONE ? LockMode.ACCESS_EXCLUSIVE : statement.lock();
        return op.locking(lock).touching(Set.of(QName.of(object)));
    }

    /** Named, and nothing is run: it stays as it is until somebody changes it. */
    private static Draft unhandled(Change change, OtherObject object, Action action, String what) {
        return Draft.of(change, object.name(), action, label(object) + " " + what)
                .under(standalone(object.name()))
                .note(object.name() + " " + what + "; Tidemark does not change objects of this kind yet")
                .build();
    }

    private static String label(OtherObject object) {
        return Kinds.of(object.name()).label(object);
    }

    private static ObjectName standalone(ObjectName object) {
        return object.member().isEmpty() ? object : ObjectName.of(ObjectKind.TABLE, object.schema(), object.name());
    }

    /** Whether nothing is run for it and a note says so. */
    static boolean isOnlyNamed(Change change) {
        return switch (change) {
            case Change.ChangeOther c -> Kinds.find(c.to().name()).isEmpty();
            case Change.DropOther c -> Kinds.find(c.object().name()).isEmpty();
            default -> false;
        };
    }
}
