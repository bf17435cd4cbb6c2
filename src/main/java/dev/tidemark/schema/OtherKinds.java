package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;
import java.util.Optional;
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

    /** Types that need no schema, as they are written; what else is written without one lies in the search_path. */
    private static final Set<String> BUILT_IN = Set.of("""
        bigint bit bool boolean box bpchar bytea char character cidr circle date dec decimal double float float4 float8
        inet int int2 int4 int8 integer interval json jsonb jsonpath line lseg macaddr macaddr8 money name national nchar
        numeric oid path pg_lsn point polygon real regclass regproc regtype smallint text tid time timestamp timestamptz
        timetz tsquery tsvector uuid varbit varchar xml int4range int8range numrange tsrange tstzrange daterange\
        """.split("\\s+"));

    private OtherKinds() {}

    /** Reads {@code (source AS target)}: the cast lies in the schema of the first of them that is not PostgreSQL's own, or in none. */
    static ObjectName cast(Cursor cursor, Resolver resolver) {
        StringBuilder types = new StringBuilder();
        String schema = "";
        int depth = 0;
        boolean start = false;
        for (Token token = cursor.peek(0); token != null; token = cursor.peek(0)) {
            if (start && token.isName()) {
                List<String> name = cursor.name();
                schema = schema.isEmpty() ? schemaOf(name, resolver) : schema;
                types.append(String.join(".", name)).append(' ');
                start = false;
                continue;
            }
            depth += token.isMark("(") ? 1 : token.isMark(")") ? -1 : 0;
            if (depth == 0) {
                break;
            }
            start = depth == 1 && (token.isMark("(") || token.isWord("as"));
            types.append(token.value()).append(' ');
            cursor.skip();
        }
        String name = schema.isEmpty() ? "cast" : "cast" + types.toString().strip() + ")";
        return ObjectName.of(ObjectKind.OTHER, schema, name);
    }

    private static String schemaOf(List<String> type, Resolver resolver) {
        if (type.size() > 1) {
            String schema = type.get(type.size() - 2);
            return schema.equals("pg_catalog") ? "" : schema;
        }
        return BUILT_IN.contains(type.get(0)) ? "" : resolver.schema();
    }

    /** Adds the access method to the name of an operator class or family: {@code operator class c using btree}. */
    static ObjectName ofMethod(Cursor cursor, String label, ObjectName object) {
        boolean indexed = label.equals("operator class") || label.equals("operator family");
        List<String> method = indexed && cursor.find("using") ? cursor.name() : List.of();
        return method.isEmpty()
                ? object
                : ObjectName.of(object.kind(), object.schema(), object.name() + " using " + method.get(0));
    }

    /** Reads {@code FOR role SERVER name} of a user mapping; nothing where the role is not named. */
    static Optional<ObjectName> userMapping(Cursor cursor) {
        if (!cursor.take("for")) {
            return Optional.empty();
        }
        boolean session =
                Set.of("user", "current_user", "current_role", "session_user").contains(cursor.word(0));
        List<String> role = cursor.name();
        List<String> server = cursor.take("server") ? cursor.name() : List.of();
        return session || role.isEmpty() || server.isEmpty()
                ? Optional.empty()
                : Optional.of(ObjectName.of(
                        ObjectKind.OTHER, "", "user mapping for " + role.get(0) + " server " + server.get(0)));
    }

    /** An object of such a kind; in no schema where the whole database shares its name. */
    static ObjectName object(String label, List<String> name, Resolver resolver) {
        String bare = name.isEmpty() || label.equals("user mapping") ? "" : name.get(name.size() - 1);
        return DATABASE_WIDE.contains(label)
                ? ObjectName.of(ObjectKind.OTHER, "", (label + " " + bare).strip())
                : resolver.object(ObjectKind.OTHER, label, name);
    }

    /** The words that the name of such an object begins with. */
    static String labelOf(String name) {
        return WORDS.stream()
                .map(words -> String.join(" ", words).replace("default ", ""))
                .filter(words -> name.equals(words) || name.startsWith(words + " ") || name.startsWith(words + "("))
                .findFirst()
                .orElse("");
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
