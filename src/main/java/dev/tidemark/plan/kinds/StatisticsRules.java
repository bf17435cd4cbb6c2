package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import java.util.ArrayList;
import java.util.List;

/** Extended statistics: only their target is altered. */
final class StatisticsRules extends Named {
    StatisticsRules() {
        super("statistics");
    }

    @Override
    public List<String> create(OtherObject object) {
        List<String> sql = new ArrayList<>(List.of(object.attribute(OtherObject.DEFINITION)));
        if (object.attributes().containsKey("target")) {
            sql.add(target(object));
        }
        return sql;
    }

    /** PostgreSQL drops them with a column, and so with the table, that they are about. */
    @Override
    public String drop(OtherObject object) {
        return "DROP STATISTICS IF EXISTS " + name(object);
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        return from.attribute(OtherObject.DEFINITION).equals(to.attribute(OtherObject.DEFINITION))
                ? Alteration.InPlace.of(target(to))
                : Alteration.Replaced.plain();
    }

    private String target(OtherObject object) {
        return "ALTER STATISTICS " + name(object) + " SET STATISTICS "
                + object.attributes().getOrDefault("target", "-1");
    }
}
