package dev.tidemark.plan.rows;

import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.CheckText;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Types that the sync makes, and that a question about rows therefore cannot speak of. */
public final class NewTypes {
    private static final String CHECK = "check ";

    /** Longer chains of domains over domains than this are taken for none. */
    private static final int DEEPEST = 20;

    private final Map<String, EnumType> enums = new HashMap<>();
    private final Map<String, OtherObject> others = new HashMap<>();
    /** Enums that are there, and get or lose labels. */
    private final Map<String, EnumType> relabelled = new HashMap<>();

    public NewTypes(Context ctx) {
        Set<String> there = new HashSet<>();
        ctx.live().enums().keySet().forEach(name -> there.add(Sql.name(name)));
        ctx.live().others().stream().filter(NewTypes::isType).forEach(o -> there.add(Sql.name(o.name())));
        ctx.declared().enums().forEach((name, type) -> enums.put(Sql.name(name), type));
        ctx.declared().others().stream().filter(NewTypes::isType).forEach(o -> others.put(Sql.name(o.name()), o));
        // A type of another kind that takes a name is another type.
        ctx.changes()
                .all(Change.AddEnum.class)
                .forEach(c -> there.remove(Sql.name(c.type().name())));
        ctx.changes()
                .all(Change.AddOther.class)
                .filter(c -> isType(c.object()))
                .forEach(c -> there.remove(Sql.name(c.object().name())));
        ctx.declared().enums().forEach((name, type) -> {
            EnumType live = ctx.live().enums().get(name);
            if (live != null && !live.labels().equals(type.labels())) {
                relabelled.put(Sql.name(name), type);
            }
        });
        enums.keySet().removeAll(there);
        others.keySet().removeAll(there);
    }

    private static boolean isType(OtherObject object) {
        return object.name().kind() == ObjectKind.TYPE;
    }

    /** Whether it, or what its arrays consist of, is new. */
    boolean has(String type) {
        return enums.containsKey(element(type)) || others.containsKey(element(type));
    }

    /** Whether an enum that is there gets or loses labels. */
    boolean relabels() {
        return !relabelled.isEmpty();
    }

    /** Whether it, or what its arrays consist of, is an enum that is there with other labels. */
    boolean isRelabelled(String type) {
        return relabelled.containsKey(element(type));
    }

    /** The nearest type that is there already and whose values stand for those of this one; empty where there is none. */
    public Optional<String> standIn(String type) {
        if (!has(type)) {
            return Optional.of(type);
        }
        String element = element(type);
        String array = type.substring(element.length());
        for (int depth = 0; depth < DEEPEST && has(element); depth++) {
            OtherObject other = others.get(element);
            if (other != null && (!isDomain(other) || !array.isEmpty())) {
                return Optional.empty();
            }
            element = other == null ? "text" : other.attribute("type");
        }
        return Optional.of(element + array);
    }

    /** An expression in which the types that are there already stand in for new ones. */
    String spokenOfOld(String expression) {
        String text = expression;
        for (String name : names()) {
            Optional<String> other = standIn(name);
            text = other.isEmpty() ? text : text.replace("::" + name, "::" + other.get());
        }
        return text;
    }

    /** Longer names first, since one may begin with another. */
    private List<String> names() {
        List<String> names = new ArrayList<>(enums.keySet());
        names.addAll(others.keySet());
        names.sort(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        return names;
    }

    /**
     * What does not hold for a value that such a type would refuse.
     *
     * @param value an expression of the type that {@link #standIn} gives
     */
    Optional<String> condition(String type, String value) {
        EnumType labels = enums.getOrDefault(element(type), relabelled.get(element(type)));
        if (labels != null) {
            String list = labels.labels().stream().map(Sql::literal).collect(Collectors.joining(", "));
            String array = "ARRAY[" + list + "]::text[]";
            return Optional.of(type.endsWith("[]") ? value + " <@ " + array : value + " = ANY (" + array + ")");
        }
        List<String> conditions = new ArrayList<>();
        OtherObject domain = others.get(type);
        for (int depth = 0; depth < DEEPEST && domain != null && isDomain(domain); depth++) {
            if (domain.attributes().containsKey("not null")) {
                conditions.add(value + " IS NOT NULL");
            }
            domain.attributes().forEach((name, text) -> {
                if (name.startsWith(CHECK)) {
                    CheckText.expression(text).ifPresent(e -> conditions.add(holds(e, value)));
                }
            });
            String base = domain.attribute("type");
            if (enums.containsKey(element(base))) {
                condition(base, value).ifPresent(conditions::add);
            }
            domain = others.get(base);
        }
        return conditions.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", conditions));
    }

    /** A domain's check speaks of {@code VALUE}, which is a column's name as well. */
    private String holds(String check, String value) {
        return "(SELECT (" + spokenOfOld(check) + ") FROM (SELECT " + value + " AS value) AS one) IS NOT FALSE";
    }

    private static boolean isDomain(OtherObject object) {
        return object.attribute("kind").equals("domain");
    }

    /** What an array consists of; the type itself where it is none. */
    public static String element(String type) {
        return type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
    }
}
