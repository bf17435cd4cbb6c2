package dev.tidemark.cli;

import dev.tidemark.TidemarkException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How Lambda lets a function be called: {@code orders}, {@code 123456789012:function:orders} or its ARN, each with {@code :QUALIFIER} behind it or not.
 *
 * @param function without its qualifier
 * @param qualifier an alias, a version or {@code $LATEST}
 * @param region of the ARN
 */
record FunctionName(
        String function,
        @Nullable String qualifier,
        @Nullable String region) {
    private static final Pattern FORM = Pattern.compile(
            "((?:(?:arn:aws[a-z-]*:lambda:([a-z0-9-]+):)?\\d{12}:function:)?[\\w-]{1,140})(?::(\\$LATEST|[\\w-]{1,128}))?");

    /**
     * Reads {@code --function}.
     *
     * @throws TidemarkException TDM-603 for what is none of the three
     */
    static FunctionName of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw TidemarkException.of(
                    "TDM-603",
                    "--function is '" + text + "', which is no name of a function",
                    "--function orders-tidemark:live   or its ARN; behind the colon an alias, a version or $LATEST");
        }
        return new FunctionName(form.group(1), form.group(3), form.group(2));
    }
}
