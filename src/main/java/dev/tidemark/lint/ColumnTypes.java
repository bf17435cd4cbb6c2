package dev.tidemark.lint;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The types that one column name has in different tables. The odd one out is doubtful: one table against at least two that agree. */
final class ColumnTypes {
    /** Names that mean something else in each table. */
    private static final Set<String> OWN =
            Set.of("id", "key", "value", "data", "type", "kind", "code", "state", "version");

    /** How many tables have to agree before one that does not is doubtful. */
    private static final int AGREEING = 2;

    private static final Set<String> TEXTS = Set.of("text", "character varying");

    private record Use(ObjectName column, String type) {}

    private final SortedMap<String, List<Use>> byName = new TreeMap<>();

    void add(String schema, String table, String column, String type) {
        byName.computeIfAbsent(column, name -> new ArrayList<>())
                .add(new Use(new ObjectName(ObjectKind.COLUMN, schema, table, column), type));
    }

    List<Doubt> doubts() {
        List<Doubt> doubts = new ArrayList<>();
        byName.forEach((name, uses) -> {
            if (!OWN.contains(name)) {
                Map<String, List<Use>> byType = new LinkedHashMap<>();
                uses.forEach(use -> byType.computeIfAbsent(family(use.type()), type -> new ArrayList<>())
                        .add(use));
                doubts.addAll(odd(byType));
            }
        });
        return doubts;
    }

    private static String family(String type) {
        return TEXTS.contains(type) ? "text" : type;
    }

    private static List<Doubt> odd(Map<String, List<Use>> byType) {
        List<List<Use>> many =
                byType.values().stream().filter(uses -> uses.size() >= AGREEING).toList();
        if (byType.size() < 2 || many.size() != 1) {
            return List.of();
        }
        List<Use> usual = many.get(0);
        return byType.values().stream()
                .filter(uses -> uses.size() == 1)
                .map(uses -> uses.get(0))
                .map(use -> new Doubt(
                        Rule.DIFFERENT_TYPES,
                        use.column(),
                        use.column().member(),
                        "is " + use.type() + ", where " + usual.size() + " other tables have "
                                + usual.get(0).type() + " under this name (such as "
                                + ObjectName.of(
                                                ObjectKind.TABLE,
                                                usual.get(0).column().schema(),
                                                usual.get(0).column().name())
                                        .display()
                                + "): joins cast",
                        usual.get(0).type() + ", or another name"))
                .toList();
    }
}
