package dev.tidemark.plan.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An exclusion constraint's definition, as {@code pg_get_constraintdef} prints it, taken apart as far as it is needed.
 *
 * @param where which rows it is about; empty: all
 */
public record ExclusionText(List<Element> elements, Optional<String> where) {
    private static final String WITH = " WITH ";

    public ExclusionText {
        elements = List.copyOf(elements);
    }

    /**
     * What two rows are compared by.
     *
     * @param expression a column or an expression, as SQL
     */
    public record Element(String expression, String operator) {}

    public static Optional<ExclusionText> parse(String definition) {
        int open = definition.indexOf('(');
        int close = open < 0 ? -1 : Parens.closing(definition, open);
        if (close < 0 || !definition.startsWith("EXCLUDE ")) {
            return Optional.empty();
        }
        List<Element> elements = new ArrayList<>();
        for (String part : Parens.parts(definition.substring(open + 1, close))) {
            int with = part.lastIndexOf(WITH);
            if (with < 0) {
                return Optional.empty();
            }
            elements.add(new Element(IndexText.key(part.substring(0, with)), part.substring(with + WITH.length())));
        }
        int where = definition.indexOf(" WHERE (", close);
        int end = where < 0 ? -1 : Parens.closing(definition, where + " WHERE ".length());
        return Optional.of(new ExclusionText(
                elements,
                end < 0 ? Optional.empty() : Optional.of(definition.substring(where + " WHERE ".length(), end + 1))));
    }
}
