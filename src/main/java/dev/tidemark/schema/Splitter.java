package dev.tidemark.schema;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tokens to statements: a semicolon inside parentheses or inside {@code BEGIN ATOMIC … END} ends none. */
final class Splitter {
    /** Deeper than any expression that is read by people; PostgreSQL's own parser gives up some thousands later. */
    private static final int MAX_DEPTH = 500;

    /** A table of 1,600 columns, the most there can be, has some ten thousand. */
    private static final int MAX_TOKENS = 1_000_000;

    /** What pg_dump writes, and what says nothing about the schema. */
    private static final Set<String> META_THAT_IS_LEFT_OUT = Set.of("\\restrict", "\\unrestrict", "\\connect");

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
        if (token.kind() == Token.Kind.META) {
            refuseUnlessLeftOut(token);
        }
        if (now.size() >= MAX_TOKENS) {
            throw unfinished(now.get(0), "this statement has more than " + MAX_TOKENS + " tokens");
        }
        now.add(token);
        if (token.significant()) {
            words++;
            follow(token);
        }
    }

    /** A line that psql would have run, an include or a condition, decides what is declared; nobody reads it here. */
    private void refuseUnlessLeftOut(Token meta) {
        String line = meta.text().strip();
        int end = 0;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        String command = line.substring(0, end);
        if (!META_THAT_IS_LEFT_OUT.contains(command)) {
            String place = origin + ":" + meta.line() + ":" + meta.column();
            String shown = command.length() <= 20 ? command : command.substring(0, 20) + "…";
            throw new TidemarkException(
                    Problem.of(
                            "TDM-102",
                            null,
                            shown + " is a command of psql, and nobody runs it here",
                            place,
                            null,
                            List.of("Write out what it includes or decides, or let psql write it into one file")),
                    false,
                    null);
        }
    }

    /** A comment behind a semicolon on the same line says something about what ended there. */
    private boolean trails(Token comment) {
        if (statements.isEmpty() || now.stream().anyMatch(t -> t.text().contains("\n"))) {
            return false;
        }
        Statement last = statements.get(statements.size() - 1);
        if (isRowsOfFile(comment) || last.tokens().stream().anyMatch(Splitter::isRowsOfFile)) {
            return false;
        }
        List<Token> tokens = new ArrayList<>(last.tokens());
        tokens.add(comment);
        statements.set(statements.size() - 1, new Statement(tokens));
        return true;
    }

    /** What {@link RowFiles} writes in front of a statement, on the line of that statement's own comments. */
    private static boolean isRowsOfFile(Token token) {
        return token.text().startsWith("/*") && HintText.of(token).isPresent();
    }

    private void follow(Token token) {
        if (token.isMark("(")) {
            if (open.size() >= MAX_DEPTH) {
                throw unfinished(token, "parentheses are nested more than " + MAX_DEPTH + " deep");
            }
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
        return new TidemarkException(Problem.of("TDM-101", null, what, place, null, List.of()), false, null);
    }
}
