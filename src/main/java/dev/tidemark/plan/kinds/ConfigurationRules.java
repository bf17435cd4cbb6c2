package dev.tidemark.plan.kinds;

import dev.tidemark.catalog.OtherObject;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Text search configurations: which dictionaries look at which kinds of token is altered. */
final class ConfigurationRules extends Named {
    private static final String MAPPING = "mapping ";

    ConfigurationRules() {
        super("text search configuration");
    }

    @Override
    public List<String> create(OtherObject object) {
        List<String> sql = new ArrayList<>();
        sql.add("CREATE " + reference(object) + " (PARSER = " + object.attribute("parser") + ")");
        mappings(object).forEach((token, dictionaries) -> sql.add(mapping(object, "ADD", token, dictionaries)));
        return sql;
    }

    @Override
    public Alteration alter(OtherObject from, OtherObject to, RuleContext context) {
        if (!from.attribute("parser").equals(to.attribute("parser"))) {
            return Alteration.Replaced.plain();
        }
        SortedMap<String, String> there = mappings(from);
        List<Alteration.Statement> statements = new ArrayList<>();
        mappings(to).forEach((token, dictionaries) -> {
            String old = there.remove(token);
            if (!dictionaries.equals(old)) {
                statements.add(
                        Alteration.Statement.instant(mapping(to, old == null ? "ADD" : "ALTER", token, dictionaries)));
            }
        });
        there.keySet()
                .forEach(token -> statements.add(
                        Alteration.Statement.instant("ALTER " + reference(to) + " DROP MAPPING FOR " + Sql.id(token))));
        return new Alteration.InPlace(statements, List.of(), List.of());
    }

    private String mapping(OtherObject object, String verb, String token, String dictionaries) {
        return "ALTER " + reference(object) + " " + verb + " MAPPING FOR " + Sql.id(token) + " WITH " + dictionaries;
    }

    private static SortedMap<String, String> mappings(OtherObject configuration) {
        SortedMap<String, String> mappings = new TreeMap<>();
        configuration.attributes().forEach((key, value) -> {
            if (key.startsWith(MAPPING)) {
                mappings.put(key.substring(MAPPING.length()), value);
            }
        });
        return mappings;
    }
}
