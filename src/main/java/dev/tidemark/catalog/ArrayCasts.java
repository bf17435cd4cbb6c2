package dev.tidemark.catalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Casts of whole arrays, as {@code c IN ('a', 'b')} on a varchar column is printed: {@code (c)::text = ANY ((ARRAY['a'::character varying,
 * 'b'::character varying])::text[])}.
 *
 * <p>What PostgreSQL prints there is not what it reads: it takes an explicit cast of {@code ARRAY[…]} for one of each element, and prints that from then on.
 */
final class ArrayCasts {
    private static final String PRINTED = "(ARRAY[";

    private ArrayCasts() {}

    /** The text without the casts that PostgreSQL makes by itself, so that it makes them again: the operand of {@code ANY} and {@code ALL}. */
    static String implied(String sql) {
        if (!sql.contains(PRINTED)) {
            return sql;
        }
        List<Token> tokens = Token.of(sql);
        List<Token> text = new ArrayList<>();
        int at = 0;
        while (at < tokens.size()) {
            int inner = operand(tokens, at);
            int close = inner < 0 ? -1 : castEnd(tokens, inner);
            if (close >= 0 && close == closing(tokens, inner - 1)) {
                text.addAll(tokens.subList(at, inner));
                text.addAll(tokens.subList(inner + 1, closing(tokens, inner)));
                at = close;
            } else {
                text.add(tokens.get(at++));
            }
        }
        return Token.join(text);
    }

    /** Where the second parenthesis of {@code ANY ((ARRAY[} is that begins here, or −1. */
    private static int operand(List<Token> tokens, int at) {
        boolean operand =
                (tokens.get(at).text().equals("ANY") || tokens.get(at).text().equals("ALL"))
                        && at + 3 < tokens.size()
                        && tokens.get(at + 2).is("(");
        return operand && isArray(tokens, at + 3) ? at + 3 : -1;
    }

    /** The text with each cast of a whole array as casts of its elements; for comparisons. */
    static String ofElements(String sql) {
        if (!sql.contains(PRINTED)) {
            return sql;
        }
        List<Token> tokens = Token.of(sql);
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < tokens.size()) {
            int end = isArray(tokens, at) ? castEnd(tokens, at) : -1;
            if (end >= 0) {
                int close = closing(tokens, at);
                String type = Token.join(tokens.subList(close + 3, end - 2));
                text.append("ARRAY[")
                        .append(elements(tokens.subList(at + 3, close - 1), type))
                        .append(']');
                at = end;
            } else {
                text.append(tokens.get(at++).text());
            }
        }
        return text.toString();
    }

    private static String elements(List<Token> list, String type) {
        StringBuilder text = new StringBuilder();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= list.size(); i++) {
            boolean end = i == list.size();
            if (end || (depth == 0 && list.get(i).is(","))) {
                String element = Token.join(list.subList(start, i)).strip();
                text.append(start == 0 ? "" : ", ")
                        .append('(')
                        .append(element)
                        .append(")::")
                        .append(type);
                start = i + 1;
            } else if (list.get(i).is("(") || list.get(i).is("[")) {
                depth++;
            } else if (list.get(i).is(")") || list.get(i).is("]")) {
                depth--;
            }
        }
        return text.toString();
    }

    private static boolean isArray(List<Token> tokens, int at) {
        return at + 2 < tokens.size()
                && tokens.get(at).is("(")
                && tokens.get(at + 1).text().equals("ARRAY")
                && tokens.get(at + 2).is("[");
    }

    /** The token after {@code (ARRAY[…])::type[]}, or −1 where it is something else. */
    private static int castEnd(List<Token> tokens, int open) {
        int close = closing(tokens, open);
        if (close < 0
                || close + 3 >= tokens.size()
                || !tokens.get(close - 1).is("]")
                || !tokens.get(close + 1).is(":")
                || !tokens.get(close + 2).is(":")) {
            return -1;
        }
        for (int i = close + 3; i + 1 < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("[")) {
                return tokens.get(i + 1).is("]") ? i + 2 : -1;
            }
            boolean ofType = token.kind() != Token.Kind.SIGN || token.is(".") || token.is("(");
            if (!ofType && !(token.is(")") && tokens.get(i - 2).is("("))) {
                return -1;
            }
        }
        return -1;
    }

    /** Where the parenthesis that opens here closes, or −1. */
    private static int closing(List<Token> tokens, int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            if (tokens.get(i).is("(")) {
                depth++;
            } else if (tokens.get(i).is(")") && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
