package dev.tidemark.schema;

import dev.tidemark.TidemarkException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The argument of {@code -- @columns}: names with their types, between commas. */
final class ColumnList {
    private ColumnList() {}

    /** Name and type of each; empty where the text is no such list. */
    static List<Hint.Columns.Column> read(String text) {
        List<Hint.Columns.Column> columns = new ArrayList<>();
        for (List<Token> element : elements(text)) {
            int name = 0;
            while (name < element.size() && !element.get(name).significant()) {
                name++;
            }
            if (name == element.size() || !element.get(name).isName()) {
                return List.of();
            }
            List<Token> rest = element.subList(name + 1, element.size());
            String type = rest.stream().map(Token::text).collect(Collectors.joining());
            if (type.isBlank() || !rest.stream().allMatch(ColumnList::belongsToType)) {
                return List.of();
            }
            columns.add(new Hint.Columns.Column(element.get(name).value(), type.strip()));
        }
        return columns;
    }

    /** Without what layout and unquoted case change. */
    static String canonical(String text) {
        try {
            return Lexer.tokens(text, "hint").stream()
                    .filter(Token::significant)
                    .map(t -> t.kind() == Token.Kind.WORD ? Names.folded(t.text()) : t.text())
                    .collect(Collectors.joining(" "));
        } catch (TidemarkException e) {
            // Refused where the hint is read; the hash of what cannot be read only has to be the same each time.
            return text;
        }
    }

    private static List<List<Token>> elements(String text) {
        List<List<Token>> elements = new ArrayList<>();
        List<Token> element = new ArrayList<>();
        int depth = 0;
        for (Token token : tokens(text)) {
            depth += token.isMark("(") || token.isMark("[") ? 1 : token.isMark(")") || token.isMark("]") ? -1 : 0;
            if (depth == 0 && token.isMark(",")) {
                elements.add(element);
                element = new ArrayList<>();
            } else {
                element.add(token);
            }
        }
        elements.add(element);
        return elements;
    }

    private static List<Token> tokens(String text) {
        try {
            return Lexer.tokens(text, "hint");
        } catch (TidemarkException e) {
            return List.of();
        }
    }

    private static boolean belongsToType(Token token) {
        return switch (token.kind()) {
            case WORD, QUOTED, NUMBER, BLANK -> true;
            case PUNCTUATION -> !token.isMark(";") && !token.isMark(":");
            default -> false;
        };
    }
}
