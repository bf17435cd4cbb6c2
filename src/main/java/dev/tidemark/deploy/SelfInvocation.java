package dev.tidemark.deploy;

import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;

/** The same version of this function again, by the SDK (which honours {@code AWS_ENDPOINT_URL}); asynchronously. */
final class SelfInvocation implements Successor {
    private final Map<String, String> environment;

    SelfInvocation(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public void invoke(String payload, Duration left) {
        @Nullable String function = environment.get("AWS_LAMBDA_FUNCTION_NAME");
        if (function == null || function.isEmpty()) {
            throw TidemarkException.of("TDM-625", "AWS_LAMBDA_FUNCTION_NAME is not set");
        }
        InvokeRequest.Builder request = InvokeRequest.builder()
                .functionName(function)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String(payload));
        @Nullable String version = environment.get("AWS_LAMBDA_FUNCTION_VERSION");
        if (version != null && !version.isEmpty() && !version.equals("$LATEST")) {
            request.qualifier(version);
        }
        try (LambdaClient lambda = LambdaClients.within(left)) {
            lambda.invoke(request.build());
        } catch (SdkException e) {
            throw new IllegalStateException(LambdaClients.firstLine(e));
        }
    }
}
