package dev.tidemark.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts as PostgreSQL's deparsers print them, compared. */
public final class SqlText {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    private SqlText() {}

    /**
     * Whether both say the same: quotes around a name of plain letters, which a keyword among them needs, do not count, nor does whether an array is cast
     * or each of its elements.
     */
    public static boolean same(@Nullable String one, @Nullable String other) {
        return Objects.equals(one, other)
                || (one != null && other != null && compared(one).equals(compared(other)));
    }

    private static String compared(String sql) {
        return ArrayCasts.ofElements(unquoted(sql));
    }

    /** A printed text as PostgreSQL has to read it to print the same again. */
    public static String again(String printed) {
        return ArrayCasts.implied(printed);
    }

    /** An index's definition without its own name. */
    public static String withoutIndexName(String definition) {
        List<Token> tokens = new ArrayList<>(Token.of(definition));
        for (int i = 2; i < tokens.size(); i++) {
            if (tokens.get(i - 2).text().equals("INDEX") && tokens.get(i).isName()) {
                tokens.remove(i);
                return Token.join(tokens);
            }
        }
        return definition;
    }

    /** Whether two definitions of indexes are the same but for their names. */
    public static boolean sameIndex(String one, String other) {
        return same(withoutIndexName(one), withoutIndexName(other));
    }

    /** The text without quotes around plain names; for comparisons only. */
    static String unquoted(String sql) {
        if (sql.indexOf('"') < 0) {
            return sql;
        }
        List<Token> tokens = Token.of(sql);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() == Token.Kind.QUOTED
                    && PLAIN.matcher(token.value()).matches()) {
                text.append(token.value());
            } else if (token.isPlainString() && isObjectLiteral(tokens, i)) {
                text.append('\'').append(unquoted(token.value())).append('\'');
            } else {
                text.append(token.text());
            }
        }
        return text.toString();
    }

    /** Whether the string there is the name of an object: {@code 'shop.q'::regclass}. */
    static boolean isObjectLiteral(List<Token> tokens, int i) {
        return i + 3 < tokens.size()
                && tokens.get(i + 1).is(":")
                && tokens.get(i + 2).is(":")
                && tokens.get(i + 3).text().startsWith("reg");
    }
}
