package dev.tidemark.plan.order;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A plan's statements, run on the names of the catalogs in memory before anybody sees them: each one finds what it drops and needs, and what is there at
 * the end is what is declared, and what nobody meant to touch. A plan that does not is a defect of the rules: it fails here, and not on a database.
 *
 * <p>What a statement makes is known by its name without arguments; what comes along with something else, such as a parent's column, is not followed.
 */
public final class Replay {
    private static final Set<Rank> CREATES = Set.of(Rank.CREATE, Rank.NEW, Rank.CREATE_VIEW, Rank.OLD_VIEW);
    private static final Set<ObjectKind> PARTS = Set.of(ObjectKind.COLUMN, ObjectKind.CONSTRAINT, ObjectKind.INDEX);

    private final Context ctx;
    private final CatalogNames live;
    private final CatalogNames declared;
    /** What statements made or took away; all else is as it was. */
    private final Map<ObjectName, Boolean> present = new HashMap<>();

    /** What went with what it is part of. */
    private final Set<ObjectName> wentAlong = new HashSet<>();

    private final List<String> faults = new ArrayList<>();

    /**
     * What a plan means to do.
     *
     * @param putOff objects of changes that do not run
     * @param changed objects of all changes
     */
    public record Intent(Set<ObjectName> putOff, Set<ObjectName> changed) {
        public Intent {
            putOff = Set.copyOf(putOff);
            changed = Set.copyOf(changed);
        }

        /** Whether a change of it, or of the table that it is part of, does not run. */
        public boolean isPutOff(ObjectName object) {
            return putOff.contains(object) || putOff.contains(Context.table(QName.of(object)));
        }
    }

    private Replay(Context ctx) {
        this.ctx = ctx;
        this.live = new CatalogNames(ctx.live());
        this.declared = new CatalogNames(ctx.declared());
    }

    /**
     * Plays the statements through.
     *
     * @param transactions in the order in which they run
     * @throws TidemarkException TDM-504 where they would not end in what the plan means
     */
    static void check(Context ctx, List<List<Op>> transactions, Intent intent) {
        Replay replay = new Replay(ctx);
        transactions.forEach(transaction -> transaction.forEach(replay::run));
        replay.end(intent);
        if (!replay.faults.isEmpty()) {
            throw TidemarkException.of(
                    "TDM-504",
                    "the plan contradicts itself: " + String.join("; ", replay.faults),
                    "report it with the two schemas; meanwhile sync in two steps, without one of these changes");
        }
    }

    private void run(Op op) {
        for (ObjectName needed : op.effects().needs()) {
            if (known(needed) && !isPresent(needed) && !comesAlong(needed)) {
                faults.add(op.sql() + " needs " + needed + ", which is not there then");
            }
        }
        op.effects().drops().stream().filter(o -> takesAway(op, o)).forEach(o -> drop(op, o));
        op.effects().makes().forEach(made -> make(op, made));
    }

    /** Whether the object is gone then: other statements merely let go of what it was. */
    private static boolean takesAway(Op op, ObjectName object) {
        String sql = op.sql();
        return !op.effects().makes().contains(object)
                && switch (object.kind()) {
                    case COLUMN -> sql.contains(" DROP COLUMN ");
                    case CONSTRAINT -> sql.contains(" DROP CONSTRAINT ");
                    case INDEX -> sql.startsWith("DROP INDEX ");
                    case TABLE -> sql.startsWith("DROP TABLE ") || sql.startsWith("DROP FOREIGN TABLE ");
                    default -> sql.startsWith("DROP ");
                };
    }

    private boolean known(ObjectName object) {
        return live.contains(object) || declared.contains(object);
    }

    private boolean isThere(ObjectName object) {
        Boolean changed = present.get(object);
        return changed == null ? live.contains(object) : changed;
    }

    private boolean isPresent(ObjectName object) {
        return isThere(object)
                || (object.name().indexOf('(') >= 0
                        && Stream.concat(present.keySet().stream(), live.standing())
                                .anyMatch(o -> ObjectNames.same(o, object) && isThere(o)));
    }

    private void drop(Op op, ObjectName object) {
        if (known(object) && !isPresent(object)) {
            faults.add(op.sql() + " drops " + object + ", which is not there then");
        }
        present.put(object, false);
        if (object.kind() == ObjectKind.COLUMN && !declared.contains(object)) {
            // What a statement has made again by then is over other columns.
            over(object).stream().filter(part -> !present.containsKey(part)).forEach(part -> present.put(part, false));
        } else if (object.member().isEmpty() && object.kind() != ObjectKind.SCHEMA) {
            QName relation = QName.of(object);
            Stream.concat(live.parts(relation), List.copyOf(present.keySet()).stream())
                    .filter(o -> !o.member().isEmpty() && QName.of(o).equals(relation) && isThere(o))
                    .forEach(part -> {
                        present.put(part, false);
                        wentAlong.add(part);
                    });
        }
    }

    /** The keys, checks and indexes that go with a column. */
    private Collection<ObjectName> over(ObjectName column) {
        Table table = ctx.live().tables().get(QName.of(column));
        List<ObjectName> all = new ArrayList<>();
        if (table != null) {
            table.constraints().stream()
                    .filter(c -> c.columns().contains(column.member()))
                    .forEach(c -> all.add(column.member(ObjectKind.CONSTRAINT, c.name())));
            table.indexes().stream()
                    .filter(i -> i.columns().contains(column.member()))
                    .forEach(i -> all.add(column.member(ObjectKind.INDEX, i.name())));
        }
        return all;
    }

    private void make(Op op, ObjectName object) {
        present.put(object, true);
        if (object.member().isEmpty() && CREATES.contains(op.rank())) {
            declared.parts(QName.of(object)).forEach(part -> present.put(part, true));
        }
    }

    private void end(Intent intent) {
        Stream.concat(
                        declared.without(ctx.live()),
                        present.keySet().stream().filter(o -> declared.contains(o) && !isThere(o)))
                .distinct()
                .filter(o -> !intent.isPutOff(o) && !isPresent(o) && !comesAlong(o))
                .sorted()
                .forEach(o -> faults.add(o + " is declared, and would not be there at the end"));
        wentAlong.stream()
                .filter(o -> !declared.contains(o) && !isThere(o))
                .filter(o -> !intent.changed().contains(o) && isThere(relation(o)))
                .sorted()
                .forEach(o -> faults.add(o + " would be gone at the end, and nobody asked for that"));
    }

    private ObjectName relation(ObjectName part) {
        View view = ctx.live().views().get(QName.of(part));
        return view == null ? Context.table(QName.of(part)) : view.object();
    }

    /** What a parent table or another object brings along, without a statement of its own. */
    private boolean comesAlong(ObjectName object) {
        Table table = ctx.declared().tables().get(QName.of(object));
        return object.member().isEmpty()
                ? ctx.input().schema().statements().stream()
                        .noneMatch(d -> d.creates() != null && ObjectNames.same(d.creates(), object))
                : PARTS.contains(object.kind())
                        && table != null
                        && !table.parents().isEmpty();
    }
}
