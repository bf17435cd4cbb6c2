package dev.tidemark.catalog;

import dev.tidemark.ObjectName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object of any kind that has no record of its own: functions, triggers, policies, rules, domains, composite types …
 *
 * @param definition the statements that make it as it is, as PostgreSQL prints them, separated by {@code ;} and a line end; its comment left out
 * @param attributes all that defines it, by name; two objects are equal where these are. Which names there are is the kind's own affair ({@code *.sql}
 *     beside this class write them, the kind's rules in {@code plan.kinds} read them)
 */
public record OtherObject(
        ObjectName name,
        String definition,
        SortedMap<String, String> attributes,
        @Nullable String comment) implements CatalogObject {
    /** The attribute of an object that has no others: its definition. */
    public static final String DEFINITION = "definition";

    public OtherObject {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** An object that is defined by one text. */
    public OtherObject(ObjectName name, String definition) {
        this(name, definition, new TreeMap<>(java.util.Map.of(DEFINITION, definition)), null);
    }

    @Override
    public ObjectName object() {
        return name;
    }

    /** The attribute of this name, or an empty text. */
    public String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /** Whether both are defined alike, by all that PostgreSQL prints; comments do not count. */
    public boolean same(OtherObject other) {
        return attributes.keySet().equals(other.attributes.keySet())
                && attributes.entrySet().stream()
                        .allMatch(e -> SqlText.same(e.getValue(), other.attributes.get(e.getKey())));
    }
}
