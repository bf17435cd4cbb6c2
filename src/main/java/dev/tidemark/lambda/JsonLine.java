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

    /** A line has its end where CloudWatch Logs ends it (256 KB), and what is cut there is no JSON any more: metric filters pass it over. */
    private static final int MOST_LOGGED = 8_000;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonLine() {}

    /** The value on one line. */
    static String of(@Nullable Object value) {
        return of(value, Integer.MAX_VALUE);
    }

    private static String of(@Nullable Object value, int longest) {
        StringBuilder json = new StringBuilder(256);
        write(json, value, longest);
        return json.toString();
    }

    /**
     * Prints a log line, longer texts up to their first 8,000 characters, with {@code level} and {@code timestamp} at its end ({@link LogLevel}), and the id of
     * the trace where X-Ray traces the invocation ({@code trace}).
     */
    static void print(Map<String, ?> fields) {
        String line = of(fields, MOST_LOGGED);
        StringBuilder all = new StringBuilder(line.length() + 128);
        all.append(line, 0, line.length() - 1);
        all.append(fields.isEmpty() ? "\"level\":\"" : ",\"level\":\"").append(LogLevel.of(fields));
        all.append("\",\"timestamp\":\"").append(LogLevel.timestamp(System.currentTimeMillis()));
        String trace = trace(System.getProperty(TRACE_HEADER));
        if (!trace.isEmpty()) {
            all.append("\",\"trace\":\"").append(trace.replace("\"", "").replace("\\", ""));
        }
        System.out.println(all.append("\"}"));
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

    private static void write(StringBuilder json, @Nullable Object value, int longest) {
        if (value instanceof Double number && isOfHundredths(number)) {
            hundredths(json, number);
        } else if (value == null || value instanceof Boolean || isFinite(value)) {
            json.append(value);
        } else if (value instanceof Map<?, ?> map) {
            object(json, map, longest);
        } else if (value instanceof Iterable<?> list) {
            array(json, list, longest);
        } else {
            quote(json, shortened(value.toString(), longest));
        }
    }

    /** Whether it is printed with at most two decimals and no exponent: as times in milliseconds are. */
    private static boolean isOfHundredths(double number) {
        return number >= 0 && number < 1e7 && Math.round(number * 100) / 100.0 == number;
    }

    /** As {@link Double#toString} does, which loads classes of its own. */
    private static void hundredths(StringBuilder json, double number) {
        long all = Math.round(number * 100);
        json.append(all / 100).append('.').append(all / 10 % 10);
        if (all % 10 != 0) {
            json.append(all % 10);
        }
    }

    private static boolean isFinite(Object value) {
        return value instanceof Number number && Double.isFinite(number.doubleValue());
    }

    private static void object(StringBuilder json, Map<?, ?> map, int longest) {
        json.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            quote(json, String.valueOf(entry.getKey()));
            json.append(':');
            write(json, entry.getValue(), longest);
            json.append(entries.hasNext() ? "," : "");
        }
        json.append('}');
    }

    private static void array(StringBuilder json, Iterable<?> list, int longest) {
        json.append('[');
        Iterator<?> elements = list.iterator();
        while (elements.hasNext()) {
            write(json, elements.next(), longest);
            json.append(elements.hasNext() ? "," : "");
        }
        json.append(']');
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest).concat("…");
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
