package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which Java element declares which object, as the annotation processor wrote it beside the compiled schema ({@code sources}). Problems with such an object
 * are placed at the element: {@code Order.java:23 (Order.channel)}.
 */
public final class SourceMap {
    /** The map of a hand-written schema. */
    public static final SourceMap NONE = new SourceMap(Map.of(), Map.of(), Map.of(), "");

    /** How a line begins that says which codes an element suppresses: element and codes, separated by commas, follow. */
    public static final String SUPPRESSED = "@suppressed";

    private static final int PARTS = 6;
    private static final int SUPPRESSION_PARTS = 3;
    private static final Pattern LINE = Pattern.compile(".*:(\\d+):\\d+");
    private static final Pattern LEADING_NAME =
            Pattern.compile("\\s*(?:CONSTRAINT\\s+)?(?:\"((?:[^\"]|\"\")+)\"|([\\p{L}_][\\p{L}\\p{N}_$]*))");

    private final Map<ObjectName, String> places;
    private final Map<ObjectName, String> elements;
    private final Map<String, List<String>> suppressed;
    private final String sql;

    private SourceMap(
            Map<ObjectName, String> places,
            Map<ObjectName, String> elements,
            Map<String, List<String>> suppressed,
            String sql) {
        this.places = Map.copyOf(places);
        this.elements = Map.copyOf(elements);
        this.suppressed = Map.copyOf(suppressed);
        this.sql = sql;
    }

    /**
     * Reads the file; lines that it does not understand (a newer processor's) say nothing.
     *
     * @param sources the processor's file
     * @param sql the compiled schema beside it
     */
    public static SourceMap read(String sources, String sql) {
        Map<ObjectName, String> places = new HashMap<>();
        Map<ObjectName, String> elements = new HashMap<>();
        Map<String, List<String>> suppressed = new HashMap<>();
        sources.lines().map(line -> List.of(line.split("\t", -1))).forEach(parts -> {
            ObjectKind kind = parts.size() == PARTS ? kind(parts.get(0)) : null;
            if (kind != null) {
                ObjectName object = new ObjectName(kind, parts.get(1), parts.get(2), parts.get(3));
                places.put(object, place(parts));
                elements.put(object, parts.get(4));
            } else if (parts.size() == SUPPRESSION_PARTS && parts.get(0).equals(SUPPRESSED)) {
                suppressed.put(parts.get(1), List.of(parts.get(2).split(",")));
            }
        });
        return new SourceMap(places, elements, suppressed, sql);
    }

    /**
     * Whether the element behind one of these objects, or a type around it, carries {@code @SuppressWarnings} with this code.
     *
     * @param objects names for the same thing; those that are not known say nothing
     */
    public boolean ignores(String code, List<ObjectName> objects) {
        return objects.stream()
                .map(elements::get)
                .filter(Objects::nonNull)
                .anyMatch(element -> suppressed.entrySet().stream()
                        .anyMatch(entry ->
                                entry.getValue().contains(code) && (element + ".").startsWith(entry.getKey() + ".")));
    }

    private static @Nullable ObjectKind kind(String name) {
        for (ObjectKind kind : ObjectKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return null;
    }

    /** {@code Order.java:23 (Order.channel)}; the element alone where its line is not known. */
    private static String place(List<String> parts) {
        String element = parts.get(4);
        int packageEnd = -1;
        for (int dot = element.indexOf('.'); dot >= 0; dot = element.indexOf('.', dot + 1)) {
            if (Character.isLowerCase(element.charAt(packageEnd + 1))
                    && Character.isUpperCase(element.charAt(dot + 1))) {
                packageEnd = dot;
                break;
            }
        }
        String shown = element.substring(packageEnd + 1);
        return parts.get(5).isEmpty() ? shown : parts.get(5) + " (" + shown + ")";
    }

    /** The problem at its Java element, where that is known; else as it is. */
    public Problem at(Problem problem) {
        @Nullable ObjectName object = problem.object();
        @Nullable String place = object == null || places.isEmpty() ? null : placeOf(object, problem.place());
        return place == null
                ? problem
                : new Problem(problem.code(), object, problem.message(), place, problem.sqlState(), problem.waysOut());
    }

    private @Nullable String placeOf(ObjectName object, @Nullable String declared) {
        String own = places.get(object);
        if (own != null && !object.member().isEmpty()) {
            return own;
        }
        String member = declared == null ? null : memberAt(object, declared);
        return member != null ? member : own != null ? own : placeOfRelation(object);
    }

    /** A fault inside a CREATE TABLE names the table: its line of the compiled schema begins with the column or constraint. */
    private @Nullable String memberAt(ObjectName object, String declared) {
        Matcher at = LINE.matcher(declared);
        if (!at.matches()) {
            return null;
        }
        List<String> lines = sql.lines().toList();
        int number = Integer.parseInt(at.group(1));
        Matcher name = LEADING_NAME.matcher(number <= lines.size() ? lines.get(number - 1) : "");
        if (!name.lookingAt()) {
            return null;
        }
        String member = name.group(1) == null ? name.group(2) : name.group(1).replace("\"\"", "\"");
        return List.of(ObjectKind.COLUMN, ObjectKind.CONSTRAINT).stream()
                .map(kind -> places.get(object.member(kind, member)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable String placeOfRelation(ObjectName object) {
        return List.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW).stream()
                .map(kind -> places.get(ObjectName.of(kind, object.schema(), object.name())))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
