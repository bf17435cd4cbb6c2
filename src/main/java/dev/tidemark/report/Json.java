package dev.tidemark.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON (RFC 8259) from maps, lists, strings, numbers, booleans and null; the same value always gives the same text. Any other value is written as
 * the string that its {@code toString} gives (enums, instants). {@link #read} is the way back.
 */
public final class Json {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();
    private final boolean pretty;

    private Json(boolean pretty) {
        this.pretty = pretty;
    }

    /**
     * In one line, without blanks.
     *
     * @throws IllegalArgumentException for a number that JSON does not know (NaN, infinity)
     */
    public static String line(@Nullable Object value) {
        return new Json(false).value(value, 0).out.toString();
    }

    /**
     * Indented by two blanks a level, without a newline at the end.
     *
     * @throws IllegalArgumentException for a number that JSON does not know (NaN, infinity)
     */
    public static String pretty(@Nullable Object value) {
        return new Json(true).value(value, 0).out.toString();
    }

    /**
     * Reads one document, strictly: nothing before or after it, no comments, no name twice in an object, at most 64 levels deep.
     *
     * @return a {@code Map<String, Object>} in the text's order, an unmodifiable {@code List<Object>}, a String, a Long or (where it is none) a BigDecimal,
     *     a Boolean or null
     * @throws IllegalArgumentException for what is no such document; its message says where, and repeats nothing of the text, which may be secret
     */
    public static @Nullable Object read(String text) {
        return new JsonReader(text).document();
    }

    private Json value(@Nullable Object value, int depth) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> object(map, depth);
            case List<?> list -> array(list, depth);
            case Number number -> out.append(number(number));
            case Boolean bool -> out.append(bool);
            default -> string(value.toString());
        }
        return this;
    }

    private void object(Map<?, ?> map, int depth) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            separate(first, depth + 1);
            first = false;
            string(String.valueOf(entry.getKey()));
            out.append(pretty ? ": " : ":");
            value(entry.getValue(), depth + 1);
        }
        close(first, depth);
        out.append('}');
    }

    private void array(List<?> list, int depth) {
        out.append('[');
        boolean first = true;
        for (Object element : list) {
            separate(first, depth + 1);
            first = false;
            value(element, depth + 1);
        }
        close(first, depth);
        out.append(']');
    }

    private void separate(boolean first, int depth) {
        if (!first) {
            out.append(',');
        }
        indent(depth);
    }

    private void close(boolean empty, int depth) {
        if (!empty) {
            indent(depth);
        }
    }

    private void indent(int depth) {
        if (pretty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private static String number(Number number) {
        boolean floating = number instanceof Double || number instanceof Float;
        if (floating && !Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException("JSON knows no " + number);
        }
        return number.toString();
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> character(text, i, c);
            }
        }
        out.append('"');
    }

    /** Control characters, the line ends that JavaScript knows and halves of a surrogate pair are escaped. */
    private void character(String text, int i, char c) {
        boolean lone = Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
        if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || lone) {
            out.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                out.append(HEX.charAt((c >> shift) & 0xf));
            }
        } else {
            out.append(c);
        }
    }
}
