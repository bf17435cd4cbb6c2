package dev.tidemark.plan.kinds;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** Publications: what they publish and how is altered in place; only from all tables to some, and back, they are made again. */
final class PublicationRules implements KindRules {
    /** How their names begin. */
    static final String PREFIX = "publication";

    private static final HazardNote SUBSCRIBERS = new HazardNote(
            Hazard.UNTRACKED_DEPENDENCY,
            "subscribers of the publication, which Tidemark cannot see, get other changes than before",
            "on each of them: ALTER SUBSCRIPTION … REFRESH PUBLICATION");

    @Override
    public String label(OtherObject object) {
        return PREFIX;
    }

    @Override
    public String reference(OtherObject object) {
        return "PUBLICATION " + Sql.id(object.name().name().substring(PREFIX.length() + 1));
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(object.definition());
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        if (!from.attribute("all tables").equals(to.attribute("all tables"))) {
            return new Alteration.Replaced(List.of(SUBSCRIBERS));
        }
        List<Alteration.Statement> statements = new ArrayList<>();
        String wanted = to.attribute("objects");
        if (!from.attribute("objects").equals(wanted)) {
            statements.add(Alteration.Statement.instant("ALTER " + reference(to)
                    + (wanted.isEmpty() ? " DROP " + from.attribute("members") : " SET " + wanted)));
        }
        if (!from.attribute("options").equals(to.attribute("options"))) {
            statements.add(
                    Alteration.Statement.instant("ALTER " + reference(to) + " SET (" + to.attribute("options") + ")"));
        }
        return new Alteration.InPlace(statements, List.of(), List.of(SUBSCRIBERS));
    }

    @Override
    public List<HazardNote> dropHazards(OtherObject object, RuleContext context) {
        return List.of(new HazardNote(
                Hazard.BREAKS_RUNNING_CODE, "subscribers of the publication fail from then on", "drop them first"));
    }
}
