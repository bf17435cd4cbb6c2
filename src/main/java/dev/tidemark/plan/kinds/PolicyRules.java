package dev.tidemark.plan.kinds;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.plan.sql.Sql;
import java.util.List;

/** Row-level security policies. Their command, whether they are permissive, and an expression that goes, cannot be altered. */
final class PolicyRules implements KindRules {
    private static final HazardNote WHO = new HazardNote(Hazard.PRIVILEGE_CHANGE, "who sees which rows changes", "");

    @Override
    public String label(OtherObject object) {
        return "policy";
    }

    @Override
    public String reference(OtherObject object) {
        return "POLICY " + Sql.id(object.name().member()) + " ON " + Sql.name(object.name());
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(SqlText.again(object.definition()));
    }

    @Override
    public List<HazardNote> createHazards(OtherObject object, RuleContext context) {
        return List.of(WHO);
    }

    @Override
    public List<HazardNote> dropHazards(OtherObject object, RuleContext context) {
        return List.of(WHO);
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        boolean replaced = !from.attribute("permissive").equals(to.attribute("permissive"))
                || !from.attribute("command").equals(to.attribute("command"))
                || goes(from, to, "using")
                || goes(from, to, "check");
        if (replaced) {
            return new Alteration.Replaced(List.of(WHO));
        }
        StringBuilder sql = new StringBuilder("ALTER ").append(reference(to));
        if (!from.attribute("roles").equals(to.attribute("roles"))) {
            sql.append(" TO ").append(to.attribute("roles"));
        }
        expression(sql, from, to, "using", " USING (");
        expression(sql, from, to, "check", " WITH CHECK (");
        return Alteration.InPlace.of(SqlText.again(sql.toString())).with(WHO);
    }

    private static boolean goes(OtherObject from, OtherObject to, String expression) {
        return !from.attribute(expression).isEmpty() && to.attribute(expression).isEmpty();
    }

    private static void expression(StringBuilder sql, OtherObject from, OtherObject to, String name, String words) {
        if (!SqlText.same(from.attribute(name), to.attribute(name))) {
            sql.append(words).append(to.attribute(name)).append(')');
        }
    }
}
