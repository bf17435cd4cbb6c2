package dev.tidemark.deploy;

import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of CloudFormation ("Custom resource request objects"), and which invocation this is that works on it.
 *
 * @param event the whole of it, for the next invocation; it holds the pre-signed URL
 * @param requestType Create, Update or Delete
 * @param logicalId the resource's name in the template
 * @param physicalId what was answered on Create; null on Create
 * @param properties as they are to be
 * @param before as they were; empty but on Update
 * @param attempt from 1, at most {@link #MOST_ATTEMPTS}
 * @param applied how many statements the invocations before this one committed
 * @param startedAt when the first invocation began, in milliseconds since 1970
 */
record Envelope(
        Map<String, Object> event,
        String requestType,
        ResponseUrl responseUrl,
        String stackId,
        String requestId,
        String logicalId,
        @Nullable String physicalId,
        Map<String, Object> properties,
        Map<String, Object> before,
        int attempt,
        int applied,
        long startedAt) {
    /** The first invocation and three more. */
    static final int MOST_ATTEMPTS = 4;

    private static final String OURS = "Tidemark";
    private static final String ATTEMPT = "attempt";
    private static final String APPLIED = "applied";
    private static final String STARTED_AT = "startedAt";

    /**
     * Reads an event.
     *
     * @throws TidemarkException TDM-620 where something is missing without which nobody can be answered, or the answer would go to another host than
     *     {@code hosts}
     */
    static Envelope parse(Map<String, Object> event, ResponseHosts hosts) {
        Map<String, Object> ours = map(event.get(OURS));
        return new Envelope(
                event,
                required(event, "RequestType"),
                ResponseUrl.parse(required(event, "ResponseURL"), hosts),
                required(event, "StackId"),
                required(event, "RequestId"),
                required(event, "LogicalResourceId"),
                Wishes.text(event, "PhysicalResourceId"),
                map(event.get("ResourceProperties")),
                map(event.get("OldResourceProperties")),
                (int) number(ours.get(ATTEMPT), 1),
                (int) number(ours.get(APPLIED), 0),
                number(ours.get(STARTED_AT), System.currentTimeMillis()));
    }

    /** How long it takes already, all invocations together; by clocks of different machines. */
    Duration elapsed() {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - startedAt));
    }

    /** Whether another invocation may follow this one. */
    boolean mayBeHandedOn() {
        return attempt < MOST_ATTEMPTS;
    }

    /** The event of the next invocation, after so many statements in all. */
    Map<String, Object> forNext(int statements) {
        Map<String, Object> next = new LinkedHashMap<>(event);
        next.put(OURS, Map.of(ATTEMPT, attempt + 1, APPLIED, statements, STARTED_AT, startedAt));
        return next;
    }

    private static String required(Map<String, Object> event, String field) {
        @Nullable String text = Wishes.text(event, field);
        if (text == null) {
            throw TidemarkException.of(
                    "TDM-620",
                    "the event of a custom resource has no " + field,
                    "it is sent by CloudFormation: events/deploy-create.json shows one");
        }
        return text;
    }

    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, item) -> {
                if (item != null) {
                    copy.put(String.valueOf(key), item);
                }
            });
        }
        return copy;
    }

    private static long number(@Nullable Object value, long otherwise) {
        return value instanceof Number number ? number.longValue() : otherwise;
    }
}
