package dev.tidemark.connect;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What went wrong at Secrets Manager or Systems Manager, with the way out. What AWS says of it is repeated; it never holds the value. */
final class SdkFaults {
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private SdkFaults() {}

    static TidemarkException of(SdkException e, Credential credential, SdkSettings settings) {
        boolean secret = credential.kind() == Credential.Kind.SECRET;
        String what = credential.told();
        if (!(e instanceof AwsServiceException service)) {
            return String.valueOf(e.getMessage()).contains("credentials")
                    ? credentials(what, "the SDK found no credentials for AWS", e)
                    : unreachable(what, secret, settings, e);
        }
        String code = code(service);
        return switch (code) {
            case "ResourceNotFoundException", "ParameterNotFound", "ParameterVersionNotFound" ->
                missing(what + " does not exist" + in(settings), secret, e);
            case "InvalidRequestException" -> missing(what + " is not to be had: " + words(service), secret, e);
            case "UnrecognizedClientException",
                    "InvalidClientTokenId",
                    "ExpiredTokenException",
                    "InvalidSignatureException",
                    "IncompleteSignature" ->
                credentials(what, "AWS refuses the function's credentials (" + code + ")", e);
            default -> other(service, code, credential, settings);
        };
    }

    private static TidemarkException other(
            AwsServiceException e, String code, Credential credential, SdkSettings settings) {
        boolean denied = code.startsWith("AccessDenied")
                || code.equals("403")
                || code.contains("Decryption")
                || code.contains("KeyId")
                || e.statusCode() == FORBIDDEN;
        if (denied) {
            return denied(e, credential);
        }
        boolean again = e.isThrottlingException() || e.statusCode() == TOO_MANY || e.statusCode() >= SERVER;
        String what = credential.told() + " was not served: " + code + " (HTTP " + e.statusCode() + ")" + in(settings);
        return fault("TDM-422", what, again, e, again ? "try again" : "the name or ARN in " + credential.variable());
    }

    private static TidemarkException missing(String what, boolean secret, SdkException e) {
        return fault(
                "TDM-420",
                what,
                false,
                e,
                secret
                        ? "aws secretsmanager describe-secret --secret-id …   restore-secret, where it was deleted"
                        : "aws ssm get-parameter --name …",
                "the name, or the ARN where it is another account's or region's");
    }

    private static TidemarkException denied(AwsServiceException e, Credential credential) {
        boolean secret = credential.kind() == Credential.Kind.SECRET;
        String said = words(e);
        String action = secret ? "secretsmanager:GetSecretValue" : "ssm:GetParameter";
        String resource = credential.text().startsWith("arn:")
                ? secret && !isWhole(credential.text()) ? credential.text() + "-??????" : credential.text()
                : secret
                        ? "arn:aws:secretsmanager:REGION:ACCOUNT:secret:" + credential.text() + "-??????"
                        : "arn:aws:ssm:REGION:ACCOUNT:parameter/" + withoutSlash(credential.text());
        return fault(
                "TDM-421",
                "the function's role may not read " + credential.told() + ": " + said,
                false,
                e,
                "{\"Effect\": \"Allow\", \"Action\": \"" + action + "\", \"Resource\": \"" + resource + "\"}",
                "and kms:Decrypt on its key, where it is not encrypted with AWS's own");
    }

    /** Whether an ARN ends with the hyphen and the six characters that Secrets Manager appends to a name; a policy wants them, a request does not. */
    private static boolean isWhole(String arn) {
        int hyphen = arn.length() - "-AbCdEf".length();
        return hyphen > 0
                && arn.charAt(hyphen) == '-'
                && arn.substring(hyphen + 1).chars().allMatch(Character::isLetterOrDigit);
    }

    private static TidemarkException unreachable(String what, boolean secret, SdkSettings settings, SdkException e) {
        return Secrets.unreachable(what, secret, settings.region(), e);
    }

    private static TidemarkException credentials(String what, String why, SdkException e) {
        return fault(
                "TDM-425",
                what + " was not read: " + why,
                false,
                e,
                "Lambda sets them from the function's role; elsewhere: eval \"$(aws configure export-credentials"
                        + " --format env)\"");
    }

    private static String code(AwsServiceException e) {
        @Nullable
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null ? "HTTP " + e.statusCode() : code;
    }

    private static String words(AwsServiceException e) {
        @Nullable
        String words = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        return words == null || words.isBlank()
                ? code(e)
                : words.lines().findFirst().orElse(words);
    }

    private static String in(SdkSettings settings) {
        return settings.region() == null ? "" : " in " + settings.region().toLowerCase(Locale.ROOT);
    }

    private static String withoutSlash(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static TidemarkException fault(
            String code, String message, boolean again, SdkException e, String... waysOut) {
        return new TidemarkException(Problem.of(code, null, message, null, null, List.of(waysOut)), again, e);
    }
}
