package dev.tidemark.plan.privileges;

import dev.tidemark.Hazard;
import dev.tidemark.Plan.Action;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.AccessList.Grant;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code GRANT}, {@code REVOKE} and {@code ALTER DEFAULT PRIVILEGES}. */
public final class PrivilegeDrafts {
    private PrivilegeDrafts() {}

    private record Receiver(String grantee, boolean grantable) {}

    public static Draft draft(Context ctx, Change.ChangePrivileges change) {
        Draft.Builder draft = Draft.of(change, change.object(), Action.ALTER, summary(change));
        List<String> statements = new ArrayList<>();
        revoked(change).forEach(statements::add);
        granted(change).forEach(statements::add);
        for (String sql : statements) {
            draft.op(Op.free(Stage.LATE, Rank.GRANT, sql, change.object())
                    .doing(Effects.NONE.needing(change.object()).needing(Restoration.of(change.object()))));
        }
        if (change.created()) {
            return draft.required().build();
        }
        draft.hazard(
                Hazard.PRIVILEGE_CHANGE,
                change.revoked().isEmpty()
                        ? names(change.granted()) + " may do more with " + change.object()
                        : names(change.revoked()) + " may do less with " + change.object(),
                "");
        change.revoked().stream()
                .filter(g -> !g.byOwner())
                .findFirst()
                .ifPresent(g -> draft.always(ctx.problem(
                        "TDM-227",
                        change.object(),
                        g.privilege() + " was given to " + name(g)
                                + " by another role than the owner, who alone can take" + " it back",
                        "as that role:   REVOKE " + right(g) + " ON " + change.target() + " FROM " + name(g),
                        "or declare it: GRANT " + right(g) + " ON " + change.target() + " TO " + name(g))));
        return draft.build();
    }

    private static String summary(Change.ChangePrivileges change) {
        List<String> parts = new ArrayList<>();
        grouped(change.granted())
                .forEach((to, rights) ->
                        parts.add(to.grantee() + " gets " + rights + (to.grantable() ? " with grant option" : "")));
        grouped(change.revoked())
                .forEach((to, rights) ->
                        parts.add(to.grantee() + " loses " + (to.grantable() ? "the grant option of " : "") + rights));
        return "privileges  " + String.join("; ", parts);
    }

    private static List<String> revoked(Change.ChangePrivileges change) {
        return revoked(change.target(), change.revoked()).stream()
                .map(sql -> prefix(change) + sql)
                .toList();
    }

    /** One REVOKE for all that a role loses alike. */
    static List<String> revoked(String target, List<Grant> grants) {
        List<String> statements = new ArrayList<>();
        grouped(grants)
                .forEach((to, rights) -> statements.add("REVOKE " + (to.grantable() ? "GRANT OPTION FOR " : "") + rights
                        + " ON " + target + " FROM " + to.grantee()));
        return statements;
    }

    private static List<String> granted(Change.ChangePrivileges change) {
        return granted(change.target(), change.granted()).stream()
                .map(sql -> prefix(change) + sql)
                .toList();
    }

    /** One GRANT for all that a role gets alike. */
    static List<String> granted(String target, List<Grant> grants) {
        List<String> statements = new ArrayList<>();
        grouped(grants)
                .forEach((to, rights) -> statements.add("GRANT " + rights + " ON " + target + " TO " + to.grantee()
                        + (to.grantable() ? " WITH GRANT OPTION" : "")));
        return statements;
    }

    private static String prefix(Change.ChangePrivileges change) {
        if (!change.object().name().startsWith(AccessList.DEFAULTS)) {
            return "";
        }
        String schema = change.object().schema();
        return "ALTER DEFAULT PRIVILEGES FOR ROLE " + Sql.id(change.owner())
                + (schema.isEmpty() ? " " : " IN SCHEMA " + Sql.id(schema) + " ");
    }

    private static Map<Receiver, String> grouped(List<Grant> grants) {
        Map<Receiver, List<String>> grouped = new LinkedHashMap<>();
        grants.forEach(g -> grouped.computeIfAbsent(new Receiver(name(g), g.grantable()), r -> new ArrayList<>())
                .add(right(g)));
        Map<Receiver, String> texts = new LinkedHashMap<>();
        grouped.forEach((to, rights) -> texts.put(to, String.join(", ", rights)));
        return texts;
    }

    private static String right(Grant grant) {
        return grant.privilege() + (grant.column().isEmpty() ? "" : " (" + Sql.id(grant.column()) + ")");
    }

    private static String names(List<Grant> grants) {
        return grants.stream().map(PrivilegeDrafts::name).distinct().collect(Collectors.joining(", "));
    }

    private static String name(Grant grant) {
        return grant.grantee().isEmpty() ? "PUBLIC" : Sql.id(grant.grantee());
    }
}
