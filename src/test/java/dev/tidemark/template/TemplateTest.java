package dev.tidemark.template;

import static dev.tidemark.template.Cfn.list;
import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code template.yaml} under every combination of its choices, against what SAM's validation and cfn-lint do not see; each check is seen failing too. */
class TemplateTest {
    private static final String TEXT = Cfn.text("template.yaml");
    private static final Map<String, Object> TEMPLATE = Cfn.read(TEXT);

    static List<Map<String, String>> variants() {
        List<Map<String, String>> variants = new ArrayList<>();
        for (String credentials : List.of("Secret", "Iam", "Plain")) {
            for (String sync : List.of("ColdStart", "DeployOnly")) {
                for (boolean full : List.of(false, true)) {
                    variants.add(parameters(credentials, sync, full));
                }
            }
        }
        return variants;
    }

    private static Map<String, String> parameters(String credentials, String sync, boolean full) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("DatabaseHost", "orders.example.test");
        given.put("Credentials", credentials);
        given.put("SchemaSync", sync);
        switch (credentials) {
            case "Secret" -> {
                given.put("RuntimeSecretArn", AccessRules.RUNTIME_SECRET);
                given.put("DeployerSecretArn", AccessRules.DEPLOYER_SECRET);
            }
            case "Iam" -> given.put("DatabaseResourceId", "prx-0A1B2C");
            default -> {
                given.put("RuntimePassword", "r");
                given.put("DeployerPassword", "d");
            }
        }
        if (full) {
            all(given, credentials);
        }
        return given;
    }

    private static void all(Map<String, String> given, String credentials) {
        given.putAll(Map.of(
                "SubnetIds", "subnet-1,subnet-2",
                "SecurityGroupIds", "sg-1",
                "Mode", "auto",
                "AllowHazards", "DATA_LOSS,TABLE_REWRITE",
                "SyncBudget", "58m",
                "Generation", "17",
                "TrafficShifting", "Canary10Percent5Minutes",
                "Start", "SnapStart",
                "AlarmEmail", "ops@example.test",
                "Notices", "Topic"));
        given.putAll(Map.of(
                "EventBusArn", "arn:aws:events:eu-central-1:123456789012:event-bus/ops",
                "Tracing", "Active",
                "DirectHost", "orders.cluster-1.example.test",
                "DirectResourceId", "cluster-0A1B2C",
                "PlanUser", "tidemark_plan",
                "SecretsExtensionLayerArn",
                        "arn:aws:lambda:eu-central-1:187925254637:layer:AWS-Parameters-and-Secrets-Lambda-Extension-Arm64:20",
                "JavaToolOptions", "-XX:TieredStopAtLevel=1"));
        if (credentials.equals("Secret")) {
            given.put("PlanSecretArn", AccessRules.PLAN_SECRET);
            given.put("SecretsKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/0a1b");
        } else if (credentials.equals("Plain")) {
            given.put("PlanPassword", "p");
        }
    }

    private static List<String> faults(Map<String, Object> template, Map<String, String> given) {
        Variant variant = new Variant(template, given);
        Faults faults = new Faults();
        variant.refusals().forEach(r -> faults.unless(false, r));
        FunctionRules.check(variant, faults);
        AccessRules.check(variant, faults);
        WatchRules.check(variant, faults);
        assertTrue(variant.outputs().size() >= 5);
        return faults.found();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void nothingIsWrongUnderAnyParameters(Map<String, String> given) {
        assertEquals(List.of(), faults(TEMPLATE, given));
    }

    @ParameterizedTest
    @CsvSource({"5m, 960", "14m, 960", "29m, 1860", "44m, 2760", "58m, 3600"})
    void theStackWaitsForAsManyInvocationsAsTheBudgetWants(String budget, int seconds) {
        Map<String, String> given = parameters("Secret", "DeployOnly", false);
        given.put("SyncBudget", budget);
        assertEquals(List.of(), faults(TEMPLATE, given));
        Map<String, Object> schema =
                map(map(new Variant(TEMPLATE, given).resources().get("Schema")), "Properties");
        assertEquals(seconds, schema.get("ServiceTimeout"));
    }

    @ParameterizedTest
    @CsvSource({"Plain, ''", "SnapStart, ''", "AotCache, -XX:AOTCache=/var/task/cold-start.aot"})
    void eachWayToStart(String start, String options) {
        Map<String, String> parameters = parameters("Secret", "ColdStart", false);
        parameters.put("Start", start);
        assertEquals(List.of(), faults(TEMPLATE, parameters));
        new Variant(TEMPLATE, parameters).resources("AWS::Serverless::Function").forEach((name, function) -> {
            assertEquals(
                    start.equals("SnapStart") ? "PublishedVersions" : "None",
                    map(function, "SnapStart").get("ApplyOn"),
                    name);
            String given = string(map(function, "Environment", "Variables").get("JAVA_TOOL_OPTIONS"));
            assertEquals(name.equals(FunctionRules.ORDERS) ? options : "", given.strip(), name);
        });
    }

    /** What a developer must answer, and that the rest has defaults that its own constraints allow. */
    @Test
    void oneParameterHasNoDefaultAndEachIsExplained() {
        TreeSet<String> required = new TreeSet<>();
        map(TEMPLATE, "Parameters").forEach((name, value) -> {
            Map<String, Object> parameter = map(value);
            assertFalse(string(parameter.get("Description")).isBlank(), name + " has no description");
            boolean free = name.endsWith("Password") || name.equals("JavaToolOptions") || name.endsWith("Ids");
            assertTrue(
                    free
                            || parameter.keySet().stream()
                                    .anyMatch(k -> k.matches("Allowed(Values|Pattern)|M(in|ax)Value")),
                    name + " has no constraint");
            assertEquals(parameter.containsKey("AllowedPattern"), parameter.containsKey("ConstraintDescription"), name);
            assertEquals(name.endsWith("Password"), Boolean.TRUE.equals(parameter.get("NoEcho")), name + ": NoEcho");
            if (!parameter.containsKey("Default")) {
                required.add(name);
            }
        });
        assertEquals("[DatabaseHost]", required.toString());
        assertEquals(
                map(TEMPLATE, "Parameters").keySet(),
                new TreeSet<>(
                        list(map(TEMPLATE, "Metadata", "AWS::CloudFormation::Interface")
                                        .get("ParameterGroups"))
                                .stream()
                                .flatMap(g -> list(map(g).get("Parameters")).stream())
                                .map(Object::toString)
                                .toList()),
                "every parameter is in a group of the console");
        assertEquals("arm64", map(TEMPLATE, "Parameters", "Architecture").get("Default"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Credentials=Secret|Credentials=Secret needs RuntimeSecretArn",
                "Credentials=Iam|Credentials=Iam needs DatabaseResourceId",
                "Credentials=Plain|Credentials=Plain needs DeployerPassword",
                "Credentials=Plain SubnetIds=subnet-1|SubnetIds needs SecurityGroupIds",
                "Credentials=Iam DatabaseResourceId=db-A DirectHost=h|DirectHost needs DirectResourceId with"
                        + " Credentials=Iam",
                "Credentials=Plain AllowHazards=DATA_LOSS Mode=safe|AllowHazards means something with Mode=auto only",
                "Credentials=Secret PlanUser=p|PlanUser needs PlanSecretArn with Credentials=Secret",
                "Credentials=Plain PlanUser=p|PlanUser needs PlanPassword with Credentials=Plain",
                "Credentials=Plain SubnetIds=subnet-1,subnet-2 SecurityGroupIds=sg-1,|SubnetIds needs SecurityGroupIds",
                "ScheduleExpression=rate(1 hours)|ScheduleExpression may not be \"rate(1 hours)\"",
                "Mode=force|Mode may not be \"force\"",
                "DatabasePort=0|DatabasePort may not be \"0\"",
                "DatabaseHost=jdbc:postgresql://h/orders|DatabaseHost may not be \"jdbc:postgresql://h/orders\"",
                "RuntimeSecretArn=orders/app|RuntimeSecretArn may not be \"orders/app\"",
                "AllowHazards=data loss|AllowHazards may not be \"data loss\"",
                "TrafficShifting=Canary|TrafficShifting may not be \"Canary\""
            })
    void wrongAnswersAreRefusedBeforeAnythingIsMade(String given, String expected) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of("DatabaseHost", "h"));
        for (String one : given.split(" (?=[A-Z][A-Za-z]+=)", -1)) {
            parameters.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        List<String> refusals = new Variant(TEMPLATE, parameters).refusals();
        assertTrue(refusals.contains(expected), refusals.toString());
    }

    @Test
    void oneSecretForBothIsRefused() {
        Map<String, String> given = parameters("Secret", "DeployOnly", false);
        given.put("DeployerSecretArn", AccessRules.RUNTIME_SECRET);
        assertTrue(new Variant(TEMPLATE, given).refusals().get(0).contains("are two secrets"));
    }

    @Test
    void cloudFormationReadsTheFile() {
        assertFalse(Cfn.hasAlias(TEXT), "CloudFormation knows no aliases");
        assertTrue(Cfn.hasAlias("a: &x [1]\nb: *x"));
        assertThrows(
                IllegalArgumentException.class,
                () -> faults(
                        Cfn.read(TEXT.replace(
                                "    Condition: Plans\n    DeletionPolicy",
                                "    Condition: ByIam\n    DeletionPolicy")),
                        parameters("Secret", "ColdStart", true)),
                "a reference to what is not there");
    }

    /** CloudFormation: "Following functions are not supported in the Rules block of the template". */
    @Test
    void rulesUseTheirOwnFunctionsOnly() {
        String joined = TEXT.replace(
                "!Not [{ \"Fn::Contains\": [!Ref SubnetIds, \"\"] }]",
                "!Not [!Equals [!Join [\"\", !Ref SubnetIds], \"\"]]");
        Variant wrong = new Variant(Cfn.read(joined), parameters("Secret", "ColdStart", true));
        String refused =
                assertThrows(IllegalArgumentException.class, wrong::refusals).getMessage();
        assertEquals("not supported in the Rules block of the template: Fn::Join", refused);
    }

    @Test
    void theMakefileBuildsEachFunction() {
        String makefile = Cfn.text("Makefile");
        map(TEMPLATE, "Resources").forEach((name, value) -> {
            if ("AWS::Serverless::Function".equals(map(value).get("Type"))) {
                assertEquals("makefile", map(map(value), "Metadata").get("BuildMethod"), name);
                assertTrue(makefile.contains("build-" + name), name);
            }
        });
    }

    /** Every mistake that a check is there for, made. */
    @ParameterizedTest
    @MethodSource("dev.tidemark.template.Mistakes#all")
    void eachMistakeIsFound(Mistakes.Mistake mistake) {
        String wrong = TEXT.replace(mistake.replaced(), mistake.by());
        assertFalse(wrong.equals(TEXT), "the template says nowhere: " + mistake.replaced());
        List<String> found = new ArrayList<>();
        for (Map<String, String> given : variants()) {
            found.addAll(faults(Cfn.read(wrong), given));
        }
        assertTrue(found.stream().anyMatch(f -> f.contains(mistake.found())), mistake + ": " + found);
    }
}
