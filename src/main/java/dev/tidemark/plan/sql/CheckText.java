package dev.tidemark.plan.sql;

import java.util.Optional;

/** The expression in {@code pg_get_constraintdef} of a check. */
public final class CheckText {
    private static final String HEAD = "CHECK (";

    private CheckText() {}

    public static Optional<String> expression(String definition) {
        if (!definition.startsWith(HEAD)) {
            return Optional.empty();
        }
        int end = Parens.closing(definition, HEAD.length() - 1);
        return end < 0 ? Optional.empty() : Optional.of(definition.substring(HEAD.length(), end));
    }
}
