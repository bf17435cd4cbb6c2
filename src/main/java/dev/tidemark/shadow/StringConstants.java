package dev.tidemark.shadow;

/**
 * String constants of a declaration, settled: a function that it calls may switch {@code standard_conforming_strings} off, and a constant that then ended
 * earlier than it was read to end could go on with a COMMIT.
 */
final class StringConstants {
    private StringConstants() {}

    /**
     * A string constant as it was written; an {@code E'…'} where it has backslashes that stand for themselves. {@code n'…'} is PostgreSQL's short form of
     * {@code nchar '…'}.
     */
    static String settled(String constant) {
        int open = constant.indexOf('\'');
        boolean national = open == 1 && "nN".indexOf(constant.charAt(0)) >= 0;
        if (constant.indexOf('\\') < 0 || !(open == 0 || national)) {
            return constant;
        }
        return (national ? "nchar " : "") + "E" + constant.substring(open).replace("\\", "\\\\");
    }
}
