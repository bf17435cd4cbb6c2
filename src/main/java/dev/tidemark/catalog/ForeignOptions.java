package dev.tidemark.catalog;

import dev.tidemark.SecretOptions;
import java.util.SortedMap;
import java.util.TreeMap;

/** The options of a foreign server and the like, among its attributes: each one by itself, secret values as hashes. */
public final class ForeignOptions {
    private static final String PREFIX = "option ";

    private ForeignOptions() {}

    /** The attribute of an option. */
    public static String attribute(String option) {
        return PREFIX + option;
    }

    /** The attributes as they are compared. */
    public static SortedMap<String, String> sealed(SortedMap<String, String> attributes) {
        SortedMap<String, String> sealed = new TreeMap<>();
        attributes.forEach((name, value) -> sealed.put(
                name,
                name.startsWith(PREFIX) ? SecretOptions.compared(name.substring(PREFIX.length()), value) : value));
        return sealed;
    }

    /** The options by their names, as they are compared. */
    public static SortedMap<String, String> of(OtherObject object) {
        SortedMap<String, String> options = new TreeMap<>();
        object.attributes().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                options.put(name.substring(PREFIX.length()), value);
            }
        });
        return options;
    }

    /** Whether an attribute holds what must not leave the process. */
    static boolean isSecret(String attribute) {
        return attribute.startsWith(PREFIX) && SecretOptions.isSecret(attribute.substring(PREFIX.length()));
    }
}
