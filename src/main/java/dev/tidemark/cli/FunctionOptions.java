package dev.tidemark.cli;

import dev.tidemark.TidemarkException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A Tidemark function that is asked instead of a database. */
final class FunctionOptions {
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");

    /** S3's rules for names ("General purpose bucket naming rules"). */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    @Option(
            names = "--function",
            paramLabel = "NAME[:QUALIFIER]",
            description = "asks this Lambda function (name or ARN), where the database cannot be reached from here:"
                    + " docs/review.md")
    @Nullable
    String name;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "of the function; else AWS_REGION, or the profile's")
    @Nullable
    String region;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "AWS credentials by a profile; else AWS_ACCESS_KEY_ID and all that the AWS SDK looks at")
    @Nullable
    String profile;

    @Option(
            names = "--bucket",
            paramLabel = "NAME",
            description = "the S3 bucket for what is too big for a request; the function must name it too")
    @Nullable
    String bucket;

    boolean asked() {
        return name != null;
    }

    /**
     * Finds what is wrong before AWS is asked, which would say of a mistyped value that it cannot be reached.
     *
     * @throws TidemarkException TDM-603 for a value that none of these can have, TDM-605 where they stand without {@code --function}
     */
    void check() {
        String function = name;
        if (function == null) {
            if (region != null || profile != null || bucket != null) {
                throw TidemarkException.of(
                        "TDM-605",
                        "--region, --profile and --bucket are about the function that is asked, and none is named",
                        "--function NAME[:QUALIFIER], or leave them out");
            }
            return;
        }
        FunctionName.of(function);
        refuse("--region", region, REGION, "--region eu-central-1");
        refuse("--bucket", bucket, BUCKET, "--bucket orders-tidemark-plans   the name alone, no s3://");
    }

    private static void refuse(String option, @Nullable String value, Pattern known, String wayOut) {
        if (value != null && !known.matcher(value).matches()) {
            throw TidemarkException.of("TDM-603", option + " is '" + value + "', which is no name of one", wayOut);
        }
    }
}
