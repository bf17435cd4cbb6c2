package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;
import java.util.Set;

/** Kinds of object that are declared and compared, but not modelled; their words. */
final class OtherKinds {
    private static final List<List<String>> WORDS = List.of(
            List.of("text", "search", "configuration"),
            List.of("text", "search", "dictionary"),
            List.of("text", "search", "parser"),
            List.of("text", "search", "template"),
            List.of("operator", "class"),
            List.of("operator", "family"),
            List.of("operator"),
            List.of("collation"),
            List.of("default", "conversion"),
            List.of("conversion"),
            List.of("foreign", "data", "wrapper"),
            List.of("access", "method"),
            List.of("event", "trigger"),
            List.of("user", "mapping"),
            List.of("publication"),
            List.of("language"),
            List.of("transform"),
            List.of("server"),
            List.of("cast"));

    private static final Set<String> DATABASE_WIDE = Set.of(
            "cast",
            "language",
            "transform",
            "server",
            "publication",
            "access method",
            "event trigger",
            "user mapping",
            "foreign data wrapper");

    private OtherKinds() {}

    /** An object of such a kind; in no schema where the whole database shares its name. */
    static ObjectName object(String label, List<String> name, Resolver resolver) {
        String bare = name.isEmpty() || label.equals("user mapping") ? "" : name.get(name.size() - 1);
        return DATABASE_WIDE.contains(label)
                ? ObjectName.of(ObjectKind.OTHER, "", (label + " " + bare).strip())
                : resolver.object(ObjectKind.OTHER, label, name);
    }

    /** Reads the words of such a kind and says them; empty where something else comes next. */
    static String label(Cursor cursor) {
        for (List<String> words : WORDS) {
            if (cursor.take(words.toArray(String[]::new))) {
                return String.join(" ", words).replace("default ", "");
            }
        }
        return "";
    }
}
