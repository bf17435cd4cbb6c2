package dev.tidemark.plan.kinds;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The rules of each kind. */
public final class Kinds {
    private static final KindRules UNHANDLED = new Unhandled();

    /** By the object's kind. */
    private static final Map<ObjectKind, KindRules> BY_KIND = new EnumMap<>(ObjectKind.class);

    /** By what the name of an object of kind OTHER begins with; longer ones first. */
    private static final Map<String, KindRules> BY_PREFIX = new LinkedHashMap<>();

    static {
        // One line a kind, in alphabetical order.
        BY_KIND.put(ObjectKind.EXTENSION, new ExtensionRules());
        BY_KIND.put(ObjectKind.FUNCTION, new FunctionRules());
        BY_KIND.put(ObjectKind.POLICY, new PolicyRules());
        BY_PREFIX.put(PublicationRules.PREFIX, new PublicationRules());
        BY_KIND.put(ObjectKind.RULE, new RewriteRules());
        BY_KIND.put(ObjectKind.STATISTICS, new StatisticsRules());
        BY_KIND.put(ObjectKind.TRIGGER, new TriggerRules());
        BY_KIND.put(ObjectKind.TYPE, new TypeRules());
        BY_PREFIX.put(EventTriggerRules.PREFIX, new EventTriggerRules());
        BY_PREFIX.put(ServerRules.PREFIX, new ServerRules());
        BY_PREFIX.put(UserMappingRules.PREFIX, new UserMappingRules());
        BY_PREFIX.put(WrapperRules.PREFIX, new WrapperRules());
        BY_PREFIX.put("cast", new CastRules());
        BY_PREFIX.put("collation", new CollationRules());
        BY_PREFIX.put("conversion", new Named("conversion"));
        BY_PREFIX.put("operator class", new OperatorClassRules());
        BY_PREFIX.put("operator family", new OperatorFamilyRules());
        BY_PREFIX.put("operator", new OperatorRules());
        BY_PREFIX.put("text search configuration", new ConfigurationRules());
        BY_PREFIX.put("text search dictionary", new DictionaryRules());
        BY_PREFIX.put("text search parser", new Named("text search parser"));
        BY_PREFIX.put("text search template", new Named("text search template"));
    }

    private Kinds() {}

    /** The kinds that have rules, as plans say them. */
    public static SortedSet<String> labels() {
        SortedSet<String> labels = new TreeSet<>(BY_PREFIX.keySet());
        BY_KIND.keySet().forEach(kind -> labels.add(kind.label()));
        return labels;
    }

    /** The rules of an object's kind; empty where Tidemark only names it. */
    public static Optional<KindRules> find(ObjectName object) {
        KindRules rules = BY_KIND.get(object.kind());
        if (rules == null
                && object.kind() == ObjectKind.OTHER
                && object.member().isEmpty()) {
            rules = BY_PREFIX.entrySet().stream()
                    .filter(e -> object.name().startsWith(e.getKey() + " ")
                            || object.name().startsWith(e.getKey() + "("))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(null);
        }
        return Optional.ofNullable(rules);
    }

    /** The rules of an object's kind; those of a kind that is only named refuse everything. */
    public static KindRules of(ObjectName object) {
        return find(object).orElse(UNHANDLED);
    }
}
