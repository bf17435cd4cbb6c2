package dev.tidemark.plan.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code pg_get_indexdef} taken apart as far as it is needed.
 *
 * @param head {@code CREATE INDEX} or {@code CREATE UNIQUE INDEX}
 * @param tail from {@code ON} to the end
 * @param keys column names and expressions, as SQL, without order and operator classes
 */
public record IndexText(String head, String tail, List<String> keys, boolean nullsNotDistinct, Optional<String> where) {
    private static final Pattern SHAPE = Pattern.compile(
            "(CREATE (?:UNIQUE )?INDEX) (?:\"(?:[^\"]|\"\")*\"|[^\\s\"]+) ON (?:ONLY )?(.*)", Pattern.DOTALL);
    private static final Pattern USING = Pattern.compile(" USING \\w+ \\(");
    private static final Pattern NAME = Pattern.compile("(\"(?:[^\"]|\"\")*\"|[\\w$]+)(?:\\s.*)?", Pattern.DOTALL);

    public IndexText {
        keys = List.copyOf(keys);
    }

    public static Optional<IndexText> parse(String definition) {
        Matcher shape = SHAPE.matcher(definition);
        if (!shape.matches()) {
            return Optional.empty();
        }
        String tail = shape.group(2);
        Matcher using = USING.matcher(tail);
        if (!using.find()) {
            return Optional.empty();
        }
        int open = using.end() - 1;
        int close = Parens.closing(tail, open);
        if (close < 0) {
            return Optional.empty();
        }
        String after = tail.substring(close + 1);
        int where = after.indexOf(" WHERE ");
        return Optional.of(new IndexText(
                shape.group(1),
                "ON " + tail,
                keys(tail.substring(open + 1, close)),
                after.contains("NULLS NOT DISTINCT"),
                where < 0 ? Optional.empty() : Optional.of(after.substring(where + " WHERE ".length()))));
    }

    /** The statement with another name, concurrently where asked. */
    public String create(boolean concurrently, String name) {
        return head + (concurrently ? " CONCURRENTLY " : " ") + Sql.id(name) + " " + tail;
    }

    private static List<String> keys(String list) {
        List<String> keys = new ArrayList<>();
        for (String item : Parens.parts(list)) {
            keys.add(key(item));
        }
        return keys;
    }

    /** A key without its operator class and order. */
    static String key(String item) {
        int open = item.indexOf('(');
        Matcher name = NAME.matcher(item);
        if (open < 0 || (name.matches() && name.end(1) < open && item.charAt(name.end(1)) == ' ')) {
            return name.matches() ? name.group(1) : item;
        }
        int close = Parens.closing(item, open);
        return close < 0 ? item : item.substring(0, close + 1);
    }
}
