package dev.tidemark.lambda;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON: the log lines, and answers where their size matters. Maps, iterables, strings, numbers, booleans and null; anything else as its text.
 *
 * <p>On the hot path, hence without streams, formats, pattern switches and concatenations that the JVM has to link first.
 */
final class JsonLine {
    /** Where Lambda's Java runtime puts the tracing header of an invocation. */
    private static final String TRACE_HEADER = "com.amazonaws.xray.traceHeader";

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonLine() {}

    /** The value on one line. */
    static String of(@Nullable Object value) {
        StringBuilder json = new StringBuilder(256);
        write(json, value);
        return json.toString();
    }

    /** Prints a log line; the id of the trace is put at its end where X-Ray traces the invocation ({@code trace}). */
    static void print(Map<String, ?> fields) {
        String line = of(fields);
        String trace = trace(System.getProperty(TRACE_HEADER));
        System.out.println(
                trace.isEmpty() || fields.isEmpty()
                        ? line
                        : line.substring(0, line.length() - 1)
                                .concat(",\"trace\":")
                                .concat(of(trace))
                                .concat("}"));
    }

    /** {@code 1-…} of {@code Root=1-…;Parent=…;Sampled=1}; empty where there is none. */
    static String trace(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int root = header.indexOf("Root=");
        if (root < 0) {
            return "";
        }
        int end = header.indexOf(';', root);
        return header.substring(root + "Root=".length(), end < 0 ? header.length() : end);
    }

    private static void write(StringBuilder json, @Nullable Object value) {
        if (value == null || value instanceof Boolean || isFinite(value)) {
            json.append(value);
        } else if (value instanceof Map<?, ?> map) {
            object(json, map);
        } else if (value instanceof Iterable<?> list) {
            array(json, list);
        } else {
            quote(json, value.toString());
        }
    }

    private static boolean isFinite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }

    private static void object(StringBuilder json, Map<?, ?> map) {
        json.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            quote(json, String.valueOf(entry.getKey()));
            json.append(':');
            write(json, entry.getValue());
            json.append(entries.hasNext() ? "," : "");
        }
        json.append('}');
    }

    private static void array(StringBuilder json, Iterable<?> list) {
        json.append('[');
        Iterator<?> elements = list.iterator();
        while (elements.hasNext()) {
            write(json, elements.next());
            json.append(elements.hasNext() ? "," : "");
        }
        json.append(']');
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> plain(json, c);
            }
        }
        json.append('"');
    }

    private static void plain(StringBuilder json, char c) {
        if (c < ' ' || Character.isSurrogate(c)) {
            json.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                json.append(HEX[(c >> shift) & 15]);
            }
        } else {
            json.append(c);
        }
    }
}
