package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Operators. Their estimators are altered; from PostgreSQL 17 on, what they lack of other properties is added. */
final class OperatorRules implements KindRules {
    private static final List<String> ESTIMATORS = List.of("restrict", "join");
    private static final List<String> LINKS = List.of("commutator", "negator");
    private static final int LINKS_ALTERED = 17;

    @Override
    public String label(OtherObject object) {
        return "operator";
    }

    @Override
    public String reference(OtherObject object) {
        return "OPERATOR " + Sql.id(object.name().schema()) + "." + object.attribute("name") + " ("
                + object.attributes().getOrDefault("left", "NONE") + ", " + object.attribute("right") + ")";
    }

    @Override
    public List<String> create(OtherObject object) {
        return List.of(object.definition());
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        Set<String> different = new HashSet<>();
        Set<String> names = new HashSet<>(from.attributes().keySet());
        names.addAll(to.attributes().keySet());
        names.stream().filter(n -> !from.attribute(n).equals(to.attribute(n))).forEach(different::add);
        List<String> settings = new ArrayList<>();
        for (String name : ESTIMATORS) {
            if (different.remove(name)) {
                settings.add(
                        name.toUpperCase(Locale.ROOT) + " = " + to.attributes().getOrDefault(name, "NONE"));
            }
        }
        // The other one's coming or going makes or breaks the link by itself.
        different.removeIf(
                name -> LINKS.contains(name) && (comes(to.attribute(name), context) || goes(from, to, name, context)));
        for (String name : List.copyOf(different)) {
            boolean missing = !from.attributes().containsKey(name);
            if (missing && context.major() >= LINKS_ALTERED && !name.equals("function")) {
                different.remove(name);
                settings.add(
                        LINKS.contains(name)
                                ? name.toUpperCase(Locale.ROOT) + " = " + to.attribute(name)
                                : name.toUpperCase(Locale.ROOT));
            }
        }
        if (!different.isEmpty()) {
            return Alteration.Replaced.plain();
        }
        return settings.isEmpty()
                ? Alteration.InPlace.of()
                : Alteration.InPlace.of("ALTER " + reference(to) + " SET (" + String.join(", ", settings) + ")");
    }

    /** Whether an operator of this name, written {@code OPERATOR(shop.+)}, is new and names this one. */
    private static boolean comes(String link, RuleContext context) {
        return !link.isEmpty()
                && exists(link, context.declared().others())
                && !exists(link, context.live().others());
    }

    private static boolean goes(OtherObject from, OtherObject to, String name, RuleContext context) {
        String link = from.attribute(name);
        return to.attribute(name).isEmpty()
                && !link.isEmpty()
                && exists(link, context.live().others())
                && !exists(link, context.declared().others());
    }

    private static boolean exists(String link, List<OtherObject> objects) {
        return objects.stream()
                .filter(o -> o.name().name().startsWith("operator ")
                        && o.attributes().containsKey("right"))
                .anyMatch(o -> link.equals("OPERATOR(" + Sql.id(o.name().schema()) + "." + o.attribute("name") + ")"));
    }
}
