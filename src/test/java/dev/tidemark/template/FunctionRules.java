package dev.tidemark.template;

import static dev.tidemark.template.Cfn.list;
import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;

import dev.tidemark.identity.Setting;
import dev.tidemark.testkit.Needs;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the functions and the custom resource of {@code template.yaml} must be, where SAM's own validation and cfn-lint say nothing. */
final class FunctionRules {
    static final String TIDEMARK = "TidemarkFunction";
    static final String ORDERS = "OrdersFunction";
    static final String PLAN = "PlanFunction";

    private static final Set<String> RUNTIMES = Set.of("java21", "java25");
    private static final Set<String> SHIFTS = Set.of(
            "AllAtOnce",
            "Canary10Percent5Minutes",
            "Canary10Percent10Minutes",
            "Canary10Percent15Minutes",
            "Canary10Percent30Minutes",
            "Linear10PercentEvery1Minute",
            "Linear10PercentEvery2Minutes",
            "Linear10PercentEvery3Minutes",
            "Linear10PercentEvery10Minutes");

    /** docs/deploy.md, and CloudFormation's own. */
    private static final Set<String> SCHEMA_PROPERTIES = Set.of(
            "ServiceToken",
            "ServiceTimeout",
            "App",
            "Mode",
            "AllowHazards",
            "AllowBreaking",
            "Budget",
            "Generation",
            "FunctionVersion",
            "Lineage");

    private static final int MOST_SERVICE_TIMEOUT = 3600;

    private FunctionRules() {}

    static void check(Variant variant, Faults faults) {
        Map<String, Map<String, Object>> functions = variant.resources("AWS::Serverless::Function");
        functions.forEach((name, properties) -> {
            function(name, properties, faults);
            environment(name, properties, faults);
            snapshots(name, properties, faults);
        });
        shifting(map(functions.get(ORDERS)), faults);
        itself(variant, map(functions.get(TIDEMARK)), faults);
        schema(variant, map(functions.get(TIDEMARK)), faults);
        schedule(map(functions.get(TIDEMARK)), faults);
        network(variant, functions, faults);
        whoMayAsk(variant, functions, faults);
    }

    /** The ceiling of what events may ask for; and what CI may invoke has no login but the planner's. */
    private static void whoMayAsk(Variant variant, Map<String, Map<String, Object>> functions, Faults faults) {
        Map<String, Object> deployer = map(Objects.requireNonNull(functions.get(TIDEMARK)), "Environment", "Variables");
        faults.unless(
                variant.parameter("Mode").equals(deployer.get("TIDEMARK_MODE")),
                "requests may ask for more than deploys: TIDEMARK_MODE");
        faults.unless(
                variant.parameter("AllowHazards").equals(string(deployer.get("TIDEMARK_ALLOW"))),
                "requests may ask for more than deploys: TIDEMARK_ALLOW");
        boolean shifts = !variant.parameter("TrafficShifting").equals("AllAtOnce");
        String breaking = variant.parameter("AllowBreaking");
        String may =
                breaking.isEmpty() ? Boolean.toString(variant.parameter("Mode").equals("auto") && !shifts) : breaking;
        faults.unless(
                may.equals(deployer.get("TIDEMARK_ALLOW_BREAKING"))
                        && may.equals(map(map(variant.resources().get("Schema")), "Properties")
                                .get("AllowBreaking")),
                "a deploy may break the version that serves");
        faults.unless(
                (variant.parameter("Requests") + ",schedule,deploy").equals(deployer.get("TIDEMARK_REQUESTS")),
                "TidemarkFunction answers " + deployer.get("TIDEMARK_REQUESTS"));
        faults.unless(
                "orders-test-orders:live".equals(deployer.get("TIDEMARK_SERVES")),
                "TidemarkFunction asks who serves of " + deployer.get("TIDEMARK_SERVES"));
        faults.unless(
                deployer.keySet().stream().noneMatch(v -> v.startsWith("TIDEMARK_PLAN_")),
                "the function with the deployer's login plans for others");
        faults.unless(
                functions.containsKey(PLAN) != variant.parameter("PlanUser").isEmpty(), "PlanUser without a function");
        if (functions.containsKey(PLAN)) {
            Map<String, Object> planner = map(functions.get(PLAN), "Environment", "Variables");
            faults.unless("plan".equals(planner.get("TIDEMARK_REQUESTS")), "CI may ask for more than plans");
            faults.unless("verify".equals(planner.get("TIDEMARK_MODE")), "the planner's function may change something");
            faults.unless(
                    planner.keySet().stream()
                            .noneMatch(v -> v.startsWith("TIDEMARK_DEPLOYER_")
                                    || v.matches("TIDEMARK_(USER|PASSWORD|SECRET|IAM_AUTH|DIRECT_URL)")),
                    "the planner's function has another login besides");
            faults.unless(!map(functions.get(PLAN)).containsKey("Events"), "something but CI calls the planner");
        }
    }

    private static void function(String name, Map<String, Object> properties, Faults faults) {
        faults.unless(RUNTIMES.contains(string(properties.get("Runtime"))), name + ": no such runtime");
        faults.unless("live".equals(properties.get("AutoPublishAlias")), name + ": publishes no version");
        faults.unless(
                Boolean.TRUE.equals(properties.get("AutoPublishAliasAllProperties")),
                name + ": a change of settings publishes no version");
        faults.unless(handlerIsThere(string(properties.get("Handler"))), name + ": no such handler");
        int timeout = (Integer) Objects.requireNonNullElse(properties.get("Timeout"), 3);
        faults.unless(timeout <= 900, name + ": Lambda ends it after 900 s");
    }

    /** By its source: the example is no part of the tests' class path. */
    private static boolean handlerIsThere(String handler) {
        String[] parts = handler.split("::", -1);
        String file = parts[0].replace('.', '/') + ".java";
        return Stream.of("src/main/java/", "src/example/java/")
                .filter(folder -> Files.exists(Needs.basedir().resolve(folder + file)))
                .anyMatch(folder -> Cfn.text(folder + file).contains(" " + parts[1] + "("));
    }

    private static void environment(String name, Map<String, Object> properties, Faults faults) {
        Map<String, Object> variables = map(properties, "Environment", "Variables");
        Set<String> known =
                Arrays.stream(Setting.values()).map(Setting::variable).collect(Collectors.toSet());
        variables.keySet().stream()
                .filter(v -> v.startsWith("TIDEMARK_") && !known.contains(v))
                .forEach(v -> faults.unless(false, name + ": " + v + " is no setting"));
        faults.unless(variables.keySet().stream().noneMatch(v -> v.startsWith("AWS_")), name + ": reserved variables");
        Map<String, String> given =
                variables.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> string(e.getValue())));
        Duration timeout = Duration.ofSeconds(Long.parseLong(string(properties.get("Timeout"))));
        faults.unless(
                timeout.equals(Setting.FUNCTION_TIMEOUT.duration(given)),
                name + ": TIDEMARK_FUNCTION_TIMEOUT is not its Timeout");
    }

    private static void snapshots(String name, Map<String, Object> properties, Faults faults) {
        String options = string(map(properties, "Environment", "Variables").get("JAVA_TOOL_OPTIONS"));
        if ("PublishedVersions".equals(map(properties, "SnapStart").get("ApplyOn"))) {
            faults.unless(
                    !properties.containsKey("ProvisionedConcurrencyConfig"), name + ": SnapStart and provisioned");
            Object storage = map(properties, "EphemeralStorage").getOrDefault("Size", 512);
            faults.unless((Integer) storage <= 512, name + ": SnapStart allows 512 MB of storage");
            faults.unless(!options.contains("AOTCache"), name + ": SnapStart and an AOT cache");
        }
    }

    private static void shifting(Map<String, Object> properties, Faults faults) {
        Map<String, Object> preference = map(properties, "DeploymentPreference");
        faults.unless(SHIFTS.contains(string(preference.get("Type"))), "no such DeploymentPreference");
        faults.unless(
                list(preference.get("Alarms"))
                        .equals(List.of("<OrdersErrorsAlarm>", "<OrdersRefusedAlarm>", "<ColdStartsRefusedAlarm>")),
                "traffic is not taken back by its alarms");
    }

    /** It calls itself, and must not be called twice for one event. */
    private static void itself(Variant variant, Map<String, Object> properties, Faults faults) {
        faults.unless("Allow".equals(properties.get("RecursiveLoop")), "Lambda would stop the function's going on");
        Map<String, Object> alias = map(properties, "EventInvokeConfig");
        faults.unless(Integer.valueOf(0).equals(alias.get("MaximumRetryAttempts")), "the alias retries");
        faults.unless(
                Integer.valueOf(1800).equals(alias.get("MaximumEventAgeInSeconds")),
                "an event of the schedule may come hours later");
        faults.unless(
                "<DeadLetters.Arn>"
                        .equals(map(alias, "DestinationConfig", "OnFailure").get("Destination")),
                "failed events of the alias are lost");
        List<Map<String, Object>> latest = variant.resources("AWS::Lambda::EventInvokeConfig").values().stream()
                .filter(c -> "<TidemarkFunction>".equals(c.get("FunctionName")) && "$LATEST".equals(c.get("Qualifier")))
                .toList();
        faults.unless(
                latest.size() == 1 && Integer.valueOf(0).equals(latest.get(0).get("MaximumRetryAttempts")),
                "the unpublished function, which CloudFormation calls, retries");
        faults.unless(
                latest.stream().allMatch(c -> Integer.valueOf(900).equals(c.get("MaximumEventAgeInSeconds"))),
                "an event may come when nobody waits for its answer any more");
        faults.unless(
                latest.stream().noneMatch(c -> c.containsKey("DestinationConfig")),
                "the pre-signed URL of an event would be kept in a queue");
    }

    private static void schema(Variant variant, Map<String, Object> tidemark, Faults faults) {
        Map<String, Object> resource = map(variant.resources().get("Schema"));
        Map<String, Object> properties = map(resource, "Properties");
        faults.unless("Custom::TidemarkSchema".equals(resource.get("Type")), "no Custom::TidemarkSchema");
        faults.unless(
                list(resource.get("DependsOn")).contains("TidemarkRetriesNothing"),
                "the schema may come before its rules");
        faults.unless(
                list(map(variant.resources().get(ORDERS)).get("DependsOn")).contains("Schema"),
                "the application does not wait for its schema");
        Set<String> unknown = new TreeSet<>(properties.keySet());
        unknown.removeAll(SCHEMA_PROPERTIES);
        faults.unless(unknown.isEmpty(), "the schema has no properties " + unknown);
        faults.unless(
                "<TidemarkFunction.Arn>".equals(properties.get("ServiceToken")), "ServiceToken is not the function");
        faults.unless(
                "<TidemarkFunction.Version>".equals(properties.get("FunctionVersion")),
                "FunctionVersion is not the published version");
        int timeout = (Integer) Objects.requireNonNullElse(tidemark.get("Timeout"), 3);
        serviceTimeout(properties, timeout, faults);
    }

    /** The function's timeout and a minute; where the budget wants more invocations, their timeouts and a minute, 3,600 s at most. */
    private static void serviceTimeout(Map<String, Object> properties, int timeout, Faults faults) {
        Duration budget = Objects.requireNonNullElse(
                Setting.BUDGET.duration(Map.of(Setting.BUDGET.variable(), string(properties.get("Budget")))),
                Duration.ZERO);
        long invocations = (budget.toSeconds() + timeout - 1) / timeout;
        long wanted = Math.min(MOST_SERVICE_TIMEOUT, invocations * timeout + 60);
        faults.unless(
                string(properties.get("ServiceTimeout")).equals(Long.toString(wanted)),
                "ServiceTimeout is " + properties.get("ServiceTimeout") + ", not " + wanted);
        faults.unless(invocations >= 1 && invocations <= 4, "a sync goes on in three more invocations at most");
        faults.unless(budget.toSeconds() + 60 <= wanted, "no time is left to answer in");
    }

    private static void schedule(Map<String, Object> tidemark, Faults faults) {
        Map<String, Object> event = map(tidemark, "Events", "Hourly");
        Map<String, Object> schedule = map(event, "Properties");
        faults.unless("ScheduleV2".equals(event.get("Type")), "no schedule");
        String expression = string(schedule.get("ScheduleExpression"));
        faults.unless(
                expression.matches(
                        "rate\\((1 (minute|hour|day)|([2-9]|[1-9]\\d+) (minutes|hours|days))\\)|cron\\(.+\\)"),
                "not an expression of EventBridge Scheduler: " + expression);
        faults.unless(
                "{\"tidemark\": \"schedule\"}".equals(schedule.get("Input")), "the schedule has no input of its own");
        faults.unless(
                "<DeadLetters.Arn>".equals(map(schedule, "DeadLetterConfig").get("Arn")),
                "the schedule has no dead letters");
        faults.unless(schedule.containsKey("RetryPolicy"), "the schedule retries for a day, 185 times");
        faults.unless(Boolean.TRUE.equals(schedule.get("OmitName")), "two stacks could not have the schedule");
    }

    private static void network(Variant variant, Map<String, Map<String, Object>> functions, Faults faults) {
        boolean wanted = !variant.parameter("SubnetIds").isEmpty();
        functions.forEach((name, properties) -> {
            Map<String, Object> vpc = map(properties, "VpcConfig");
            faults.unless(vpc.containsKey("SubnetIds") == wanted, name + ": in no VPC");
            faults.unless(vpc.containsKey("SecurityGroupIds") == wanted, name + ": no security groups");
        });
    }
}
