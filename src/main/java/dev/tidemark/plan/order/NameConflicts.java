package dev.tidemark.plan.order;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Names of relations and types that statements want while something else keeps them: a plan that would fail on the server. */
public final class NameConflicts {
    private final Context ctx;
    private final Map<QName, ObjectName> now;
    private final Map<QName, ObjectName> wanted;

    private NameConflicts(Context ctx) {
        this.ctx = ctx;
        this.now = holders(ctx.live());
        this.wanted = holders(ctx.declared());
    }

    private static Map<QName, ObjectName> holders(Catalog catalog) {
        Map<QName, ObjectName> holders = new HashMap<>();
        catalog.tables().values().forEach(t -> {
            hold(holders, t.object(), t.indexes());
            identities(holders, t);
        });
        catalog.views().values().forEach(v -> hold(holders, v.object(), v.indexes()));
        catalog.enums().values().forEach(t -> holders.put(t.name(), t.object()));
        catalog.sequences().values().forEach(s -> holders.put(s.name(), s.object()));
        catalog.others().stream()
                .map(OtherObject::name)
                .filter(o -> o.kind() == ObjectKind.TYPE)
                .forEach(o -> holders.put(QName.of(o), o));
        return holders;
    }

    private static void identities(Map<QName, ObjectName> holders, Table table) {
        for (Column column : table.columns()) {
            Column.Identity identity = column.identity();
            if (identity != null) {
                holders.put(
                        new QName(table.name().schema(), identity.sequence()),
                        Context.column(table.name(), column.name()));
            }
        }
    }

    private static void hold(Map<QName, ObjectName> holders, ObjectName relation, List<Index> indexes) {
        holders.put(QName.of(relation), relation);
        indexes.forEach(
                i -> holders.put(new QName(relation.schema(), i.name()), relation.member(ObjectKind.INDEX, i.name())));
    }

    /**
     * What cannot have its name.
     *
     * @param ops all that runs
     * @param putOff whether something stays only because its drop is withheld or deferred
     */
    public static List<Problem> among(Context ctx, List<Op> ops, Predicate<ObjectName> putOff) {
        return ops.isEmpty() ? List.of() : new NameConflicts(ctx).of(ops, putOff);
    }

    private List<Problem> of(List<Op> ops, Predicate<ObjectName> putOff) {
        Set<QName> freed = freed(ops);
        List<Problem> problems = new ArrayList<>();
        Set<QName> seen = new HashSet<>();
        for (Op op : ops) {
            for (ObjectName made : op.effects().makes()) {
                for (QName name : OccupiedNames.of(ctx.declared(), made)) {
                    ObjectName holder = now.get(name);
                    if (holder != null
                            && !freed.contains(name)
                            && !isSame(holder, wanted.getOrDefault(name, made))
                            && seen.add(name)) {
                        problems.add(problem(made, holder, putOff.test(holder)));
                    }
                }
            }
        }
        return problems;
    }

    private Set<QName> freed(List<Op> ops) {
        Set<ObjectName> dropped = new HashSet<>();
        ops.forEach(op -> dropped.addAll(op.effects().drops()));
        Set<QName> freed = new HashSet<>();
        for (Op op : ops) {
            freed.addAll(op.effects().frees());
            for (ObjectName gone : op.effects().drops()) {
                freed.addAll(OccupiedNames.of(ctx.live(), gone));
                freed.addAll(OccupiedNames.ofSequences(ctx.live(), ctx.declared(), gone));
                if (!op.effects().makes().contains(gone)) {
                    freed.addAll(OccupiedNames.ofIndexesGoingWith(ctx.live(), gone, dropped::contains));
                }
            }
        }
        return freed;
    }

    private static boolean isSame(ObjectName a, ObjectName b) {
        return a.kind() == b.kind() && QName.of(a).equals(QName.of(b));
    }

    private Problem problem(ObjectName made, ObjectName holder, boolean putOff) {
        String what = holder.member().isEmpty()
                ? "a " + holder.kind().label()
                : "an " + holder.kind().label() + " of "
                        + ObjectName.of(ObjectKind.TABLE, holder.schema(), holder.name());
        return ctx.problem(
                "TDM-208",
                made,
                "the name is taken by " + what + (putOff ? ", whose drop is put off" : ", which stays"),
                "choose another name; or drop the other one first, by a sync that may");
    }
}
