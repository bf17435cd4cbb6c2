package dev.tidemark.shadow;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where in a statement a fault stands for which PostgreSQL tells no position: foreign keys, and columns that an index names. */
final class FaultPlaces {
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")+)\"");
    private static final Pattern REFERENCES = Pattern.compile("(?i)\\breferences\\b");

    private FaultPlaces() {}

    /**
     * An offset in the statement; 0 where nothing tells more than the whole statement.
     *
     * @param words the message, with the name that it is about in quotes
     * @param detail PostgreSQL's; of a foreign key between two types it names both columns, the message only the constraint; empty where there is none
     */
    static int offset(String sql, String words, String detail) {
        List<String> columns = quoted(detail);
        if (words.startsWith("foreign key constraint") && columns.size() == 2) {
            return inReferences(sql, columns.get(1), columns.get(0));
        }
        List<String> names = quoted(words);
        if (names.isEmpty()) {
            return 0;
        }
        String name = names.get(0);
        int offset = inReferences(sql, name, "");
        return offset > 0 || !words.startsWith("column ") ? offset : inParentheses(sql, name);
    }

    private static List<String> quoted(String text) {
        return QUOTED.matcher(text).results().map(name -> last(name.group(1))).toList();
    }

    private static String last(String qualified) {
        return qualified.substring(qualified.lastIndexOf('.') + 1);
    }

    private static Pattern word(String name) {
        return Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])");
    }

    /** The name in the clause of a foreign key; with a column, the key's clause is the one that follows it most closely. */
    private static int inReferences(String sql, String name, String column) {
        List<Integer> references =
                REFERENCES.matcher(sql).results().map(MatchResult::end).toList();
        int found = 0;
        int nearest = Integer.MAX_VALUE;
        for (int i = 0; i < references.size(); i++) {
            int start = references.get(i);
            int end = i + 1 < references.size() ? references.get(i + 1) : sql.length();
            Matcher named = word(name).matcher(sql).region(start, end).useTransparentBounds(true);
            int distance = column.isEmpty() ? 0 : distance(sql, column, start);
            if (named.find() && isInClause(sql.substring(start, named.start())) && distance < nearest) {
                found = named.start();
                nearest = distance;
            }
        }
        return found;
    }

    /** How far before this place the column is named last. */
    private static int distance(String sql, String column, int place) {
        return word(column)
                .matcher(sql.substring(0, place))
                .results()
                .mapToInt(named -> place - named.end())
                .min()
                .orElse(Integer.MAX_VALUE - 1);
    }

    /** Before the clause's end: the table's name and its columns, and no comma outside of parentheses. */
    private static boolean isInClause(String between) {
        int depth = 0;
        for (int i = 0; i < between.length(); i++) {
            char c = between.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth < 0 || (depth == 0 && (c == ',' || c == ';'))) {
                return false;
            }
        }
        return true;
    }

    private static int inParentheses(String sql, String name) {
        Matcher named = word(name).matcher(sql);
        return named.find(Math.max(0, sql.indexOf('('))) ? named.start() : 0;
    }
}
