package dev.tidemark.shadow;

import dev.tidemark.TidemarkException;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.Lexer;
import dev.tidemark.schema.Token;
import dev.tidemark.schema.Token.Kind;
import dev.tidemark.sql.Sql;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Declared statements to statements for the twins, by inserting the prefix in front of managed schemas' names: in names, in literals that begin with such a
 * name, in the bodies of functions. Members of extensions keep their names.
 */
final class Mapper {
    private final Twins twins;
    private final Members members;
    private final Declarations declarations;

    Mapper(Twins twins, Members members, Declarations declarations) {
        this.twins = twins;
        this.members = members;
        this.declarations = declarations;
    }

    /** The usual reading: what stands before a dot and is called like a managed schema, is that schema. */
    Mapped map(Declared declared) {
        return new Run(declared, Set.of()).mapped();
    }

    /** The other reading, after the usual one failed: a schema's name may also be a relation's or an alias. */
    Mapped mapAgain(Declared declared) {
        return new Run(declared, ambiguous(declared)).mapped();
    }

    /** Managed schemas whose names the statement also uses for something else. */
    Set<String> ambiguous(Declared declared) {
        List<Token> tokens = significant(Lexer.tokens(declared.sql(), ""));
        Set<String> ambiguous = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean qualifies = i + 1 < tokens.size() && tokens.get(i + 1).isMark(".");
            boolean qualified = i > 0 && tokens.get(i - 1).isMark(".");
            if (token.isName() && twins.isManaged(token.value()) && (!qualifies || qualified)) {
                ambiguous.add(token.value());
            }
        }
        return ambiguous;
    }

    private static List<Token> significant(List<Token> tokens) {
        return tokens.stream().filter(Token::significant).toList();
    }

    /** The mapping of one statement. */
    private final class Run {
        private final Declared declared;
        private final List<Token> tokens;
        private final Shape shape;
        private final Set<String> ambiguous;
        private boolean bounds;

        Run(Declared declared, Set<String> ambiguous) {
            this.declared = declared;
            this.tokens = Lexer.tokens(declared.sql(), "");
            this.shape = new Shape(significant(tokens));
            this.ambiguous = ambiguous;
        }

        Mapped mapped() {
            Mapped out = new Mapped();
            List<Token> line = significant(tokens);
            FromLists lists = new FromLists();
            int at = 0;
            for (Token token : tokens) {
                if (!token.significant()) {
                    out.add(token.text(), token.offset());
                    continue;
                }
                lists.follow(line, at);
                bounds |= token.isWord("values") && at > 0 && line.get(at - 1).isWord("for");
                qualify(line, at, out);
                if (!shape.isDropped(at)) {
                    add(one(line, at, lists), token, out);
                }
                at++;
            }
            withoutRows(line, out);
            return out;
        }

        private void add(String text, Token token, Mapped out) {
            String settled = token.kind() == Kind.STRING ? StringConstants.settled(text) : text;
            if (!settled.equals(text)) {
                // As it may stand right behind a word: date'…'.
                out.insert(" ", token.offset());
            }
            out.add(settled, token.offset());
        }

        private void qualify(List<Token> line, int at, Mapped out) {
            if (shape.isTarget(at)) {
                declarations
                        .schemaOf(line.get(at).value(), declared.searchPath())
                        .ifPresent(schema -> out.insert(
                                Sql.identifier(twins.of(schema)) + ".",
                                line.get(at).offset()));
            }
        }

        private void withoutRows(List<Token> line, Mapped out) {
            int size = line.size();
            if (!shape.materializes()) {
                return;
            }
            boolean said = size > 2 && line.get(size - 1).isWord("data");
            if (!said) {
                out.insert(" with no data", declared.sql().length());
            }
        }

        private String one(List<Token> line, int at, FromLists lists) {
            Token token = line.get(at);
            if (token.isName()
                    && declared.isPublication()
                    && at > 0
                    && at < 4
                    && line.get(at - 1).isWord("publication")) {
                return prefixed(token);
            }
            if (token.isName() && twins.isManaged(token.value())) {
                return schemaOrNot(line, at, lists);
            }
            if (token.isWord("with") && shape.materializes() && at == line.size() - 2) {
                return line.get(at + 1).isWord("data") ? token.text() + " no" : token.text();
            }
            if (token.kind() == Kind.BODY) {
                return shape.isRoutine() ? body(token) : namesObject(token) ? body(token) : token.text();
            }
            if (token.kind() == Kind.STRING && !shape.isComment() && !shape.creates("type") && !bounds) {
                boolean source = shape.isRoutine() && at > 0 && line.get(at - 1).isWord("as");
                return source || namesObject(token) ? literal(token) : token.text();
            }
            return token.text();
        }

        private String schemaOrNot(List<Token> line, int at, FromLists lists) {
            Token token = line.get(at);
            boolean followed = at + 1 < line.size() && line.get(at + 1).isMark(".");
            boolean qualified = at > 0 && line.get(at - 1).isMark(".");
            if (followed && !qualified) {
                boolean maps = isSchema(line, at) && !readAsRelation(line, at, lists);
                return maps ? prefixed(token) : token.text();
            }
            boolean named = at > 0 && line.get(at - 1).isWord("schema") && !shape.creates("extension");
            return named ? prefixed(token) : token.text();
        }

        private boolean readAsRelation(List<Token> line, int at, FromLists lists) {
            Token token = line.get(at);
            if (!ambiguous.contains(token.value())
                    || lists.inside()
                    || (at > 0 && FromLists.precedesName(line.get(at - 1)))) {
                return false;
            }
            boolean declaredHere = at + 2 < line.size()
                    && declarations.has(token.value(), line.get(at + 2).value());
            boolean goesOn = at + 3 < line.size()
                    && (line.get(at + 3).isMark("(") || line.get(at + 3).isMark("."));
            return !(declaredHere && (goesOn || !shape.isQuery()));
        }
    }

    private boolean isSchema(List<Token> line, int at) {
        if (at + 2 >= line.size()) {
            return false;
        }
        String schema = line.get(at).value();
        Token next = line.get(at + 2);
        if (next.isMark("*") && !(at > 1 && line.get(at - 2).isWord("operator"))) {
            return false;
        }
        return !members.has(schema, next.value()) || declarations.has(schema, next.value());
    }

    private String prefixed(Token token) {
        String schema = token.value();
        if (twins.isHashed(schema)) {
            return token.kind() == Kind.WORD ? twins.of(schema) : Sql.identifier(twins.of(schema));
        }
        int quote = token.text().indexOf('"') + 1;
        return token.text().substring(0, quote) + twins.prefix() + token.text().substring(quote);
    }

    /** A text that begins with a managed schema and a dot may be meant as a name; where it was not, deleting the prefix restores it. */
    private boolean namesObject(Token literal) {
        String value = literal.value();
        int dot = value.indexOf('.');
        if (dot <= 0 || twins.managed().stream().noneMatch(value::contains)) {
            return false;
        }
        List<Token> line;
        try {
            line = significant(Lexer.tokens(value, ""));
        } catch (TidemarkException e) {
            return false;
        }
        return line.size() > 2
                && line.get(0).isName()
                && twins.isManaged(line.get(0).value())
                && !(line.get(0).kind() == Kind.WORD
                        && twins.losesQuotes(line.get(0).value()))
                && line.get(1).isMark(".");
    }

    private String body(Token token) {
        String tag = token.text().substring(0, token.text().indexOf('$', 1) + 1);
        return tag + inside(token.value()) + tag;
    }

    private String literal(Token token) {
        String text = token.text();
        int open = text.indexOf('\'') + 1;
        boolean plain =
                text.length() - 1 - open == token.value().replace("'", "''").length();
        boolean verbatim = plain && text.startsWith(token.value().replace("'", "''"), open);
        if (verbatim && open <= 2) {
            return text.substring(0, open) + inside(token.value()).replace("'", "''") + "'";
        }
        int at = text.startsWith("\"", open) ? open + 1 : open;
        return text.substring(0, at) + twins.prefix() + text.substring(at);
    }

    /** A text inside a text; what cannot be read as SQL stays as it is. */
    private String inside(String text) {
        List<Token> all;
        try {
            all = Lexer.tokens(text, "");
        } catch (TidemarkException e) {
            return text;
        }
        List<Token> line = new ArrayList<>(significant(all));
        StringBuilder out = new StringBuilder(text.length() + 40);
        int at = 0;
        for (Token token : all) {
            if (!token.significant()) {
                out.append(token.text());
                continue;
            }
            out.append(oneInside(line, at));
            at++;
        }
        return out.toString();
    }

    private String oneInside(List<Token> line, int at) {
        Token token = line.get(at);
        boolean qualified = at > 0 && line.get(at - 1).isMark(".");
        boolean followed = at + 1 < line.size() && line.get(at + 1).isMark(".");
        if (token.isName() && twins.isManaged(token.value()) && followed && !qualified && isSchema(line, at)) {
            return prefixed(token);
        }
        if (token.kind() == Kind.STRING && namesObject(token)) {
            return literal(token);
        }
        return token.text();
    }
}
