package dev.tidemark.plan.tables;

import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Fated;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.Sql;
import dev.tidemark.schema.Declared;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the declared statements of a table that is made again run: its shape before its rows come, everything else after. */
public final class Recreated {
    /** What rows need not: keys are faster to build over rows, and neither triggers nor row security should see them move. */
    private static final Pattern LATER = Pattern.compile(
            "(?i)\\b(TRIGGER|RULE|SECURITY|CONSTRAINT|PRIMARY|UNIQUE|FOREIGN|CHECK|EXCLUDE|REPLICA|CLUSTER|OWNER)\\b");

    private static final Pattern ALTER = Pattern.compile("(?is)\\s*ALTER\\s+(TABLE|SEQUENCE)\\b.*");

    private final Context ctx;

    public Recreated(Context ctx) {
        this.ctx = ctx;
    }

    /** The change that makes again what a statement is about. */
    public static Optional<Change.RecreateTable> change(Context ctx, ObjectName object) {
        Sequence sequence = object.kind() == ObjectKind.SEQUENCE
                ? ctx.declared().sequences().get(QName.of(object))
                : null;
        return ctx.changes()
                .recreation(
                        sequence != null
                                ? sequence.ownedByTable()
                                : object.kind() == ObjectKind.TABLE
                                                || !object.member().isEmpty()
                                        ? QName.of(object)
                                        : null);
    }

    /** Whether a declared trigger, policy or statistics object comes with the statements of a table that is made again. */
    public static boolean brings(Context ctx, ObjectName object) {
        if (ctx.declared().other(object) == null
                || ctx.changes().all(Change.RecreateTable.class).findAny().isEmpty()) {
            return false;
        }
        return object.kind() == ObjectKind.STATISTICS
                ? ctx.declaredDependencies().of(object).stream()
                        .anyMatch(
                                d -> ctx.changes().recreation(QName.of(d.on())).isPresent())
                : !object.member().isEmpty()
                        && ctx.changes().recreation(QName.of(object)).isPresent();
    }

    /** The schema that holds what was there until the rows have moved. */
    static String aside(Change.RecreateTable change) {
        QName table = change.to().name();
        return Sql.derived("tidemark_old_", table.schema() + "_" + table.name());
    }

    /** What can take rows. */
    private static ObjectName shape(Change.RecreateTable change) {
        return mark(change, "shape");
    }

    /** That all that is declared of it is there. */
    static ObjectName complete(Change.RecreateTable change) {
        return mark(change, "whole");
    }

    private static ObjectName mark(Change.RecreateTable change, String name) {
        return Context.table(change.to().name()).member(ObjectKind.OTHER, "recreated " + name);
    }

    /** The same statement in its place. */
    public Op placed(Op op, Declared declared, Change.RecreateTable change) {
        Set<QName> touched = new HashSet<>(op.touches());
        touched.removeIf(t -> ctx.changes().recreation(t).isPresent());
        touched.add(change.to().name());
        Op placed = op.in(Stage.LATE).locking(LockMode.ACCESS_EXCLUSIVE).touching(touched);
        Effects effects = op.effects();
        Set<ObjectName> makes = new HashSet<>(effects.makes());
        makes.add(shapes(declared) ? shape(change) : complete(change));
        return placed.doing(new Effects(makes, effects.drops(), effects.needs(), effects.frees(), effects.awaits()));
    }

    /** The same statement as part of the change that makes its table again, where rows come only after it: their order is that of the change. */
    public static Op within(List<Fated> fated, Op op) {
        for (int n = 0; n < fated.size(); n++) {
            if (fated.get(n).draft().change() instanceof Change.RecreateTable c
                    && op.effects().makes().contains(shape(c))) {
                return op.of(n);
            }
        }
        return op;
    }

    private static boolean shapes(Declared declared) {
        ObjectName creates = declared.creates();
        if (creates != null) {
            return creates.kind() == ObjectKind.TABLE || creates.kind() == ObjectKind.SEQUENCE;
        }
        return ALTER.matcher(declared.sql()).matches()
                && !LATER.matcher(declared.sql()).find();
    }
}
