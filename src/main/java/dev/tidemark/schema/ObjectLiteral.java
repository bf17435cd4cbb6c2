package dev.tidemark.schema;

import dev.tidemark.TidemarkException;
import java.util.List;

/** Strings that may be meant as an object's name, as in {@code nextval('shop.seq')}. */
final class ObjectLiteral {
    private static final int LONGEST = 200;

    private ObjectLiteral() {}

    /** The parts of a string that is a name, {@code a} or {@code a.b}; nothing for any other text. */
    static List<String> names(String value) {
        if (value.isEmpty() || value.length() > LONGEST) {
            return List.of();
        }
        List<Token> tokens;
        try {
            tokens = Lexer.tokens(value, "");
        } catch (TidemarkException e) {
            return List.of();
        }
        Cursor cursor = new Cursor(tokens);
        List<String> parts = cursor.name();
        return cursor.atEnd() ? parts : List.of();
    }
}
