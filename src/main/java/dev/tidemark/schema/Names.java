package dev.tidemark.schema;

import java.nio.charset.StandardCharsets;

/** What PostgreSQL does to a name before it looks at it. */
final class Names {
    private static final int MOST_BYTES = 63;

    private Names() {}

    /** ASCII letters in lower case, all others as they are: what PostgreSQL does in every multi-byte encoding. */
    static String folded(String word) {
        StringBuilder out = new StringBuilder(word.length());
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            out.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return out.toString();
    }

    /** Cut to 63 bytes of UTF-8, never within a character. */
    static String truncated(String name) {
        if (name.length() * 3 <= MOST_BYTES || name.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
            return name;
        }
        StringBuilder out = new StringBuilder();
        int bytes = 0;
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            String character = Character.toString(name.codePointAt(i));
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                break;
            }
            out.append(character);
        }
        return out.toString();
    }

    /** A character for an error message. */
    static String shown(int codePoint) {
        return codePoint < 0x20 || codePoint == 0x7f ? "with code " + codePoint : Character.toString(codePoint);
    }
}
