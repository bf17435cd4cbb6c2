package dev.tidemark.deploy;

import java.nio.charset.StandardCharsets;

/** Text for an event list: one line, cut by whole characters, measured in bytes of UTF-8. */
final class Reason {
    /** What a stack's event list shows without cutting it itself, in bytes. */
    static final int LIMIT = 1024;

    private static final String MORE = "…";
    private static final int MORE_BYTES = bytes(MORE);

    private Reason() {}

    /** On one line, in at most so many bytes; where something was left out it ends in an ellipsis, for which there must be room. */
    static String cut(String text, int most) {
        String line = oneLine(text);
        if (bytes(line) <= most) {
            return line;
        }
        int used = 0;
        int end = 0;
        while (end < line.length()) {
            int next = line.offsetByCodePoints(end, 1);
            int more = bytes(line.substring(end, next));
            if (used + more + MORE_BYTES > most) {
                break;
            }
            used += more;
            end = next;
        }
        return most < MORE_BYTES ? "" : line.substring(0, end) + MORE;
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cc}\\u2028\\u2029]+", " ").strip();
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
