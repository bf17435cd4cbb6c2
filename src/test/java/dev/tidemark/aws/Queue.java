package dev.tidemark.aws;

import dev.tidemark.testkit.LocalStack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An SQS queue on LocalStack that gets what a topic or a bus is told. */
final class Queue {
    private final LocalStack aws;
    private final SqsClient sqs;
    private final String url;

    Queue(LocalStack aws) {
        this.aws = aws;
        this.sqs = aws.client(SqsClient.builder());
        this.url = sqs.createQueue(b -> b.queueName("q-" + UUID.randomUUID())).queueUrl();
    }

    private String arn() {
        return Objects.requireNonNull(
                sqs.getQueueAttributes(b -> b.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                        .attributes()
                        .get(QueueAttributeName.QUEUE_ARN));
    }

    /** Subscribes to the topic; what arrives is the message itself. */
    void hears(String topic) {
        try (SnsClient sns = aws.client(SnsClient.builder())) {
            sns.subscribe(b ->
                    b.topicArn(topic).protocol("sqs").endpoint(arn()).attributes(Map.of("RawMessageDelivery", "true")));
        }
    }

    /** A new bus, every event of which from this source arrives, whole; its ARN. */
    String hearsBus(String source) {
        String name = "bus-" + UUID.randomUUID();
        try (EventBridgeClient events = aws.client(EventBridgeClient.builder())) {
            String bus = events.createEventBus(b -> b.name(name)).eventBusArn();
            events.putRule(b -> b.name("all").eventBusName(name).eventPattern("{\"source\": [\"" + source + "\"]}"));
            events.putTargets(b -> b.rule("all")
                    .eventBusName(name)
                    .targets(Target.builder().id("queue").arn(arn()).build()));
            return bus;
        }
    }

    /** Waits, at most 30 s, for the next messages, and takes them. */
    List<String> take() {
        List<String> bodies = new ArrayList<>();
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (bodies.isEmpty() && Instant.now().isBefore(end)) {
            for (Message message : sqs.receiveMessage(
                            b -> b.queueUrl(url).maxNumberOfMessages(10).waitTimeSeconds(2))
                    .messages()) {
                bodies.add(message.body());
                sqs.deleteMessage(b -> b.queueUrl(url).receiptHandle(message.receiptHandle()));
            }
        }
        return bodies;
    }
}
