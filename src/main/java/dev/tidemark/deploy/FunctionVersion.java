package dev.tidemark.deploy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A published version of a function, as {@code !Ref} or {@code Fn::GetAtt} gives it in a template.
 *
 * @param function the function's name; null where only the number was given
 * @param number its number
 */
record FunctionVersion(@Nullable String function, long number) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern ARN =
            Pattern.compile("arn:[^:]+:lambda:[^:]*:[^:]*:function:([A-Za-z0-9_-]+):(\\d{1,18})");

    /** A number, or an ARN that ends in one; null for anything else. */
    static @Nullable FunctionVersion parse(String text) {
        Matcher arn = ARN.matcher(text);
        if (arn.matches()) {
            return new FunctionVersion(arn.group(1), Long.parseLong(arn.group(2)));
        }
        return NUMBER.matcher(text).matches() ? new FunctionVersion(null, Long.parseLong(text)) : null;
    }

    /** Whether it is an earlier version of what may be the same function. */
    boolean isBefore(FunctionVersion other) {
        boolean another = function != null && other.function != null && !function.equals(other.function);
        return !another && number < other.number;
    }
}
