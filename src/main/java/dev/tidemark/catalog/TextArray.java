package dev.tidemark.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays of one dimension as the server prints them, such as {@code {a,"b c",NULL}}. */
final class TextArray {
    private TextArray() {}

    /** The elements; null where one is NULL. */
    static List<@Nullable String> parse(String text) {
        if (!text.startsWith("{") || !text.endsWith("}")) {
            throw new IllegalArgumentException("not an array of one dimension: " + text);
        }
        List<@Nullable String> elements = new ArrayList<>();
        int at = 1;
        while (at < text.length() - 1) {
            boolean quoted = text.charAt(at) == '"';
            StringBuilder element = new StringBuilder();
            at += quoted ? 1 : 0;
            for (char c = text.charAt(at);
                    quoted ? c != '"' : c != ',' && at < text.length() - 1;
                    c = text.charAt(at)) {
                element.append(c == '\\' ? text.charAt(++at) : c);
                at++;
            }
            String value = element.toString();
            elements.add(!quoted && value.equals("NULL") ? null : value);
            at += quoted ? 2 : 1;
        }
        return elements;
    }
}
