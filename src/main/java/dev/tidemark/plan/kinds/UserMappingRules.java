package dev.tidemark.plan.kinds;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.List;

/** User mappings: their options are altered in place; those that the role may not read are taken to be right. */
final class UserMappingRules implements KindRules {
    static final String PREFIX = "user mapping";

    @Override
    public String label(OtherObject object) {
        return PREFIX;
    }

    @Override
    public String reference(OtherObject object) {
        String user = object.attribute("user");
        return "USER MAPPING FOR " + (user.isEmpty() ? "PUBLIC" : Sql.id(user)) + " SERVER "
                + Sql.id(object.attribute("server"));
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(object.definition());
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        return Alteration.InPlace.of("ALTER " + reference(to) + " " + ForeignStatements.changedOptions(from, to));
    }

    @Override
    public List<HazardNote> dropHazards(OtherObject object, RuleContext context) {
        return List.of(new HazardNote(
                Hazard.BREAKS_RUNNING_CODE,
                "foreign tables of " + object.attribute("server") + " cannot be read as this role from then on",
                ""));
    }

    /** Its options are known only as hashes. */
    @Override
    public boolean rebuilds() {
        return false;
    }
}
