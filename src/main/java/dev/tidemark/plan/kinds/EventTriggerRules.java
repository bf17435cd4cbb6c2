package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;

/** Event triggers, of which nothing but the state can be altered. They belong to the whole database. */
final class EventTriggerRules implements KindRules {
    /** How the names of event triggers begin, among objects of no kind of their own. */
    static final String PREFIX = "event trigger";

    @Override
    public String label(OtherObject object) {
        return PREFIX;
    }

    @Override
    public String reference(OtherObject object) {
        return "EVENT TRIGGER " + Sql.id(object.name().name().substring(PREFIX.length() + 1));
    }

    @Override
    public List<String> create(OtherObject object) {
        List<String> statements = new ArrayList<>();
        String tags = object.attribute("tags");
        statements.add("CREATE " + reference(object) + " ON " + object.attribute("event")
                + (tags.isEmpty() ? "" : " WHEN TAG IN (" + tags + ")") + " EXECUTE FUNCTION "
                + object.attribute("function") + "()");
        if (!object.attribute("enabled").equals(Firing.ORIGIN)) {
            statements.add(enable(object));
        }
        return statements;
    }

    @Override
    public boolean acts() {
        return true;
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        boolean sameButForState = from.attribute("event").equals(to.attribute("event"))
                && from.attribute("tags").equals(to.attribute("tags"))
                && from.attribute("function").equals(to.attribute("function"));
        return sameButForState ? Alteration.InPlace.of(enable(to)) : Alteration.Replaced.plain();
    }

    private String enable(OtherObject trigger) {
        return "ALTER " + reference(trigger) + " " + Firing.words(trigger.attribute("enabled"));
    }
}
