package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Operator families, with the operators and functions that no class of theirs holds. */
final class OperatorFamilyRules extends Named {
    OperatorFamilyRules() {
        super("operator family");
    }

    @Override
    public String reference(OtherObject object) {
        return words() + " " + name(object) + " USING " + Sql.id(object.attribute("method"));
    }

    @Override
    public List<String> create(OtherObject object) {
        List<String> sql = new ArrayList<>(List.of("CREATE " + reference(object)));
        SortedMap<String, String> items = items(object);
        if (!items.isEmpty()) {
            sql.add("ALTER " + reference(object) + " ADD " + String.join(", ", items.values()));
        }
        return sql;
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        SortedMap<String, String> there = items(from);
        SortedMap<String, String> missing = items(to);
        there.entrySet().removeIf(e -> missing.remove(e.getKey(), e.getValue()));
        Optional<Alteration> moved = Stream.concat(
                        there.values().stream().filter(i -> ofClass(to, i, context.declared())),
                        missing.values().stream().filter(i -> ofClass(to, i, context.live())))
                .findFirst()
                .map(item -> new Alteration.Blocked(
                        "TDM-208",
                        "gets or gives up " + item + ", which a class of it gives up or gets in the same sync",
                        List.of("declare neither first, sync, and then the other")));
        if (moved.isPresent()) {
            return moved.get();
        }
        List<Alteration.Statement> statements = new ArrayList<>();
        if (!there.isEmpty()) {
            String dropped = there.keySet().stream()
                    .map(key -> key.substring(0, key.indexOf(' ')).toUpperCase(Locale.ROOT)
                            + key.substring(key.indexOf(' ')))
                    .collect(java.util.stream.Collectors.joining(", "));
            statements.add(Alteration.Statement.instant("ALTER " + reference(to) + " DROP " + dropped));
        }
        if (!missing.isEmpty()) {
            statements.add(Alteration.Statement.instant(
                    "ALTER " + reference(to) + " ADD " + String.join(", ", missing.values())));
        }
        return new Alteration.InPlace(statements, List.of(), List.of());
    }

    /** Whether a class of the family holds the item. */
    private boolean ofClass(OtherObject family, String item, Catalog catalog) {
        String name = " FAMILY " + name(family) + " AS ";
        return catalog.others().stream()
                .filter(o -> o.name().name().startsWith("operator class "))
                .map(o -> o.attribute(OtherObject.DEFINITION))
                .anyMatch(d -> d.contains(name) && (d + ",").contains(" " + item + ","));
    }

    private static SortedMap<String, String> items(OtherObject family) {
        SortedMap<String, String> items = new TreeMap<>();
        family.attributes().forEach((key, text) -> {
            if (key.startsWith("operator ") || key.startsWith("function ")) {
                items.put(key, text);
            }
        });
        return items;
    }
}
