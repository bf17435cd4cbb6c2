package dev.tidemark.plan.privileges;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.AccessList.Grant;
import dev.tidemark.catalog.QName;
import dev.tidemark.diff.NewObjectGrants;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What is dropped and made again belongs to whom it belonged to, and others may do with it what they might. */
public final class Restoration {
    private final Context ctx;

    public Restoration(Context ctx) {
        this.ctx = ctx;
    }

    /** Objects that one statement drops and another one makes. */
    public static NavigableSet<ObjectName> madeAgain(List<Op> ops) {
        NavigableSet<ObjectName> again = new TreeSet<>();
        Map<ObjectName, Op> dropped = new HashMap<>();
        for (Op op : ops) {
            op.effects().drops().forEach(object -> dropped.put(object, op));
        }
        for (Op op : ops) {
            op.effects().makes().stream()
                    .filter(object -> dropped.containsKey(object) && !op.equals(dropped.get(object)))
                    .filter(object -> object.member().isEmpty())
                    .forEach(again::add);
        }
        return again;
    }

    private static boolean isView(ObjectName object) {
        return switch (object.kind()) {
            case VIEW, MATERIALIZED_VIEW -> true;
            default -> false;
        };
    }

    /** The same statements, and behind what makes an object again those that give it back its owner and its rights. */
    public List<Op> with(List<Op> ops) {
        if (ctx.input().access().isEmpty()) {
            return ops;
        }
        NavigableSet<ObjectName> again = madeAgain(ops);
        // Views get back what they had from ViewRights.
        again.removeIf(Restoration::isView);
        List<Op> all = new ArrayList<>(ops);
        for (Op op : ops) {
            op.effects().makes().stream()
                    .filter(again::remove)
                    .flatMap(object -> statements(object).stream()
                            .map(sql -> Op.free(op.stage(), Rank.GRANT, sql, object)
                                    .doing(Effects.making(of(object)).needing(object))
                                    .touching(op.touches())
                                    .of(op.change())))
                    .forEach(all::add);
        }
        return all;
    }

    /** Owner and rights of an object as they were: what changes them comes after what brings them back. */
    public static ObjectName of(ObjectName object) {
        return object.member(ObjectKind.OTHER, "privileges");
    }

    private List<String> statements(ObjectName object) {
        AccessList was = ctx.input().access().get(object);
        if (was == null) {
            return List.of();
        }
        List<String> sql = new ArrayList<>();
        String role = ctx.input().rights().role();
        if (!role.isEmpty() && !was.owner().equals(role)) {
            sql.add("ALTER " + was.target() + " OWNER TO " + Sql.id(was.owner()));
        }
        if (was.grants().stream().noneMatch(g -> g.grantee().isEmpty())) {
            sql.add("REVOKE ALL ON " + was.target() + " FROM PUBLIC");
        }
        sql.addAll(tooMuch(ctx, object, was.target(), was.owner(), was.grants()));
        sql.addAll(PrivilegeDrafts.granted(
                was.target(),
                was.grants().stream()
                        .filter(g -> !g.toOwner() && !isDefault(g))
                        .filter(g -> g.column().isEmpty() || hasColumn(object, g.column()))
                        .toList()));
        return sql;
    }

    /** Takes back what default privileges gave a new object and the one before it had not. */
    public static List<String> tooMuch(Context ctx, ObjectName object, String target, String owner, List<Grant> was) {
        List<Grant> given = NewObjectGrants.of(
                        ctx.input().access(), ctx.input().rights().role(), object)
                .stream()
                .filter(g ->
                        !g.toOwner() && !g.grantee().isEmpty() && !g.grantee().equals(owner))
                .filter(g -> was.stream()
                        .noneMatch(w -> w.grantee().equals(g.grantee())
                                && w.column().isEmpty()
                                && w.privilege().equals(g.privilege())))
                .toList();
        return PrivilegeDrafts.revoked(target, given);
    }

    private boolean hasColumn(ObjectName table, String column) {
        return ctx.declared(QName.of(table)).flatMap(t -> t.column(column)).isPresent();
    }

    /** What comes with every routine and type. */
    private static boolean isDefault(Grant grant) {
        return grant.grantee().isEmpty() && !grant.grantable();
    }
}
