package dev.tidemark.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values separated by commas, as PostgreSQL's COPY reads them: an empty value is NULL, {@code ""} the empty text. Empty lines are left out. */
final class Csv {
    private final String text;
    private int at;

    private Csv(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException where quotes are not closed, or something stands behind them */
    static List<List<@Nullable String>> lines(String text) {
        Csv csv = new Csv(text);
        List<List<@Nullable String>> lines = new ArrayList<>();
        while (csv.at < text.length()) {
            List<@Nullable String> line = csv.line();
            if (line.size() > 1 || line.get(0) != null) {
                lines.add(line);
            }
        }
        return lines;
    }

    private List<@Nullable String> line() {
        List<@Nullable String> values = new ArrayList<>();
        values.add(value());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            values.add(value());
        }
        if (at < text.length() && text.charAt(at) == '\r') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        return values;
    }

    private @Nullable String value() {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '"') {
                throw new IllegalArgumentException(where(at) + ": a quote inside a value that does not begin with one");
            }
            at++;
        }
        return at == from ? null : text.substring(from, at);
    }

    private String quoted() {
        int from = at;
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                value.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append('"');
                at++;
            } else if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                throw new IllegalArgumentException(where(at) + ": neither a comma nor a new line behind a quote");
            } else {
                return value.toString();
            }
        }
        throw new IllegalArgumentException(where(from) + ": a quote that is never closed");
    }

    private String where(int offset) {
        return "line "
                + (1 + text.substring(0, offset).chars().filter(c -> c == '\n').count());
    }
}
