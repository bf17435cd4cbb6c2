package dev.tidemark.lint;

import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.Token;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The comments {@code -- @lint ignore TDM-L01, TDM-L02 because …}: at the end of a line for what is declared on it; on a line of its own for the next line
 * that is not blank, and so for a whole statement that begins there. {@code -- @lint ignore-all TDM-L14 …} holds for the whole text.
 */
final class Ignores {
    private static final Pattern COMMENT =
            Pattern.compile("--\\s*@lint\\s+ignore(-all)?\\s+(TDM-L\\d\\d(?:[,\\s]+TDM-L\\d\\d)*)\\b.*");
    private static final Pattern CODE = Pattern.compile("TDM-L\\d\\d");

    private final Map<String, Set<Integer>> lines = new HashMap<>();
    private final Set<String> everywhere = new HashSet<>();

    Ignores(CompiledSchema schema) {
        List<Token> tokens = Lexer.tokens(schema.text(), schema.origin());
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Matcher comment = COMMENT.matcher(
                    token.kind() == Token.Kind.COMMENT ? token.text().strip() : "");
            if (comment.matches()) {
                int line = isAlone(tokens, i) ? next(tokens, i) : token.line();
                Matcher codes = CODE.matcher(comment.group(2));
                while (codes.find()) {
                    if (comment.group(1) != null) {
                        everywhere.add(codes.group());
                    } else {
                        lines.computeIfAbsent(codes.group(), code -> new HashSet<>())
                                .add(line);
                    }
                }
            }
        }
    }

    /** Whether nothing but blanks stands before it on its line. */
    private static boolean isAlone(List<Token> tokens, int at) {
        for (int i = at - 1; i >= 0; i--) {
            Token before = tokens.get(i);
            if (before.kind() == Token.Kind.BLANK) {
                if (before.text().contains("\n")) {
                    return true;
                }
            } else {
                return before.kind() == Token.Kind.COMMENT && before.text().endsWith("\n");
            }
        }
        return true;
    }

    private static int next(List<Token> tokens, int at) {
        return tokens.subList(at, tokens.size()).stream()
                .filter(Token::significant)
                .findFirst()
                .map(Token::line)
                .orElse(0);
    }

    boolean covers(String code, Places.@Nullable Place place) {
        Set<Integer> covered = lines.getOrDefault(code, Set.of());
        return everywhere.contains(code)
                || (place != null && (covered.contains(place.line()) || covered.contains(place.statement())));
    }
}
