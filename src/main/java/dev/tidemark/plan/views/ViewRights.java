package dev.tidemark.plan.views;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.View;
import dev.tidemark.catalog.View.Grant;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.privileges.Restoration;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A view that is made again belongs to whom it belonged to, and others may do with it what they were given. */
final class ViewRights {
    private final Context ctx;

    ViewRights(Context ctx) {
        this.ctx = ctx;
    }

    /** The owner, unless it is the one that makes the view, then the rights on what is still there. */
    List<Op> restored(View was, View is, QName now) {
        List<String> sql = new ArrayList<>();
        if (!was.owner().equals(ctx.input().rights().role())) {
            sql.add("ALTER " + ViewRebuilds.kind(is) + " " + Sql.name(now) + " OWNER TO " + Sql.id(was.owner()));
        }
        ObjectName object = Context.view(is, now);
        sql.addAll(Restoration.tooMuch(ctx, object, "TABLE " + Sql.name(now), was.owner(), had(was)));
        grouped(was, is)
                .forEach((to, privileges) -> sql.add("GRANT " + String.join(", ", privileges) + " ON TABLE "
                        + Sql.name(now) + " TO "
                        + (to.grantee().isEmpty() ? "PUBLIC" : Sql.id(to.grantee()))
                        + (to.grantable() ? " WITH GRANT OPTION" : "")));
        Effects effects = Effects.making(Restoration.of(object)).needing(object);
        return sql.stream()
                .map(s -> Op.free(Stage.LATE, Rank.GRANT, s, object).doing(effects))
                .toList();
    }

    private static List<AccessList.Grant> had(View was) {
        return was.grants().stream()
                .map(g -> new AccessList.Grant(g.grantee(), g.column(), g.privilege(), g.grantable(), false, true))
                .toList();
    }

    private record Receiver(String grantee, boolean grantable) {}

    private static Map<Receiver, List<String>> grouped(View was, View is) {
        Map<Receiver, List<String>> grants = new LinkedHashMap<>();
        for (Grant grant : was.grants()) {
            String column = grant.column();
            boolean there = column.isEmpty()
                    || is.columns().stream().anyMatch(c -> c.name().equals(column));
            if (there) {
                grants.computeIfAbsent(new Receiver(grant.grantee(), grant.grantable()), r -> new ArrayList<>())
                        .add(grant.privilege() + (column.isEmpty() ? "" : " (" + Sql.id(column) + ")"));
            }
        }
        return grants;
    }
}
