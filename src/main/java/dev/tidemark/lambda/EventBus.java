package dev.tidemark.lambda;

import dev.tidemark.report.Json;
import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An EventBridge bus; the only class that knows the SDK's EventBridge. */
final class EventBus implements Notices.Receiver {
    /** {@code source} of the events. */
    static final String SOURCE = "dev.tidemark";

    private final String bus;

    /** The bus by its name or ARN. */
    EventBus(String bus) {
        this.bus = bus;
    }

    @Override
    public void send(Notice notice, Duration limit) {
        try (EventBridgeClient client = client(limit)) {
            PutEventsResponse answer = client.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                    .eventBusName(bus)
                    .source(SOURCE)
                    .detailType(notice.kind().title())
                    .detail(Json.line(notice.detail()))
                    .build()));
            if (answer.failedEntryCount() != null && answer.failedEntryCount() > 0) {
                PutEventsResultEntry entry = answer.entries().get(0);
                throw new IllegalStateException(entry.errorCode() + ": " + entry.errorMessage());
            }
        }
    }

    private EventBridgeClient client(Duration limit) {
        EventBridgeClientBuilder builder = EventBridgeClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(limit)
                        .socketTimeout(limit))
                .overrideConfiguration(options -> options.apiCallTimeout(limit));
        String[] arn = bus.split(":", -1);
        if (arn.length > 3) {
            builder.region(Region.of(arn[3]));
        }
        return builder.build();
    }
}
