package dev.tidemark.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * A schema as somebody would write it and what becomes of it over the years: {@code journeys/*.sql}.
 *
 * <p>Parts begin with {@code --= schema}, {@code --= rows} (run against the live database) and {@code --= step what | expectation | …}:
 * {@code rewrites} and {@code remakes} with what PostgreSQL writes or makes again, {@code refused} with a code, {@code converts} with the number of a column. A step holds edits of
 * the schema's text: after {@code --<} what is looked for, after {@code -->} what stands there instead; an edit that looks for nothing appends.
 */
public record Journey(List<Part> parts) {
    /**
     * A part.
     *
     * @param kind {@code schema}, {@code rows} or {@code step}
     * @param expected what the step's title says after the first bar
     * @param text SQL, or edits
     */
    public record Part(String kind, String title, List<String> expected, String text) {
        /** The names after this word in the expectations. */
        public List<String> names(String word) {
            return expected.stream()
                    .filter(e -> e.startsWith(word + " "))
                    .flatMap(e -> List.of(e.substring(word.length() + 1).split(", ")).stream())
                    .sorted()
                    .toList();
        }

        /** The text after this step. */
        public String edited(String before) {
            String now = before;
            for (String edit : text.split("(?m)^--<\n", -1)) {
                if (edit.isBlank()) {
                    continue;
                }
                int arrow = edit.startsWith("-->\n") ? 0 : edit.indexOf("\n-->\n") + 1;
                String from = edit.substring(0, Math.max(arrow - 1, 0));
                String to = from.isEmpty()
                        ? edit.substring(arrow + 4)
                        : edit.substring(arrow + 4).replaceAll("\n$", "");
                if (from.isEmpty()) {
                    now = now + to;
                } else if (now.indexOf(from) < 0 || now.indexOf(from) != now.lastIndexOf(from)) {
                    throw new IllegalArgumentException(title + ": not there once: " + from);
                } else {
                    now = now.replace(from, to);
                }
            }
            return now;
        }
    }

    public static Journey read(String text) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split("(?m)^--= ", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int end = part.indexOf('\n');
            List<String> head = List.of(part.substring(0, end).split(" \\| ", -1));
            String[] words = head.get(0).split(" ", 2);
            parts.add(new Part(
                    words[0], words.length > 1 ? words[1] : "", head.subList(1, head.size()), part.substring(end + 1)));
        }
        return new Journey(parts);
    }
}
