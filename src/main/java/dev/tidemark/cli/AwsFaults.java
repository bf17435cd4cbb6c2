package dev.tidemark.cli;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What it means when AWS refuses, and who can do something about it. */
final class AwsFaults {
    /** What a message of the function's own may have of room. */
    private static final int ROOM = 500;

    /** Errors that are about who asks ("Common errors" of the Lambda API). */
    private static final Set<String> CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "ExpiredTokenException",
            "ExpiredToken",
            "InvalidClientTokenId",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "MissingAuthenticationTokenException");

    /** What no later call changes, though Lambda answers with 502 ("Invoke", errors): how the function is deployed. */
    private static final Set<String> DEPLOYED_WRONG = Set.of(
            "EC2AccessDeniedException",
            "EFSMountFailureException",
            "InvalidRuntimeException",
            "InvalidSecurityGroupIDException",
            "InvalidSubnetIDException",
            "InvalidZipFileException",
            "KMSAccessDeniedException",
            "KMSDisabledException",
            "KMSInvalidStateException",
            "KMSNotFoundException");

    /** A function that is on its way to where it can be called, whatever the status says. */
    private static final Set<String> NOT_YET = Set.of(
            "ResourceConflictException",
            "ResourceNotReadyException",
            "SnapStartNotReadyException",
            "SnapStartTimeoutException");

    private final String function;
    private final String region;

    AwsFaults(String function, String region) {
        this.function = function;
        this.region = region;
    }

    /** The call itself failed. */
    TidemarkException ofLambda(SdkException e) {
        if (!(e instanceof AwsServiceException refused)) {
            return ofClient("Lambda", e);
        }
        String code = code(refused);
        if (CREDENTIALS.contains(code)) {
            return credentials(said(refused), e);
        }
        return switch (refused.statusCode()) {
            case 403 ->
                fault(
                        "TDM-631",
                        "these credentials may not invoke function " + function + " (" + said(refused) + ")",
                        false,
                        e,
                        "{\"Effect\": \"Allow\", \"Action\": \"lambda:InvokeFunction\", \"Resource\": \"<the"
                                + " function's or the alias's ARN>\"}   docs/review.md");
            case 404 ->
                fault(
                        "TDM-632",
                        "there is no function " + function + " in " + region + " for these credentials ("
                                + said(refused) + ")",
                        false,
                        e,
                        "--region, --profile; an alias or a version after the colon",
                        "the stack's output TidemarkFunction has the name");
            case 413 -> fault("TDM-636", "the request is too big for Lambda", false, e, "--bucket NAME");
            default ->
                mayPass(refused.statusCode(), code)
                        ? fault(
                                "TDM-633",
                                "Lambda cannot run function " + function + " just now (" + said(refused) + ")",
                                true,
                                e,
                                "try again")
                        : fault(
                                "TDM-634",
                                "Lambda refuses to run function " + function + " (" + said(refused) + ")",
                                false,
                                e);
        };
    }

    private static boolean mayPass(int status, String code) {
        boolean now = status == 429 || status >= 500 || NOT_YET.contains(code);
        return now && !DEPLOYED_WRONG.contains(code);
    }

    /** The function was run and failed; Lambda's description of it is the payload. */
    TidemarkException ofFunction(byte[] payload) {
        Map<?, ?> error = Map.of();
        try {
            error = Json.read(new String(payload, StandardCharsets.UTF_8)) instanceof Map<?, ?> map ? map : error;
        } catch (IllegalArgumentException e) {
            error = Map.of("errorMessage", "an answer that is no JSON");
        }
        String type = String.valueOf(error.get("errorType"));
        String message = String.valueOf(error.get("errorMessage"));
        String shown = message.length() <= ROOM ? message : message.substring(0, ROOM) + "…";
        boolean late = message.contains("Task timed out") || type.equals("Sandbox.Timedout");
        return fault(
                "TDM-634",
                "function " + function + " failed: " + (type.equals("null") ? "" : type + ": ") + shown,
                late,
                null,
                late ? "a longer Timeout for the function, or try again" : "the function's log has the rest");
    }

    /** S3 refused. */
    TidemarkException ofBucket(String bucket, SdkException e) {
        if (!(e instanceof AwsServiceException refused)) {
            return ofClient("S3", e);
        }
        if (CREDENTIALS.contains(code(refused))) {
            return credentials(said(refused), e);
        }
        boolean again = refused.statusCode() == 429 || refused.statusCode() >= 500;
        return fault(
                "TDM-637",
                "bucket " + bucket + ": " + said(refused),
                again,
                e,
                again
                        ? "try again"
                        : "s3:PutObject, s3:GetObject and s3:DeleteObject on arn:aws:s3:::" + bucket
                                + "/tidemark/*   docs/review.md");
    }

    /** No answer at all: no credentials, or no way there. */
    private TidemarkException ofClient(String service, SdkException e) {
        String said = String.valueOf(e.getMessage());
        if (said.contains("credentials") || said.contains("profile") || said.contains("SSO")) {
            return credentials(said, e);
        }
        return fault(
                "TDM-633",
                service + " in " + region + " cannot be reached: " + said,
                true,
                e,
                "try again; network, proxy, --region");
    }

    /** Nobody can be asked with these. */
    static TidemarkException credentials(String said, Exception cause) {
        String shown = said.length() <= ROOM ? said : said.substring(0, ROOM) + "…";
        return fault(
                "TDM-631",
                "no AWS credentials that are accepted: " + shown,
                false,
                cause,
                "--profile NAME, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a role (OIDC in a pipeline)",
                "an SSO profile: aws sso login --profile NAME");
    }

    private static String code(AwsServiceException e) {
        return e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
    }

    private static String said(AwsServiceException e) {
        String message =
                e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        return "HTTP " + e.statusCode() + " " + code(e) + (message == null ? "" : ": " + message);
    }

    private static TidemarkException fault(
            String code, String message, boolean retriable, @Nullable Exception cause, String... waysOut) {
        return new TidemarkException(Problem.of(code, null, message, null, null, List.of(waysOut)), retriable, cause);
    }
}
