package dev.tidemark.lambda;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What the schedule measured, as one line in CloudWatch's embedded metric format ("Specification: Embedded metric format", Amazon CloudWatch User Guide):
 * CloudWatch Logs makes metrics of it by itself, without a call and without rights. What could not be measured is left out; zero means zero.
 */
final class Metrics {
    /** The metrics and their units; docs/requests.md says what each one means. */
    enum Metric {
        DRIFT_OBJECTS("DriftObjects", "Count"),
        DEFERRED("Deferred", "Count"),
        WITHHELD("Withheld", "Count"),
        HOT_PATH_SECONDS("HotPathSeconds", "Seconds"),
        LEASE_WAITS("LeaseWaits", "Count"),
        LEASE_AGE_SECONDS("LeaseAgeSeconds", "Seconds"),
        FAILED("Failed", "Count"),
        NOTICES_FAILED("NoticesFailed", "Count");

        private final String text;
        private final String unit;

        Metric(String text, String unit) {
            this.text = text;
            this.unit = unit;
        }

        /** As CloudWatch shows it. */
        String text() {
            return text;
        }
    }

    /** As the User Guide of CloudWatch has it ("Namespaces"). */
    private static final Pattern NAMESPACE = Pattern.compile("(?!:|AWS/)[A-Za-z0-9._/#: -]{1,255}");

    private final EnumMap<Metric, Number> values = new EnumMap<>(Metric.class);

    void put(Metric metric, Number value) {
        values.put(metric, value);
    }

    /** The document, with one dimension, the app. */
    Map<String, Object> document(String namespace, String app, Instant now) {
        List<Map<String, Object>> definitions = values.keySet().stream()
                .map(metric -> pair("Name", metric.text, "Unit", metric.unit))
                .toList();
        Map<String, Object> directive = pair("Namespace", namespace, "Dimensions", List.of(List.of("App")));
        directive.put("Metrics", definitions);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("_aws", pair("Timestamp", now.toEpochMilli(), "CloudWatchMetrics", List.of(directive)));
        document.put("App", app);
        values.forEach((metric, value) -> document.put(metric.text, value));
        return document;
    }

    private static Map<String, Object> pair(String first, Object value, String second, Object other) {
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put(first, value);
        pair.put(second, other);
        return pair;
    }

    /**
     * {@code TIDEMARK_METRICS_NAMESPACE}.
     *
     * @throws TidemarkException TDM-603 for one that CloudWatch would not take: it says so nowhere, and the metrics would be lost
     */
    static String namespace(Map<String, String> environment) {
        String namespace = Objects.requireNonNull(Setting.METRICS_NAMESPACE.text(environment));
        if (!NAMESPACE.matcher(namespace).matches()) {
            throw TidemarkException.of(
                    "TDM-603",
                    Setting.METRICS_NAMESPACE.variable() + " is no namespace of CloudWatch",
                    "up to 255 letters, digits and \" . - _ / # :\", not beginning with a colon or AWS/");
        }
        return namespace;
    }

    /** Prints it, unless {@code TIDEMARK_METRICS=false}; what else may stand there has been refused before, and hides no metrics. */
    void print(Map<String, String> environment, String app) {
        if (!"false"
                .equalsIgnoreCase(
                        environment.getOrDefault(Setting.METRICS.variable(), "").strip())) {
            JsonLine.print(document(namespaceOrUsual(environment), app, Instant.now()));
        }
    }

    private static String namespaceOrUsual(Map<String, String> environment) {
        try {
            return namespace(environment);
        } catch (TidemarkException e) {
            return namespace(Map.of());
        }
    }
}
