package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Foreign data wrappers: options are altered in place; with another function they are made again, unless servers are in the way. */
final class WrapperRules implements KindRules {
    static final String PREFIX = "foreign data wrapper";

    @Override
    public String label(OtherObject object) {
        return PREFIX;
    }

    @Override
    public String reference(OtherObject object) {
        return "FOREIGN DATA WRAPPER " + Sql.id(object.name().name().substring(PREFIX.length() + 1));
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(object.definition());
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        for (String function : List.of("handler", "validator")) {
            if (!from.attribute(function).equals(to.attribute(function))
                    && !to.attribute(function).isEmpty()) {
                return Alteration.Replaced.plain();
            }
        }
        List<String> changes = new ArrayList<>();
        for (String function : List.of("handler", "validator")) {
            if (!from.attribute(function).isEmpty() && to.attribute(function).isEmpty()) {
                changes.add("NO " + function.toUpperCase(Locale.ROOT));
            }
        }
        String options = ForeignStatements.changedOptions(from, to);
        if (!options.isEmpty()) {
            changes.add(options);
        }
        return Alteration.InPlace.of("ALTER " + reference(to) + " " + String.join(" ", changes));
    }

    /** Its options are known only as hashes. */
    @Override
    public boolean rebuilds() {
        return false;
    }
}
