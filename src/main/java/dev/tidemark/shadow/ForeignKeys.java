package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Foreign keys inside the statements about tables, by their tokens: {@code [CONSTRAINT name] [FOREIGN KEY (…)] REFERENCES table …}. */
final class ForeignKeys {
    private static final Set<String> COPIES = Set.of("like", "inherit", "inherits", "partition", "attach");

    private ForeignKeys() {}

    /** Whether a statement about a table names something only as what a foreign key refers to. */
    static boolean onlyRefers(Declared declared, String name) {
        ObjectName target = declared.target();
        if (target == null || target.kind() != ObjectKind.TABLE) {
            return false;
        }
        List<Token> tokens = significant(declared.sql());
        boolean refers = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isName() && token.value().equals(name)) {
                int before = i > 1 && tokens.get(i - 1).isMark(".") ? i - 3 : i - 1;
                if (before < 0 || !tokens.get(before).isWord("references")) {
                    return false;
                }
                refers = true;
            } else if (token.kind() == Token.Kind.STRING && token.value().contains(name)) {
                return false;
            }
        }
        return refers;
    }

    /** Whether it is an ALTER TABLE that adds a foreign key. */
    static boolean isOne(Declared declared) {
        if (declared.creates() != null && declared.creates().kind() == ObjectKind.TABLE) {
            return false;
        }
        List<Token> tokens = significant(declared.sql());
        return tokens.size() > 2
                && tokens.get(0).isWord("alter")
                && tokens.stream().anyMatch(t -> t.isWord("references"));
    }

    /** Whether a statement about a table makes it like another one, a child of it, or a partition. */
    static boolean copies(Declared declared) {
        ObjectName target = declared.target();
        return target != null
                && target.kind() == ObjectKind.TABLE
                && significant(declared.sql()).stream()
                        .anyMatch(t -> t.kind() == Token.Kind.WORD && COPIES.contains(t.value()));
    }

    /** A CREATE TABLE without its foreign keys; what is not understood stays as it is written. */
    static Declared without(Declared table) {
        ObjectName made = table.creates();
        List<Token> tokens = significant(table.sql());
        boolean any = made != null
                && made.kind() == ObjectKind.TABLE
                && tokens.stream().anyMatch(t -> t.isWord("references"));
        if (!any) {
            return table;
        }
        String sql = cut(table.sql(), tokens);
        List<String> names = new ArrayList<>();
        List<Token> left = significant(sql);
        for (String name : table.names()) {
            boolean stays = left.stream()
                    .anyMatch(t -> (t.isName() && t.value().equals(name))
                            || (t.kind() == Token.Kind.STRING && t.value().contains(name)));
            if (stays) {
                names.add(name);
            }
        }
        return new Declared(
                sql,
                table.line(),
                table.column(),
                table.searchPath(),
                table.creates(),
                table.target(),
                names,
                table.hints());
    }

    private static String cut(String sql, List<Token> tokens) {
        StringBuilder left = new StringBuilder();
        int done = 0;
        int at = 0;
        while (at < tokens.size()) {
            int begin = beginning(tokens, at);
            if (begin < 0) {
                at++;
                continue;
            }
            int end = end(tokens, at);
            boolean whole = begin < at
                    && tokens.get(begin + (tokens.get(begin).isWord("constraint") ? 2 : 0))
                            .isWord("foreign");
            int from = tokens.get(begin).offset();
            int to = tokens.get(end - 1).offset() + tokens.get(end - 1).text().length();
            if (whole && tokens.get(begin - 1).isMark(",")) {
                from = tokens.get(begin - 1).offset();
            } else if (whole && end < tokens.size() && tokens.get(end).isMark(",")) {
                to = tokens.get(end).offset() + 1;
            }
            left.append(sql, done, Math.max(done, from)).append(' ');
            done = Math.max(done, to);
            at = end;
        }
        return left.append(sql, done, sql.length()).toString();
    }

    /** Where the foreign key of this REFERENCES begins, −1 where there is none. */
    private static int beginning(List<Token> tokens, int references) {
        if (!tokens.get(references).isWord("references")) {
            return -1;
        }
        int begin = references;
        if (references > 0 && tokens.get(references - 1).isMark(")")) {
            int depth = 0;
            for (int i = references - 1; i > 1; i--) {
                depth += tokens.get(i).isMark(")") ? 1 : tokens.get(i).isMark("(") ? -1 : 0;
                if (depth == 0) {
                    boolean key =
                            tokens.get(i - 1).isWord("key") && tokens.get(i - 2).isWord("foreign");
                    begin = key ? i - 2 : references;
                    break;
                }
            }
        }
        return begin >= 2 && tokens.get(begin - 2).isWord("constraint") ? begin - 2 : begin;
    }

    /** Behind the table, its columns, MATCH, ON DELETE, ON UPDATE and when it is checked. */
    private static int end(List<Token> tokens, int references) {
        int at = references + 2;
        while (at + 1 < tokens.size() && tokens.get(at).isMark(".")) {
            at += 2;
        }
        at = parentheses(tokens, at);
        while (at < tokens.size()) {
            if (word(tokens, at, "match")) {
                at += 2;
            } else if (word(tokens, at, "on")) {
                at += word(tokens, at + 2, "set") || word(tokens, at + 2, "no") ? 4 : 3;
                at = parentheses(tokens, at);
            } else if (word(tokens, at, "not")
                    && (word(tokens, at + 1, "deferrable") || word(tokens, at + 1, "enforced"))) {
                at += 2;
            } else if (word(tokens, at, "deferrable") || word(tokens, at, "enforced")) {
                at++;
            } else if (word(tokens, at, "initially")) {
                at += 2;
            } else {
                break;
            }
        }
        return Math.min(at, tokens.size());
    }

    private static int parentheses(List<Token> tokens, int from) {
        if (from >= tokens.size() || !tokens.get(from).isMark("(")) {
            return from;
        }
        int at = from;
        while (at < tokens.size() && !tokens.get(at).isMark(")")) {
            at++;
        }
        return at + 1;
    }

    private static boolean word(List<Token> tokens, int at, String word) {
        return at < tokens.size() && tokens.get(at).isWord(word);
    }

    private static List<Token> significant(String sql) {
        return Lexer.tokens(sql, "").stream().filter(Token::significant).toList();
    }
}
