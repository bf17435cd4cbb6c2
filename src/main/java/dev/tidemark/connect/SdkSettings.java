package dev.tidemark.connect;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * What a client of the SDK is told; the rest it finds by itself.
 *
 * @param region null for the SDK's own search
 * @param endpoint {@code AWS_ENDPOINT_URL}, for tests; null for AWS itself
 * @param credentials null for the SDK's own search
 * @param left for the call, its retries included
 */
record SdkSettings(
        @Nullable String region,
        @Nullable String endpoint,
        @Nullable AwsCredentials credentials,
        Duration left) {
    private static final Duration LEAST_ATTEMPT = Duration.ofMillis(200);

    <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B on(B builder) {
        Duration attempt = left.dividedBy(2).compareTo(LEAST_ATTEMPT) > 0 ? left.dividedBy(2) : left;
        builder.httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(attempt).socketTimeout(attempt));
        builder.overrideConfiguration(c -> c.apiCallTimeout(left));
        if (region != null) {
            builder.region(Region.of(region));
        }
        if (endpoint != null) {
            builder.endpointOverride(URI.create(endpoint));
        }
        if (credentials != null) {
            builder.credentialsProvider(StaticCredentialsProvider.create(
                    credentials.sessionToken() == null
                            ? AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretKey())
                            : AwsSessionCredentials.create(
                                    credentials.accessKeyId(), credentials.secretKey(), credentials.sessionToken())));
        }
        return builder;
    }
}
