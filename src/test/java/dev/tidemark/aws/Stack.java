package dev.tidemark.aws;

import dev.tidemark.testkit.LocalStack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** A stack on LocalStack, by a name of its own. */
final class Stack {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final CloudFormationClient cloudFormation;
    private final String name;
    private final Supplier<String> log;

    Stack(LocalStack aws, String prefix) {
        this.cloudFormation = aws.client(CloudFormationClient.builder());
        this.name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        this.log = aws::log;
    }

    String name() {
        return name;
    }

    void create(String template, Map<String, String> parameters) {
        cloudFormation.createStack(b -> b.stackName(name).templateBody(template).parameters(parameters(parameters)));
        awaitEnd();
    }

    void update(String template, Map<String, String> parameters) {
        cloudFormation.updateStack(b -> b.stackName(name).templateBody(template).parameters(parameters(parameters)));
        awaitEnd();
    }

    void delete() {
        cloudFormation.deleteStack(b -> b.stackName(name));
        awaitEnd();
    }

    private static List<Parameter> parameters(Map<String, String> given) {
        return given.entrySet().stream()
                .map(e -> Parameter.builder()
                        .parameterKey(e.getKey())
                        .parameterValue(e.getValue())
                        .build())
                .toList();
    }

    /** Its status; that of a stack that is no more is {@code DELETE_COMPLETE}. */
    String status() {
        try {
            return cloudFormation
                    .describeStacks(b -> b.stackName(name))
                    .stacks()
                    .get(0)
                    .stackStatusAsString();
        } catch (CloudFormationException e) {
            return "DELETE_COMPLETE";
        }
    }

    /** Waits for a status that is none of progress. */
    String awaitEnd() {
        return await(() -> status().endsWith("_IN_PROGRESS") ? null : status(), "the end of " + name);
    }

    /** Waits for an event of a resource with this status, and returns its reason. */
    String awaitReason(String resource, String status) {
        return await(
                () -> events().stream()
                        .filter(e ->
                                resource.equals(e.logicalResourceId()) && status.equals(e.resourceStatusAsString()))
                        .map(StackEvent::resourceStatusReason)
                        .map(String::valueOf)
                        .findFirst()
                        .orElse(null),
                status + " of " + resource);
    }

    private <T> T await(Supplier<@Nullable T> wanted, String what) {
        Instant end = Instant.now().plus(LIMIT);
        while (Instant.now().isBefore(end)) {
            @Nullable T found = wanted.get();
            if (found != null) {
                return found;
            }
            sleep();
        }
        throw new IllegalStateException(
                "waited " + LIMIT + " for " + what + "; status " + status() + "\n" + told() + "\n" + log.get());
    }

    private static void sleep() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its events, the newest first. */
    List<StackEvent> events() {
        return cloudFormation.describeStackEvents(b -> b.stackName(name)).stackEvents();
    }

    /** Its events as text, for a failing test. */
    String told() {
        return events().stream()
                .map(e -> e.logicalResourceId() + " " + e.resourceStatusAsString() + " " + e.resourceStatusReason())
                .collect(Collectors.joining("\n"));
    }

    Map<String, String> outputs() {
        Map<String, String> outputs = new TreeMap<>();
        cloudFormation
                .describeStacks(b -> b.stackName(name))
                .stacks()
                .get(0)
                .outputs()
                .forEach(o -> outputs.put(o.outputKey(), o.outputValue()));
        return outputs;
    }

    /** The physical id of a resource; empty where it has none. */
    String physicalId(String resource) {
        return cloudFormation.describeStackResources(b -> b.stackName(name)).stackResources().stream()
                .filter(r -> resource.equals(r.logicalResourceId()))
                .map(r -> String.valueOf(r.physicalResourceId()))
                .findFirst()
                .orElse("");
    }
}
