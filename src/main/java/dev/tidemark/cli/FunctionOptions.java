package dev.tidemark.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A Tidemark function that is asked instead of a database. */
final class FunctionOptions {
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
}
