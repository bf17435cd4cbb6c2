package dev.tidemark.plan.kinds;

import dev.tidemark.Hazard;
import dev.tidemark.HazardNote;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Foreign servers: version and options are altered in place; another wrapper or type makes them again, unless foreign tables are in the way. */
final class ServerRules implements KindRules {
    static final String PREFIX = "server";

    @Override
    public String label(OtherObject object) {
        return PREFIX;
    }

    @Override
    public String reference(OtherObject object) {
        return "SERVER " + Sql.id(object.name().name().substring(PREFIX.length() + 1));
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(object.definition());
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        boolean replaced = !from.attribute("wrapper").equals(to.attribute("wrapper"))
                || !from.attribute("type").equals(to.attribute("type"));
        if (replaced) {
            return Alteration.Replaced.plain();
        }
        boolean version = !from.attribute("version").equals(to.attribute("version"));
        String text = to.attributes().containsKey("version") ? Sql.literal(to.attribute("version")) : "NULL";
        String changes = Stream.of(version ? "VERSION " + text : "", ForeignStatements.changedOptions(from, to))
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(" "));
        return Alteration.InPlace.of("ALTER " + reference(to) + " " + changes)
                .with(new HazardNote(
                        Hazard.BREAKS_RUNNING_CODE,
                        "foreign tables of the server read and write somewhere else from then on",
                        "look at the options that change"));
    }

    /** Its options are known only as hashes. */
    @Override
    public boolean rebuilds() {
        return false;
    }
}
