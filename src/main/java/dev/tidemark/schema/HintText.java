package dev.tidemark.schema;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A structured comment as written, not yet about any object.
 *
 * @param token the comment
 * @param from the old name; null for {@code @external}, empty where {@code @renamed} does not say one
 * @param bare whether {@code from} was written without quotes
 */
record HintText(Token token, @Nullable String from, boolean bare) {
    private static final String RENAMED = "@renamed";
    private static final String EXTERNAL = "@external";

    /** The hint that a comment is, if it is one: {@code -- @renamed from=old} or {@code -- @external}. */
    static Optional<HintText> of(Token comment) {
        if (comment.kind() != Token.Kind.COMMENT || !comment.text().startsWith("--")) {
            return Optional.empty();
        }
        String text = comment.text().substring(2).strip();
        if (text.equals(EXTERNAL) || text.startsWith(EXTERNAL + " ")) {
            return Optional.of(new HintText(comment, null, false));
        }
        if (text.equals(RENAMED) || text.startsWith(RENAMED + " ")) {
            return Optional.of(renamed(comment, text.substring(RENAMED.length()).strip()));
        }
        return Optional.empty();
    }

    private static HintText renamed(Token comment, String argument) {
        if (!argument.startsWith("from=") || argument.length() == 5) {
            return new HintText(comment, "", true);
        }
        String value = argument.substring(5);
        char quote = value.charAt(0);
        if (quote != '"' && quote != '\'') {
            int blank = 0;
            while (blank < value.length() && !Character.isWhitespace(value.charAt(blank))) {
                blank++;
            }
            return new HintText(comment, value.substring(0, blank), true);
        }
        String doubled = "" + quote + quote;
        int end = 1;
        while (end < value.length() && (value.charAt(end) != quote || value.startsWith(doubled, end))) {
            end += value.charAt(end) == quote ? 2 : 1;
        }
        return end >= value.length()
                ? new HintText(comment, "", true)
                : new HintText(comment, value.substring(1, end).replace(doubled, "" + quote), false);
    }

    boolean external() {
        return from == null;
    }

    /** The old name as an identifier: folded where it was not quoted. */
    String oldName() {
        return from == null ? "" : bare ? Names.folded(from) : from;
    }

    /** What goes into the hash. */
    String canonical() {
        return from == null ? EXTERNAL : RENAMED + " from=" + (bare ? from : "\"" + from + "\"");
    }
}
