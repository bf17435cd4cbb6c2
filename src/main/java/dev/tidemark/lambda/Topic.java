package dev.tidemark.lambda;

import dev.tidemark.report.Json;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.SnsClientBuilder;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;

/** An SNS topic; the only class that knows the SDK's SNS. */
final class Topic implements Notices.Receiver {
    private final String arn;

    /** The topic by its ARN. */
    Topic(String arn) {
        this.arn = arn;
    }

    @Override
    public void send(Notice notice, Duration limit) {
        PublishRequest.Builder request = PublishRequest.builder()
                .topicArn(arn)
                .subject(notice.kind().title())
                .message(Json.line(notice.detail()))
                .messageAttributes(Map.of(
                        "kind", text(notice.kind().title()),
                        "app", text(notice.app()),
                        "fingerprint", text(notice.fingerprint())));
        if (arn.endsWith(".fifo")) {
            request.messageGroupId(notice.app()).messageDeduplicationId(notice.fingerprint());
        }
        try (SnsClient client = client(limit)) {
            client.publish(request.build());
        }
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }

    private SnsClient client(Duration limit) {
        SnsClientBuilder builder = SnsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(limit)
                        .socketTimeout(limit))
                .overrideConfiguration(options -> options.apiCallTimeout(limit));
        String[] parts = arn.split(":", -1);
        if (parts.length > 3) {
            builder.region(Region.of(parts[3]));
        }
        return builder.build();
    }
}
