package dev.tidemark.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code template.yaml} under parameters drawn by chance, always the same, until every two values of two parameters have met: no rule broken, nothing referred to that is not there. */
class CombinationsTest {
    private static final Map<String, Object> TEMPLATE = Cfn.read(Cfn.text("template.yaml"));

    /** What is given always, whether it is read or not. */
    private static final Map<String, String> ALWAYS = Map.of(
            "DatabaseHost", "orders.example.test",
            "RuntimeSecretArn", AccessRules.RUNTIME_SECRET,
            "DeployerSecretArn", AccessRules.DEPLOYER_SECRET,
            "PlanSecretArn", AccessRules.PLAN_SECRET,
            "DatabaseResourceId", "prx-0A1B2C",
            "DirectResourceId", "cluster-0A1B2C",
            "RuntimePassword", "r",
            "DeployerPassword", "d",
            "PlanPassword", "p",
            "SecurityGroupIds", "sg-1");

    private static final Map<String, List<String>> CHOICES = choices();

    private static Map<String, List<String>> choices() {
        Map<String, List<String>> choices = new LinkedHashMap<>();
        choices.put("Credentials", List.of("Secret", "Iam", "Plain"));
        choices.put("SchemaSync", List.of("ColdStart", "DeployOnly"));
        choices.put("Mode", List.of("verify", "safe", "auto"));
        choices.put("AllowBreaking", List.of("", "true", "false"));
        choices.put("PermissionsBoundaryArn", List.of("", "arn:aws:iam::123456789012:policy/boundary"));
        choices.put("Requests", List.of("plan,status,drift,verify", "sync"));
        choices.put("SyncBudget", List.of("5m", "14m", "29m", "44m", "58m"));
        choices.put("Generation", List.of("", "17"));
        choices.put("TrafficShifting", List.of("AllAtOnce", "Canary10Percent5Minutes", "Linear10PercentEvery1Minute"));
        choices.put("Start", List.of("Plain", "SnapStart", "AotCache"));
        choices.put("Architecture", List.of("arm64", "x86_64"));
        choices.put("JavaToolOptions", List.of("", "-Xss1m -XX:TieredStopAtLevel=1"));
        choices.put(
                "SecretsExtensionLayerArn",
                List.of("", "arn:aws-cn:lambda:cn-north-1:287114880934:layer:Extension:20"));
        choices.put("SubnetIds", List.of("", "subnet-1", "subnet-1,subnet-2"));
        choices.put("AlarmEmail", List.of("", "ops@example.test"));
        choices.put("Notices", List.of("Alarms", "Topic"));
        choices.put("EventBusArn", List.of("", "arn:aws:events:eu-central-1:123456789012:event-bus/ops"));
        choices.put("ScheduleExpression", List.of("rate(1 hour)", "cron(0 3 * * ? *)"));
        choices.put("Tracing", List.of("PassThrough", "Active"));
        choices.put("SslMode", List.of("", "require"));
        choices.put("DirectHost", List.of("", "direct.example.test"));
        choices.put("SecretsKeyArn", List.of("", "arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/mrk-0a1b"));
        choices.put("PlanUser", List.of("", "tidemark_plan"));
        choices.put("LogRetentionDays", List.of("1", "365"));
        return choices;
    }

    private static List<Map<String, String>> drawn(int most) {
        Random random = new Random(20261123);
        Set<String> open = pairs(null);
        List<Map<String, String>> drawn = new ArrayList<>();
        while (!open.isEmpty() && drawn.size() < most) {
            Map<String, String> given = new LinkedHashMap<>(ALWAYS);
            CHOICES.forEach((name, values) -> given.put(name, values.get(random.nextInt(values.size()))));
            if (open.removeAll(pairs(given))) {
                boolean auto = "auto".equals(given.get("Mode"));
                given.put("AllowHazards", auto ? List.of("", "DATA_LOSS").get(random.nextInt(2)) : "");
                drawn.add(given);
            }
        }
        return drawn;
    }

    /** Every two values of two parameters; of this choice, or of all. */
    private static Set<String> pairs(@Nullable Map<String, String> of) {
        Set<String> pairs = new TreeSet<>();
        CHOICES.forEach((one, values) -> CHOICES.forEach((other, others) -> {
            if (one.compareTo(other) < 0) {
                for (String first : of == null ? values : List.of(of.getOrDefault(one, ""))) {
                    for (String second : of == null ? others : List.of(of.getOrDefault(other, ""))) {
                        pairs.add(one + "=" + first + " " + other + "=" + second);
                    }
                }
            }
        }));
        return pairs;
    }

    @Test
    void everyTwoChoicesGoTogether() {
        List<Map<String, String>> drawn = drawn(Integer.MAX_VALUE);
        assertTrue(drawn.size() > 30, "all pairs in " + drawn.size());
        for (Map<String, String> given : drawn) {
            Variant variant = new Variant(TEMPLATE, given);
            Faults faults = new Faults();
            variant.refusals().forEach(r -> faults.unless(false, r));
            FunctionRules.check(variant, faults);
            AccessRules.check(variant, faults);
            WatchRules.check(variant, faults);
            assertTrue(variant.outputs().size() >= 5);
            assertEquals(List.of(), faults.found(), given.toString());
        }
    }

    /** And what SAM makes of it: its aliases, versions, schedule and roles refer to what is there. */
    @Test
    void whatSamMakesOfThemIsWhole() throws Exception {
        List<Map<String, String>> drawn = drawn(12);
        List<Map<String, Object>> made = Sam.transformed("", drawn);
        for (int i = 0; i < drawn.size(); i++) {
            Variant variant = new Variant(made.get(i), drawn.get(i));
            assertEquals(List.of(), variant.refusals());
            assertTrue(variant.outputs().size() >= 5);
            Map<String, Map<String, Object>> aliases = variant.resources("AWS::Lambda::Alias");
            int functions = drawn.get(i).getOrDefault("PlanUser", "").isEmpty() ? 2 : 3;
            assertEquals(functions, aliases.size(), drawn.get(i).toString());
            aliases.forEach((name, alias) -> assertEquals("live", alias.get("Name"), name));
            variant.resources("AWS::Lambda::Function")
                    .forEach((name, function) -> assertEquals(
                            1, Cfn.list(function.get("Architectures")).size(), name));
        }
    }
}
