package dev.tidemark.sql;

import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names and values inside SQL. They mean the same whatever {@code standard_conforming_strings} and the session's time zone are. */
public final class Sql {
    private Sql() {}

    /** A name in double quotes. */
    public static String identifier(String name) {
        refuseNul(name);
        return "\"".concat(name.replace("\"", "\"\"")).concat("\"");
    }

    /** A string literal that means the same whatever {@code standard_conforming_strings} is. */
    public static String literal(String value) {
        refuseNul(value);
        String quoted = value.replace("'", "''");
        if (quoted.indexOf('\\') < 0) {
            return "'".concat(quoted).concat("'");
        }
        return "E'".concat(quoted.replace("\\", "\\\\")).concat("'");
    }

    /** {@code array['a', 'b']::text[]}. */
    public static String array(Collection<String> texts) {
        return texts.stream().map(Sql::literal).collect(Collectors.joining(", ", "array[", "]::text[]"));
    }

    /** A string literal, or {@code null}. */
    public static String literalOrNull(@Nullable String value) {
        return value == null ? "null" : literal(value);
    }

    /** An expression for a timestamp with time zone as microseconds since 1970: neither the session's time zone nor its DateStyle matters. */
    public static String micros(String timestamp) {
        return "(extract(epoch from ".concat(timestamp).concat(") * 1000000)::bigint");
    }

    /** What {@link #micros} yields, as an instant. */
    public static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
    }

    private static void refuseNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("PostgreSQL has no text with a NUL character");
        }
    }
}
