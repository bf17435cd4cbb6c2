package dev.tidemark.shadow;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Names and texts inside SQL; everything is quoted, and means the same whatever {@code standard_conforming_strings} is: a function that the declaration calls
 * may have switched it off, and a text that then ended earlier than it was read to end could go on with a COMMIT.
 */
final class Sql {
    private Sql() {}

    static String identifier(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return settled("'" + text.replace("'", "''") + "'");
    }

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

    /** {@code array['a', 'b']::text[]}. */
    static String array(Collection<String> texts) {
        return texts.stream().map(Sql::literal).collect(Collectors.joining(", ", "array[", "]::text[]"));
    }
}
