package dev.tidemark.deploy;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Clients of the Lambda API, by the SDK (which honours {@code AWS_ENDPOINT_URL}). */
final class LambdaClients {
    private LambdaClients() {}

    /** One whose calls take no longer than this each. */
    static LambdaClient within(Duration left) {
        return LambdaClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(left)
                        .socketTimeout(left))
                .overrideConfiguration(c -> c.apiCallTimeout(left))
                .build();
    }

    /** Its first line; the SDK repeats no payload. */
    static String firstLine(SdkException e) {
        return e.getClass().getSimpleName() + ": "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
