package dev.tidemark.schema;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tokens to statements: a semicolon inside parentheses or inside {@code BEGIN ATOMIC … END} ends none. */
final class Splitter {
    private final Lexer lexer;
    private final String origin;
    private final List<Statement> statements = new ArrayList<>();
    private final List<Token> open = new ArrayList<>();
    private List<Token> now = new ArrayList<>();
    private int words;
    private int atomic;
    private boolean routine;
    private boolean copy;
    private boolean rows;
    private String previous = "";

    private Splitter(String sql, String origin) {
        this.lexer = new Lexer(sql, origin);
        this.origin = origin;
    }

    /** The statements of {@code sql}; comments before a statement, and those on the line on which it ends, belong to it. */
    static List<Statement> split(String sql, String origin) {
        Splitter splitter = new Splitter(sql, origin);
        for (Token token = splitter.lexer.next(); token != null; token = splitter.lexer.next()) {
            splitter.add(token);
        }
        splitter.end();
        return splitter.statements;
    }

    private void add(Token token) {
        if (token.kind() == Token.Kind.COMMENT && words == 0 && trails(token)) {
            return;
        }
        if (token.isMark(";") && open.isEmpty() && atomic == 0) {
            boolean copied = copy && rows;
            end();
            if (copied) {
                lexer.skipCopyRows();
            }
            return;
        }
        now.add(token);
        if (token.significant()) {
            words++;
            follow(token);
        }
    }

    /** A comment behind a semicolon on the same line says something about what ended there. */
    private boolean trails(Token comment) {
        if (statements.isEmpty() || now.stream().anyMatch(t -> t.text().contains("\n"))) {
            return false;
        }
        Statement last = statements.get(statements.size() - 1);
        List<Token> tokens = new ArrayList<>(last.tokens());
        tokens.add(comment);
        statements.set(statements.size() - 1, new Statement(tokens));
        return true;
    }

    private void follow(Token token) {
        if (token.isMark("(")) {
            open.add(token);
        } else if (token.isMark(")") && !open.isEmpty()) {
            open.remove(open.size() - 1);
        }
        if (token.kind() != Token.Kind.WORD) {
            return;
        }
        String word = token.value();
        routine |= words <= 5 && (word.equals("function") || word.equals("procedure"));
        copy |= words == 1 && word.equals("copy");
        rows |= word.equals("stdin");
        if (routine) {
            followBody(word);
        }
        previous = word;
    }

    private void followBody(String word) {
        if (word.equals("atomic") && previous.equals("begin")) {
            atomic = 1;
        } else if (atomic > 0 && word.equals("case")) {
            atomic++;
        } else if (atomic > 0 && word.equals("end")) {
            atomic--;
        }
    }

    private void end() {
        if (!open.isEmpty()) {
            throw unfinished(open.get(open.size() - 1), "this parenthesis is never closed");
        }
        if (words > 0) {
            Statement statement = new Statement(now);
            if (atomic > 0) {
                throw unfinished(statement.first(), "BEGIN ATOMIC has no END");
            }
            statements.add(statement);
        }
        now = new ArrayList<>();
        words = 0;
        atomic = 0;
        routine = false;
        copy = false;
        rows = false;
        previous = "";
    }

    private TidemarkException unfinished(@Nullable Token where, String what) {
        String place = where == null ? origin : origin + ":" + where.line() + ":" + where.column();
        return new TidemarkException(new Problem("TDM-101", null, what, place, null, List.of()), false, null);
    }
}
