package dev.tidemark.cli;

import dev.tidemark.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * How text looks on one stream: colour, signs, width. Colour is never the only carrier of what is said.
 *
 * @param colour whether ANSI colours are written
 * @param utf8 whether the signs may be other than ASCII
 * @param width columns at which running text breaks, 40 at least
 */
public record Style(boolean colour, boolean utf8, int width) {
    private static final char UNBROKEN = '\u00a0';
    private static final int WIDEST = 120;
    private static final int NARROWEST = 40;

    /** Unicode's marks, embeddings, overrides and isolates of direction. */
    private static final String TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

    private static final String[][] ASCII = {
        {"✓", "ok"}, {"✗", "x"}, {"▸", ">"}, {"→", "->"}, {"…", "..."}, {"·", "-"}, {"–", "-"}, {"×", "x"}
    };

    public Style {
        width = Math.max(width, NARROWEST);
    }

    /** Plain text of the widest kind: what a file or a pipe gets. */
    static Style plain() {
        return new Style(false, true, WIDEST);
    }

    /** For a stream that is a terminal of so many columns (0: not known), or none. */
    static Style of(boolean colour, boolean utf8, int columns) {
        return new Style(colour, utf8, columns == 0 ? WIDEST : Math.min(columns, WIDEST));
    }

    public String good(String text) {
        return paint("32", text);
    }

    public String warn(String text) {
        return paint("33", text);
    }

    public String bad(String text) {
        return paint("31", text);
    }

    public String dim(String text) {
        return paint("2", text);
    }

    public String sign(Plan.Action action) {
        return switch (action) {
            case CREATE -> good("+");
            case ALTER -> warn("~");
            case DROP -> bad("-");
            case IN_SYNC -> good("✓");
            case RUN -> warn("▸");
            case ERROR -> bad("✗");
        };
    }

    private String paint(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Text as this stream may show it: {@link #harmless}, and our own signs in ASCII, where it shows no more; names of objects stay as they are. */
    public String show(String text) {
        String shown = harmless(text);
        if (utf8) {
            return shown;
        }
        for (String[] pair : ASCII) {
            shown = shown.replace(pair[0], pair[1]);
        }
        return shown;
    }

    /**
     * The text with every character that would steer a terminal, or turn the direction in which is read, written as its escape. Names, comments and the
     * messages of functions are others' words: a candidate's, a database's.
     */
    public String harmless(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int own = colour ? colourEnd(text, i) : i;
            int point = text.codePointAt(i);
            int end = Math.max(own, i + Character.charCount(point));
            if (own == i && steers(point)) {
                boolean lineEnd = point == '\r' && end < text.length() && text.charAt(end) == '\n';
                out.append(lineEnd ? "" : String.format("\\u%04x", point));
            } else {
                out.append(text, i, end);
            }
            i = end;
        }
        return out.toString();
    }

    private static boolean steers(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point != '\n' && point != '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            case Character.FORMAT -> TURNS.indexOf(point) >= 0;
            default -> false;
        };
    }

    /** Where a colour that begins here ends; {@code at} itself where none does. */
    private static int colourEnd(String text, int at) {
        if (!text.startsWith("\u001b[", at)) {
            return at;
        }
        int end = at + 2;
        while (end < text.length() && end < at + 4 && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return text.startsWith("m", end) ? end + 1 : at;
    }

    /** What is to be typed: kept in one line by {@link #wrap}. */
    static String typed(String command) {
        return command.replace(' ', UNBROKEN);
    }

    /** Running text broken at the width; {@code indent} blanks before every line but the first, also where the text has lines of its own. */
    public String wrap(String text, int indent) {
        String margin = " ".repeat(indent);
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            lines.add(wrapLine(lines.isEmpty() ? line : margin + line.stripLeading(), indent));
        }
        return String.join("\n", lines);
    }

    private String wrapLine(String text, int indent) {
        String words = text.stripLeading();
        StringBuilder lines = new StringBuilder(" ".repeat(text.length() - words.length()));
        int column = lines.length();
        boolean first = true;
        for (String word : words.split(" ", -1)) {
            int length = visible(word);
            if (!first && column + 1 + length > width && length > 0) {
                lines.setLength(lines.toString().stripTrailing().length());
                lines.append('\n').append(" ".repeat(indent)).append(word);
                column = indent + length;
            } else {
                lines.append(first ? "" : " ").append(word);
                column += (first ? 0 : 1) + length;
            }
            first = false;
        }
        return lines.toString().replace(UNBROKEN, ' ');
    }

    /** Columns that a text takes, colours not counted. */
    static int visible(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            int own = colourEnd(text, i);
            if (own > i) {
                i = own;
                continue;
            }
            int point = text.codePointAt(i);
            columns += Character.getType(point) == Character.NON_SPACING_MARK ? 0 : 1;
            i += Character.charCount(point);
        }
        return columns;
    }

    /** Filled with blanks on the right. */
    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - visible(text)));
    }
}
