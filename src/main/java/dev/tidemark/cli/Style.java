package dev.tidemark.cli;

import dev.tidemark.Plan;

/**
 * How text looks on one stream: colour, signs, width. Colour is never the only carrier of what is said.
 *
 * @param colour whether ANSI colours are written
 * @param utf8 whether the signs may be other than ASCII
 * @param width columns at which running text breaks, 40 at least
 */
record Style(boolean colour, boolean utf8, int width) {
    private static final char UNBROKEN = '\u00a0';
    private static final int WIDEST = 120;
    private static final int NARROWEST = 40;
    private static final String[][] ASCII = {
        {"✓", "ok"}, {"✗", "x"}, {"→", "->"}, {"…", "..."}, {"·", "-"}, {"–", "-"}, {"×", "x"}
    };

    Style {
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

    String good(String text) {
        return paint("32", text);
    }

    String warn(String text) {
        return paint("33", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String dim(String text) {
        return paint("2", text);
    }

    String sign(Plan.Action action) {
        return switch (action) {
            case CREATE -> good("+");
            case ALTER -> warn("~");
            case DROP -> bad("-");
            case IN_SYNC -> good("✓");
            case ERROR -> bad("✗");
        };
    }

    private String paint(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    /** Our own signs in ASCII, where the stream shows no more; names of objects stay as they are. */
    String show(String text) {
        if (utf8) {
            return text;
        }
        String shown = text;
        for (String[] pair : ASCII) {
            shown = shown.replace(pair[0], pair[1]);
        }
        return shown;
    }

    /** What is to be typed: kept in one line by {@link #wrap}. */
    static String typed(String command) {
        return command.replace(' ', UNBROKEN);
    }

    /** Running text broken at the width; {@code indent} blanks before every line but the first. */
    String wrap(String text, int indent) {
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
            if (text.charAt(i) == '\u001b') {
                i = text.indexOf('m', i) + 1;
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
