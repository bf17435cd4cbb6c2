package dev.tidemark.export;

import dev.tidemark.catalog.QName;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The Java type of a column, as the annotation processor would make the column's type of it again. */
final class JavaTypes {
    /**
     * A type.
     *
     * @param name simple name, a primitive where there is one
     * @param boxed the same where it may be null
     * @param imported what to import for it; empty: nothing
     * @param column arguments of {@code @Column}; empty: none
     */
    record JavaType(String name, String boxed, String imported, String column) {
        private static JavaType of(String name, String boxed) {
            return new JavaType(name, boxed, "", "");
        }

        private static JavaType from(String imported) {
            String name = imported.substring(imported.lastIndexOf('.') + 1);
            return new JavaType(name, name, imported, "");
        }

        private JavaType with(String arguments) {
            return new JavaType(name, boxed, imported, arguments);
        }
    }

    private static final Map<String, JavaType> TYPES = Map.ofEntries(
            Map.entry("boolean", JavaType.of("boolean", "Boolean")),
            Map.entry("smallint", JavaType.of("short", "Short")),
            Map.entry("integer", JavaType.of("int", "Integer")),
            Map.entry("bigint", JavaType.of("long", "Long")),
            Map.entry("real", JavaType.of("float", "Float")),
            Map.entry("double precision", JavaType.of("double", "Double")),
            Map.entry("text", JavaType.of("String", "String")),
            Map.entry("numeric", JavaType.from("java.math.BigDecimal")),
            Map.entry("uuid", JavaType.from("java.util.UUID")),
            Map.entry("timestamp with time zone", JavaType.from("java.time.Instant")),
            Map.entry("timestamp without time zone", JavaType.from("java.time.LocalDateTime")),
            Map.entry("date", JavaType.from("java.time.LocalDate")),
            Map.entry("time without time zone", JavaType.from("java.time.LocalTime")),
            Map.entry("interval", JavaType.from("java.time.Duration")),
            Map.entry("inet", JavaType.from("java.net.InetAddress")),
            Map.entry("bytea", JavaType.of("byte[]", "byte[]")));

    private static final Pattern VARCHAR = Pattern.compile("character varying\\((\\d+)\\)");
    private static final Pattern NUMERIC = Pattern.compile("numeric\\((\\d+),(\\d+)\\)");

    /** Enum types by their names as PostgreSQL prints them, with the Java enums. */
    private final Map<String, String> enums;

    JavaTypes(Map<String, String> enums) {
        this.enums = Map.copyOf(enums);
    }

    JavaType of(String type) {
        @Nullable String java = enums.get(type);
        if (java != null) {
            return JavaType.of(java, java);
        }
        JavaType known = TYPES.get(type);
        if (known != null) {
            return known;
        }
        Matcher varchar = VARCHAR.matcher(type);
        if (varchar.matches()) {
            return JavaType.of("String", "String").with("length = " + varchar.group(1));
        }
        Matcher numeric = NUMERIC.matcher(type);
        if (numeric.matches() && !numeric.group(1).equals("0")) {
            String scale = numeric.group(2).equals("0") ? "" : ", scale = " + numeric.group(2);
            return JavaType.from("java.math.BigDecimal").with("precision = " + numeric.group(1) + scale);
        }
        if (type.endsWith("[]") && !type.endsWith("[][]")) {
            JavaType element = of(type.substring(0, type.length() - 2));
            if (element.column().isEmpty() && !element.name().endsWith("[]")) {
                String list = "List<" + element.boxed() + ">";
                return new JavaType(list, list, element.imported(), "");
            }
        }
        return JavaType.of("Object", "Object").with("type = " + JavaText.string(type));
    }

    /** As PostgreSQL prints it under an empty search_path. */
    static String printed(QName name) {
        return dev.tidemark.plan.sql.Sql.name(name);
    }
}
