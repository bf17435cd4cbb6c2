package dev.tidemark.template;

import static dev.tidemark.template.Cfn.list;
import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;

import dev.tidemark.SyncStatus;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Alarms that can fire and that somebody hears, with a section of the runbook each; dead letters that are kept. */
final class WatchRules {
    /** What the Tidemark function tells by its log (docs/requests.md), and what the filter on the application's log counts. */
    static final Set<String> METRICS = Set.of(
            "DriftObjects",
            "Deferred",
            "Withheld",
            "HotPathSeconds",
            "LeaseWaits",
            "LeaseAgeSeconds",
            "Failed",
            "NoticesFailed");

    /** Outcomes of a cold start's check with which the function answers requests (docs/lambda.md); with all others it refuses them. */
    private static final Set<SyncStatus> SERVED = EnumSet.of(
            SyncStatus.UP_TO_DATE,
            SyncStatus.SYNCED,
            SyncStatus.SYNCED_BY_PEER,
            SyncStatus.SUPERSEDED,
            SyncStatus.DEFERRED);

    private static final Set<String> REFUSALS = Stream.concat(
                    Stream.of("ERROR"),
                    EnumSet.complementOf(EnumSet.copyOf(SERVED)).stream().map(SyncStatus::name))
            .collect(Collectors.toSet());

    static final String NAMESPACE = "Tidemark/orders-test";

    private WatchRules() {}

    static void check(Variant variant, Faults faults) {
        variant.resources("AWS::CloudWatch::Alarm").forEach((name, properties) -> alarm(name, properties, faults));
        Map<String, Object> environment = map(
                map(variant.resources("AWS::Serverless::Function").get(FunctionRules.TIDEMARK)),
                "Environment",
                "Variables");
        faults.unless(NAMESPACE.equals(environment.get("TIDEMARK_METRICS_NAMESPACE")), "metrics go elsewhere");
        faults.unless(
                list(map(variant.resources().get("SilentAlarm")).get("DependsOn"))
                        .contains("Schema"),
                "a new stack is said to be silent before the first call");
        filter(variant, faults);
        queue(map(variant.resources("AWS::SQS::Queue").get("DeadLetters")), faults);
        faults.unless(
                variant.resources("AWS::SNS::Subscription").isEmpty()
                        == variant.parameter("AlarmEmail").isEmpty(),
                "the address does not decide on the subscription");
        String dashboard =
                string(map(variant.resources("AWS::CloudWatch::Dashboard").get("Dashboard"))
                        .get("DashboardBody"));
        Map<String, Object> body = Cfn.read(dashboard);
        faults.unless(list(body.get("widgets")).size() >= 6, "the dashboard is empty");
        METRICS.forEach(m -> faults.unless(dashboard.contains("\"" + m + "\""), "the dashboard shows no " + m));
    }

    private static void alarm(String name, Map<String, Object> properties, Faults faults) {
        String alarm = string(properties.get("AlarmName")).replace("orders-test-", "");
        String description = string(properties.get("AlarmDescription"));
        faults.unless(description.endsWith(" docs/operations.md#" + alarm), name + ": names no section of the runbook");
        faults.unless(list(properties.get("AlarmActions")).equals(List.of("<Topic>")), name + ": nobody hears of it");
        faults.unless(properties.containsKey("TreatMissingData"), name + ": what no data means is not said");
        List<Object> several = list(properties.get("Metrics"));
        if (several.isEmpty()) {
            metric(name, properties, Long.parseLong(string(properties.get("EvaluationPeriods"))), faults);
        }
        for (Object one : several) {
            Map<String, Object> stat = map(map(one), "MetricStat");
            if (!stat.isEmpty()) {
                Map<String, Object> whole = new LinkedHashMap<>(map(stat, "Metric"));
                whole.put("Period", stat.get("Period"));
                metric(name, whole, Long.parseLong(string(properties.get("EvaluationPeriods"))), faults);
            }
        }
        once(alarm, several, faults);
    }

    /** What the alarm failed tells, no other one tells too; and none stays for what lies in a queue. */
    private static void once(String alarm, List<Object> metrics, Faults faults) {
        if (alarm.equals("tidemark-errors") || alarm.equals("dead-letters")) {
            String expression =
                    metrics.isEmpty() ? "" : string(map(metrics.get(0)).get("Expression"));
            faults.unless(
                    expression.matches("IF\\(FILL\\(failed, 0\\) > 0, 0, FILL\\((errors|letters), 0\\)\\)"),
                    "one failed run raises " + alarm + " too");
        }
    }

    private static void metric(String name, Map<String, Object> properties, long periods, Faults faults) {
        String namespace = string(properties.get("Namespace"));
        String metric = string(properties.get("MetricName"));
        if (namespace.equals(NAMESPACE)) {
            boolean ours = METRICS.contains(metric);
            faults.unless(ours || metric.equals("ColdStartsRefused"), name + ": nothing emits " + metric);
            List<Object> dimensions = ours ? List.of(Map.of("Name", "App", "Value", "orders")) : List.of();
            faults.unless(
                    list(properties.get("Dimensions")).equals(dimensions), name + ": other dimensions than the metric");
        } else {
            faults.unless(
                    Set.of(
                                    "AWS/ApiGateway/5xx",
                                    "AWS/Lambda/Errors",
                                    "AWS/Lambda/Invocations",
                                    "AWS/SQS/NumberOfMessagesSent")
                            .contains(namespace + "/" + metric),
                    name + ": no such metric: " + namespace + " " + metric);
        }
        long period = Long.parseLong(string(properties.get("Period")));
        long most = period >= 3600 ? 604_800 : 86_400;
        faults.unless(period * periods <= most, name + ": CloudWatch looks back " + most + " s at most");
    }

    private static void filter(Variant variant, Faults faults) {
        Map<String, Object> filter =
                map(variant.resources("AWS::Logs::MetricFilter").get("ColdStartsRefused"));
        Map<String, Object> transformation =
                map(list(filter.get("MetricTransformations")).get(0));
        faults.unless("<OrdersLogs>".equals(filter.get("LogGroupName")), "cold starts are looked for in another log");
        String pattern = string(filter.get("FilterPattern"));
        for (String refusal : REFUSALS) {
            faults.unless(pattern.contains("$.status = \"" + refusal + "\""), "nobody counts " + refusal);
        }
        SERVED.forEach(s -> faults.unless(!pattern.contains("\"" + s + "\""), s + " is no refusal"));
        faults.unless(
                pattern.contains("($.status = \"TIMED_OUT\" && $.phase = \"invoke\")"),
                "what the init phase had no time for is gone on with, and is no refusal yet");
        faults.unless(
                NAMESPACE.equals(transformation.get("MetricNamespace"))
                        && "ColdStartsRefused".equals(transformation.get("MetricName")),
                "refused cold starts are counted elsewhere");
    }

    private static void queue(Map<String, Object> queue, Faults faults) {
        faults.unless(
                Integer.valueOf(1_209_600).equals(queue.get("MessageRetentionPeriod")), "dead letters are kept 4 days");
        faults.unless(Boolean.TRUE.equals(queue.get("SqsManagedSseEnabled")), "dead letters are not encrypted");
    }
}
