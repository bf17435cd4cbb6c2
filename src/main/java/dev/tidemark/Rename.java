package dev.tidemark;

import java.util.ArrayList;
import java.util.List;

/**
 * A rename that somebody says beside the declaration, for one sync: {@code customers.name:full_name} for a column, {@code customers:clients} for a table, view
 * or type. The new name is declared, the old one is what the database has.
 *
 * @param path the old name with what it is in, such as {@code shop}, {@code customers}, {@code name}; the relation and the schema by their declared names
 * @param to the new name alone
 */
public record Rename(List<String> path, String to) {
    private static final int LONGEST_PATH = 3;

    public Rename {
        path = List.copyOf(path);
        if (path.isEmpty() || path.size() > LONGEST_PATH || path.contains("") || to.isEmpty()) {
            throw unreadable(String.join(".", path) + ":" + to);
        }
    }

    /**
     * Reads {@code [schema.][table.]old:new}; a name with a dot or a colon in it stands in double quotes.
     *
     * @throws TidemarkException TDM-650 where it is not written like this
     */
    public static Rename of(String text) {
        List<StringBuilder> names = new ArrayList<>(List.of(new StringBuilder()));
        int colons = 0;
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '.' || c == ':')) {
                if (colons > 0) {
                    throw unreadable(text);
                }
                colons += c == ':' ? 1 : 0;
                names.add(new StringBuilder());
            } else {
                names.get(names.size() - 1).append(c);
            }
        }
        if (colons != 1 || quoted) {
            throw unreadable(text);
        }
        List<String> read = names.stream().map(StringBuilder::toString).toList();
        return new Rename(read.subList(0, read.size() - 1), read.get(read.size() - 1));
    }

    /** The last name of the path. */
    public String from() {
        return path.get(path.size() - 1);
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return String.join(".", path.stream().map(Rename::quoted).toList()) + ":" + quoted(to);
    }

    private static String quoted(String name) {
        return name.indexOf('.') < 0 && name.indexOf(':') < 0 ? name : '"' + name + '"';
    }

    private static TidemarkException unreadable(String text) {
        return TidemarkException.of(
                "TDM-650",
                "\"" + text + "\" is no rename",
                "--rename customers.name:full_name   a column",
                "--rename customers:clients          a table, view or type");
    }
}
