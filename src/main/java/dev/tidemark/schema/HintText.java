package dev.tidemark.schema;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A structured comment as written, not yet about any object.
 *
 * @param token the comment
 * @param kind which of them
 * @param argument the old name, empty where {@code @renamed} does not say one; of others what stands behind the word, as written
 * @param bare whether the old name was written without quotes
 */
record HintText(Token token, Kind kind, String argument, boolean bare) {
    /** What it says. */
    enum Kind {
        RENAMED("@renamed"),
        EXTERNAL("@external"),
        COLUMNS("@columns"),
        MIGRATE_BEFORE("@migrate-before"),
        MIGRATE_AFTER("@migrate-after"),
        ROWS("@rows");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** The hints among the comments of a statement. */
    static Stream<HintText> of(Statement statement) {
        return statement.tokens().stream().map(HintText::of).flatMap(Optional::stream);
    }

    /**
     * The hint that a comment is, if it is one: {@code -- @renamed from=old}, {@code -- @external} or {@code -- @columns name type, …}. Rows may
     * be said as {@code /* @rows … *}{@code /} too, with their INSERT on the same line.
     */
    static Optional<HintText> of(Token comment) {
        if (comment.kind() != Token.Kind.COMMENT) {
            return Optional.empty();
        }
        boolean line = comment.text().startsWith("--");
        String text = comment.text()
                .substring(2, comment.text().length() - (line ? 0 : 2))
                .strip();
        for (Kind kind : Kind.values()) {
            boolean said = text.equals(kind.word) || text.startsWith(kind.word + " ");
            if (said && (line || kind == Kind.ROWS)) {
                return Optional.of(
                        of(comment, kind, text.substring(kind.word.length()).strip()));
            }
        }
        return Optional.empty();
    }

    private static HintText of(Token comment, Kind kind, String argument) {
        return switch (kind) {
            case EXTERNAL -> new HintText(comment, kind, "", false);
            case COLUMNS, MIGRATE_BEFORE, MIGRATE_AFTER, ROWS -> new HintText(comment, kind, argument, false);
            case RENAMED -> renamed(comment, argument);
        };
    }

    private static HintText renamed(Token comment, String argument) {
        if (!argument.startsWith("from=") || argument.length() == 5) {
            return new HintText(comment, Kind.RENAMED, "", true);
        }
        String value = argument.substring(5);
        char quote = value.charAt(0);
        if (quote != '"' && quote != '\'') {
            int blank = 0;
            while (blank < value.length() && !Character.isWhitespace(value.charAt(blank))) {
                blank++;
            }
            return new HintText(comment, Kind.RENAMED, value.substring(0, blank), true);
        }
        String doubled = "" + quote + quote;
        int end = 1;
        while (end < value.length() && (value.charAt(end) != quote || value.startsWith(doubled, end))) {
            end += value.charAt(end) == quote ? 2 : 1;
        }
        return end >= value.length()
                ? new HintText(comment, Kind.RENAMED, "", true)
                : new HintText(comment, Kind.RENAMED, value.substring(1, end).replace(doubled, "" + quote), false);
    }

    /** The old name as an identifier: folded where it was not quoted. */
    String oldName() {
        return bare ? Names.folded(argument) : argument;
    }

    /** What goes into the hash. */
    String canonical() {
        return switch (kind) {
            case EXTERNAL -> kind.word;
            case COLUMNS -> kind.word + " " + ColumnList.canonical(argument);
            case MIGRATE_BEFORE, MIGRATE_AFTER, ROWS -> kind.word + " " + String.join(" ", argument.split("\\s+", -1));
            case RENAMED -> kind.word + " from=" + (bare ? argument : "\"" + argument + "\"");
        };
    }
}
