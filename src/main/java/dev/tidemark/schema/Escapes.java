package dev.tidemark.schema;

/** What escapes inside strings and names stand for; a malformed one stands for itself, PostgreSQL will say so. */
final class Escapes {
    private static final String LETTERS = "bfnrt";
    private static final String MEANING = "\b\f\n\r\t";

    /** The inside of an {@code E'…'}. */
    String backslashes(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw.replace("''", "'");
        }
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c == '\\' && i + 1 < raw.length()) {
                i = backslash(raw, i + 1, out);
            } else {
                out.append(c);
                i += c == '\'' ? 2 : 1;
            }
        }
        return out.toString();
    }

    private static int backslash(String raw, int at, StringBuilder out) {
        char c = raw.charAt(at);
        int letter = LETTERS.indexOf(c);
        if (letter >= 0) {
            out.append(MEANING.charAt(letter));
            return at + 1;
        }
        if (c >= '0' && c <= '7') {
            return number(raw, at, 3, 8, out);
        }
        int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
        if (digits > 0 && at + 1 < raw.length() && Character.digit(raw.charAt(at + 1), 16) >= 0) {
            return number(raw, at + 1, digits, 16, out);
        }
        out.append(c);
        return at + 1;
    }

    private static int number(String raw, int from, int most, int radix, StringBuilder out) {
        int value = 0;
        int i = from;
        while (i < raw.length() && i < from + most && Character.digit(raw.charAt(i), radix) >= 0) {
            value = value * radix + Character.digit(raw.charAt(i), radix);
            i++;
        }
        if (Character.isValidCodePoint(value)) {
            out.appendCodePoint(value);
        }
        return i;
    }

    /** The inside of a {@code U&'…'} or {@code U&"…"}: {@code \XXXX}, {@code \+XXXXXX}, a doubled escape. */
    String unicode(String raw, char escape) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            if (c != escape || i + 1 >= raw.length()) {
                out.append(c);
                i++;
            } else if (raw.charAt(i + 1) == escape) {
                out.append(escape);
                i += 2;
            } else {
                i = raw.charAt(i + 1) == '+' ? number(raw, i + 2, 6, 16, out) : number(raw, i + 1, 4, 16, out);
            }
        }
        return out.toString();
    }
}
