package dev.tidemark.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code CREATE EXTENSION} says besides the name.
 *
 * @param schema null: the first of the search_path
 * @param version null: the newest
 */
public record ExtensionText(
        @Nullable String schema, @Nullable String version) {
    /** Reads a statement that creates an extension. */
    public static ExtensionText of(Declared statement) {
        List<Token> tokens = Lexer.tokens(statement.sql(), "").stream()
                .filter(Token::significant)
                .toList();
        String schema = null;
        String version = null;
        // The name comes before: CREATE EXTENSION [IF NOT EXISTS] name.
        int from = tokens.size() > 2 && tokens.get(2).isWord("if") ? 6 : 3;
        for (int i = from; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).isWord("schema")) {
                schema = tokens.get(i + 1).value();
            } else if (tokens.get(i).isWord("version")) {
                version = tokens.get(i + 1).value();
            }
        }
        return new ExtensionText(schema, version);
    }
}
