package dev.tidemark.page;

/** Text in a page: names, defaults and messages of others stay text, whatever they hold. */
final class Html {
    private Html() {}

    /** For element content and for attributes in double quotes. What is invisible or turns the direction of writing is shown as an escape. */
    static String text(String words) {
        StringBuilder out = new StringBuilder(words.length() + 16);
        words.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append((char) c);
                default -> {
                    if (isHidden(c)) {
                        out.append(String.format("\\u%04X", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.toString();
    }

    /** Cut to so many characters, for drawings; the whole text belongs into a title. */
    static String cut(String words, int length) {
        if (words.codePointCount(0, words.length()) <= length) {
            return words;
        }
        return words.substring(0, words.offsetByCodePoints(0, length - 1)) + "…";
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
