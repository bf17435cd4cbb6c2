package dev.tidemark.cli;

import java.util.regex.Pattern;

/**
 * Others' words in a comment that GitHub renders: names, defaults, messages of a candidate's functions. They stay words: no markup, no HTML, no link, nobody
 * who is called by {@code @name}, no cell or line that ends before its end. Who copies what is shown has the words as they were.
 */
final class Markdown {
    /** Nobody sees it, and what it parts is no mention, no number of an issue and no address any more. */
    private static final String PARTED = "<!-- -->";

    private static final int MOST = 4_000;
    private static final Pattern MARKUP = Pattern.compile("[\\\\`*\\[\\]~!]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");
    private static final Pattern CALLS = Pattern.compile("@(?=\\w)|#(?=\\d)|:(?=//)|(?<=(?i:www))\\.");

    private Markdown() {}

    /** Running text, also in a cell. */
    static String text(String words) {
        String line = line(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        String plain = MARKUP.matcher(line).replaceAll("\\\\$0").replace("|", "&#124;");
        return CALLS.matcher(plain).replaceAll("$0" + PARTED);
    }

    /** A name as code, also in a cell; as text where code could not hold it. */
    static String code(String name) {
        String line = line(name);
        boolean holds = line.indexOf('`') < 0 && line.indexOf('|') < 0 && !line.isBlank();
        return holds ? '`' + line + '`' : text(name);
    }

    /** A block of code: its fence is longer than any that it holds. */
    static String block(String language, String code) {
        String fence = "```";
        while (code.contains(fence)) {
            fence += "`";
        }
        return fence + language + "\n" + Style.plain().harmless(code) + fence + "\n";
    }

    /** In one line, and not longer than anybody reads. */
    private static String line(String words) {
        String shown = Style.plain().harmless(words).replaceAll("[\n\t]", " ");
        if (shown.length() <= MOST) {
            return shown;
        }
        int end = Character.isHighSurrogate(shown.charAt(MOST - 1)) ? MOST - 1 : MOST;
        return shown.substring(0, end) + "…";
    }
}
