package dev.tidemark.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Renames inside a deparsed text, token by token.
 *
 * @param columns bare column names of the table whose text it is, old to new
 * @param read the relations (old names) whose names the text uses to qualify columns: those that a view reads
 */
record RenamingText(Renames renames, Map<String, String> columns, List<QName> read) {
    private static final Pattern ELEMENT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|[^{},\"]+");
    private static final Pattern SPECIAL = Pattern.compile("[\\s,{}\"\\\\]");

    @Nullable
    String orNull(@Nullable String sql) {
        return sql == null ? null : apply(sql);
    }

    /** An expression, a type, a query. */
    String apply(String sql) {
        return apply(Token.of(sql), columns);
    }

    /** {@code FOREIGN KEY (own columns) REFERENCES table(their columns) …}. */
    String foreignKey(String definition, Map<String, String> theirs) {
        List<Token> tokens = Token.of(definition);
        int references = indexOf(tokens, "REFERENCES");
        int end = references;
        while (end < tokens.size() && !tokens.get(end).is(")")) {
            end++;
        }
        String own = apply(tokens.subList(0, references), columns);
        // Qualified names are looked for from REFERENCES on, their columns only inside the parentheses; SET NULL
        // (columns) are ours again.
        return own
                + apply(tokens.subList(references, Math.min(end + 1, tokens.size())), theirs)
                + apply(tokens.subList(Math.min(end + 1, tokens.size()), tokens.size()), columns);
    }

    /** {@code CREATE INDEX name ON table USING …}: only what follows USING names columns. */
    String index(String definition) {
        List<Token> tokens = Token.of(definition);
        int using = indexOf(tokens, "USING");
        return apply(tokens.subList(0, using), Map.of()) + apply(tokens.subList(using, tokens.size()), columns);
    }

    private static int indexOf(List<Token> tokens, String word) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Token.Kind.WORD && tokens.get(i).text().equals(word)) {
                return i;
            }
        }
        return tokens.size();
    }

    private String apply(List<Token> tokens, Map<String, String> bare) {
        Set<String> qualifiers = read.stream()
                .filter(r -> !renames.relation(r).equals(r))
                .map(QName::name)
                .collect(Collectors.toSet());
        List<Token> result = new ArrayList<>(tokens.size());
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isPlainString()) {
                result.add(literal(tokens, i));
            } else if (!token.isName()) {
                result.add(token);
            } else if (i >= 2 && tokens.get(i - 1).is(".") && tokens.get(i - 2).isName()) {
                result.add(qualified(tokens, i));
            } else if (qualifiers.contains(token.value())
                    && i + 1 < tokens.size()
                    && tokens.get(i + 1).is(".")) {
                result.add(Token.identifier(newQualifier(token.value())));
            } else {
                result.add(bare(tokens, i, bare));
            }
        }
        return Token.join(result);
    }

    private String newQualifier(String old) {
        return read.stream()
                .filter(r -> r.name().equals(old) && !renames.relation(r).equals(r))
                .map(r -> renames.relation(r).name())
                .findFirst()
                .orElse(old);
    }

    private Token qualified(List<Token> tokens, int i) {
        QName old = new QName(tokens.get(i - 2).value(), tokens.get(i).value());
        boolean call = i + 1 < tokens.size()
                && tokens.get(i + 1).is("(")
                && !wordBefore(tokens, i - 2).equals("REFERENCES");
        QName renamed = call ? old : renamed(old);
        return renamed.equals(old) ? tokens.get(i) : Token.identifier(renamed.name());
    }

    private QName renamed(QName old) {
        QName relation = renames.relation(old);
        return relation.equals(old) ? renames.type(old) : relation;
    }

    private static Token bare(List<Token> tokens, int i, Map<String, String> columns) {
        Token token = tokens.get(i);
        String renamed = columns.get(token.value());
        boolean cast = i > 0 && tokens.get(i - 1).is(":");
        boolean qualifier = i + 1 < tokens.size() && tokens.get(i + 1).is(".");
        boolean call = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
        return renamed == null || cast || qualifier || call || continuesType(tokens, i)
                ? token
                : Token.identifier(renamed);
    }

    /** Two small words in a row are one type ({@code timestamp without time zone}), or a column and its operator class. */
    private static boolean continuesType(List<Token> tokens, int i) {
        String before = wordBefore(tokens, i);
        return tokens.get(i).kind() == Token.Kind.WORD
                && !before.isEmpty()
                && before.charAt(0) >= 'a'
                && before.charAt(0) <= 'z';
    }

    /** A label of a renamed enum, or the name of a renamed relation. */
    private Token literal(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (SqlText.isObjectLiteral(tokens, i)) {
            return Token.string(apply(Token.of(token.value()), Map.of()));
        }
        if (i + 5 < tokens.size()
                && tokens.get(i + 1).is(":")
                && tokens.get(i + 2).is(":")
                && tokens.get(i + 4).is(".")) {
            QName type = new QName(tokens.get(i + 3).value(), tokens.get(i + 5).value());
            Map<String, String> labels = renames.labels().getOrDefault(type, Map.of());
            boolean array = i + 6 < tokens.size() && tokens.get(i + 6).is("[");
            String value = token.value();
            return labels.isEmpty()
                    ? token
                    : Token.string(array ? elements(value, labels) : labels.getOrDefault(value, value));
        }
        return token;
    }

    /** An array's text, {@code {NEW,"not yet"}}, with other labels. */
    private static String elements(String array, Map<String, String> labels) {
        return ELEMENT.matcher(array).replaceAll(found -> {
            String text = found.group();
            String label =
                    text.startsWith("\"") ? text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1") : text;
            String renamed = labels.get(label);
            return Matcher.quoteReplacement(renamed == null ? text : element(renamed));
        });
    }

    private static String element(String label) {
        boolean plain = !label.isEmpty()
                && !label.equalsIgnoreCase("null")
                && !SPECIAL.matcher(label).find();
        return plain ? label : '"' + label.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String wordBefore(List<Token> tokens, int i) {
        int at = i - 1;
        while (at >= 0 && tokens.get(at).kind() == Token.Kind.BLANK) {
            at--;
        }
        return at < 0 ? "" : tokens.get(at).text();
    }
}
