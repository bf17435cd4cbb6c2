package dev.tidemark.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes schema names in front of a dot as PostgreSQL itself would quote them: {@code tm_3fa9c1_order.t} needs no quotes, so that with the prefix
 * deleted {@code order.t} is left of what must be {@code "order".t}.
 */
record Requoting(Map<String, String> quoted) {
    Requoting {
        quoted = Map.copyOf(quoted);
    }

    String apply(String sql) {
        if (quoted.keySet().stream().noneMatch(sql::contains)) {
            return sql;
        }
        List<Token> tokens = Token.of(sql);
        List<Token> result = new ArrayList<>(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            result.add(requoted(tokens, i));
        }
        return Token.join(result);
    }

    private Token requoted(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (token.isName() && isQualifier(tokens, i)) {
            String name = quoted.get(token.value());
            return name == null ? token : new Token(token.kind(), name);
        }
        if (token.isPlainString() && SqlText.isObjectLiteral(tokens, i)) {
            return Token.string(apply(token.value()));
        }
        return token;
    }

    private static boolean isQualifier(List<Token> tokens, int i) {
        return i + 2 < tokens.size()
                && tokens.get(i + 1).is(".")
                && (tokens.get(i + 2).isName() || isOperator(tokens.get(i + 2)))
                && (i == 0 || !tokens.get(i - 1).is("."));
    }

    private static boolean isOperator(Token token) {
        return token.kind() == Token.Kind.SIGN && "+-*/<>=~!@#%^&|`?".contains(token.text());
    }
}
