package dev.tidemark.plan;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.View;
import dev.tidemark.catalog.View.Grant;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A view that is made anew belongs to whom it belonged to, and others may do with it what they were given. */
final class ViewRights {
    private final Context ctx;

    ViewRights(Context ctx) {
        this.ctx = ctx;
    }

    /** The owner, unless it is the one that makes the view, then the rights on what is still there. */
    List<Op> restored(View was, View is, QName now) {
        List<String> sql = new ArrayList<>();
        if (!was.owner().equals(ctx.input().rights().role())) {
            sql.add("ALTER " + ViewWork.kind(is) + " " + Sql.name(now) + " OWNER TO " + Sql.id(was.owner()));
        }
        grouped(was, is)
                .forEach((to, privileges) -> sql.add("GRANT " + String.join(", ", privileges) + " ON TABLE "
                        + Sql.name(now) + " TO "
                        + (to.grantee().isEmpty() ? "PUBLIC" : Sql.id(to.grantee()))
                        + (to.grantable() ? " WITH GRANT OPTION" : "")));
        ObjectName object = Context.view(is, now);
        return sql.stream().map(s -> Op.free(Phase.LATE, Rank.GRANT, s, object)).toList();
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
