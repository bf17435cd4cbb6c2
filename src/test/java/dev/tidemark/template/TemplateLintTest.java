package dev.tidemark.template;

import static dev.tidemark.template.Cfn.list;
import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What AWS's own tools say of the templates, and our assertions on what the SAM transform makes of {@code template.yaml}. */
class TemplateLintTest {
    private static final Map<String, String> BASE = Map.of(
            "DatabaseHost",
            "orders.example.test",
            "RuntimeSecretArn",
            AccessRules.RUNTIME_SECRET,
            "DeployerSecretArn",
            AccessRules.DEPLOYER_SECRET,
            "PlanSecretArn",
            AccessRules.PLAN_SECRET,
            "DatabaseResourceId",
            "cluster-0A1B2C",
            "SecurityGroupIds",
            "sg-1");

    /** Another value than the default or {@link #BASE}, for each parameter. */
    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("DatabaseHost", "other.example.test"),
            Map.entry("DatabasePort", "6432"),
            Map.entry("DatabaseName", "other"),
            Map.entry("SubnetIds", "subnet-1,subnet-2"),
            Map.entry("SecurityGroupIds", "sg-2"),
            Map.entry("Credentials", "Iam"),
            Map.entry("RuntimeSecretArn", AccessRules.PLAN_SECRET),
            Map.entry("DeployerSecretArn", AccessRules.PLAN_SECRET),
            Map.entry("RuntimeUser", "other"),
            Map.entry("DeployerUser", "other"),
            Map.entry("RuntimePassword", "other"),
            Map.entry("DeployerPassword", "other"),
            Map.entry("DatabaseResourceId", "db-1"),
            Map.entry("App", "other"),
            Map.entry("SchemaSync", "DeployOnly"),
            Map.entry("Mode", "auto"),
            Map.entry("AllowHazards", "DATA_LOSS"),
            Map.entry("AllowBreaking", "true"),
            Map.entry("Requests", "sync"),
            Map.entry("SyncBudget", "58m"),
            Map.entry("Generation", "7"),
            Map.entry("TrafficShifting", "Canary10Percent5Minutes"),
            Map.entry("Start", "SnapStart"),
            Map.entry("Architecture", "x86_64"),
            Map.entry("JavaToolOptions", "-Xss1m"),
            Map.entry("SecretsExtensionLayerArn", "arn:aws:lambda:eu-central-1:187925254637:layer:AWS-Extension:20"),
            Map.entry("AlarmEmail", "ops@example.test"),
            Map.entry("Notices", "Topic"),
            Map.entry("EventBusArn", "arn:aws:events:eu-central-1:123456789012:event-bus/ops"),
            Map.entry("ScheduleExpression", "rate(1 day)"),
            Map.entry("LogRetentionDays", "7"),
            Map.entry("Tracing", "Active"),
            Map.entry("SslMode", "require"),
            Map.entry("DirectHost", "direct.example.test"),
            Map.entry("DirectResourceId", "db-2"),
            Map.entry("SecretsKeyArn", "arn:aws:kms:eu-central-1:123456789012:key/0a1b"),
            Map.entry("PlanUser", "tidemark_plan"),
            Map.entry("PlanSecretArn", AccessRules.DEPLOYER_SECRET),
            Map.entry("PlanPassword", "other"),
            Map.entry("PermissionsBoundaryArn", "arn:aws:iam::123456789012:policy/boundary"));

    @Test
    void samValidates() throws Exception {
        Needs.Ran ran = Sam.run("sam", "validate", "--lint", "--template-file", "template.yaml");
        assertEquals(0, ran.exit(), ran.all());
        assertTrue(ran.all().contains("is a valid SAM Template"), ran.all());
    }

    @Test
    void cfnLintFindsNothing() throws Exception {
        List<String> files = new ArrayList<>(List.of("template.yaml"));
        try (Stream<Path> infra = Files.list(Needs.basedir().resolve("infra"))) {
            infra.filter(f -> f.toString().endsWith(".yaml"))
                    .sorted()
                    .forEach(f -> files.add("infra/" + f.getFileName()));
        }
        assertTrue(files.size() > 1, files.toString());
        Needs.Ran ran = Sam.run("cfn-lint", files.toArray(String[]::new));
        assertEquals(0, ran.exit(), ran.all());
    }

    @Test
    void theLintersFindMistakes() throws IOException, InterruptedException {
        Path wrong = Files.createTempFile(Needs.basedir().resolve("target"), "wrong", ".yaml");
        try {
            Files.writeString(wrong, Cfn.text("template.yaml").replace("MemorySize: 1024", "MemorySize: 64"));
            assertTrue(Sam.run("cfn-lint", wrong.toString()).out().contains("E3034"));
            assertEquals(
                    1,
                    Sam.run("sam", "validate", "--lint", "--template-file", wrong.toString())
                            .exit());
        } finally {
            Files.delete(wrong);
        }
    }

    @Test
    void samMakesOfItWhatItSays() throws Exception {
        Map<String, String> given = new LinkedHashMap<>(BASE);
        Variant made = new Variant(Sam.transformed("", List.of(given)).get(0), given);
        Map<String, Object> schema = map(map(made.resources().get("Schema")), "Properties");
        String version = string(schema.get("FunctionVersion"));
        assertTrue(version.matches("<TidemarkFunctionVersion[0-9a-f]{10}>"), version);
        assertEquals("Schema", map(made.resources().get("OrdersFunction")).get("DependsOn"));
        assertEquals(
                new TreeSet<>(Set.of("$LATEST", "live")),
                new TreeSet<>(made.resources("AWS::Lambda::EventInvokeConfig").values().stream()
                        .map(c -> c.get("Qualifier")
                                + (Integer.valueOf(0).equals(c.get("MaximumRetryAttempts")) ? "" : " retries"))
                        .toList()));
        Map<String, Object> schedule =
                map(map(made.resources("AWS::Scheduler::Schedule").get("TidemarkFunctionHourly")), "Target");
        assertEquals("<TidemarkFunctionAliaslive>", schedule.get("Arn"));
        assertEquals("<DeadLetters.Arn>", map(schedule, "DeadLetterConfig").get("Arn"));
        assertTrue(
                map(made.resources().get("OrdersFunctionAliaslive")).containsKey("UpdatePolicy"),
                "traffic is not shifted");
    }

    /** SAM's own roles: the schedule's, and CodeDeploy's with a managed policy of AWS that is meant for it. */
    @Test
    void whatSamAddsIsNoWildcard() throws Exception {
        Map<String, String> given = new LinkedHashMap<>(BASE);
        given.putAll(
                Map.of("SubnetIds", "subnet-1", "Tracing", "Active", "PlanUser", "tidemark_plan", "Notices", "Topic"));
        Variant made = new Variant(Sam.transformed("", List.of(given)).get(0), given);
        Map<String, Map<String, Object>> roles = made.resources("AWS::IAM::Role");
        assertEquals(
                "[CodeDeployServiceRole, OrdersRole, PlanRole, TidemarkFunctionHourlyRole, TidemarkRole]",
                new TreeSet<>(roles.keySet()).toString());
        assertEquals(
                List.of("arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambda"),
                list(map(roles.get("CodeDeployServiceRole")).get("ManagedPolicyArns")));
        Faults faults = new Faults();
        for (String role : List.of("OrdersRole", "PlanRole", "TidemarkRole", "TidemarkFunctionHourlyRole")) {
            List<AccessRules.Statement> statements = AccessRules.statements(made, role);
            assertTrue(statements.size() >= 2, role);
            AccessRules.wildcards(statements, faults);
        }
        assertEquals(List.of(), faults.found());
    }

    /** {@code PowerUserAccess} has all but IAM, and this role of {@code infra/github.yaml} the rest: what is missing fails a deploy, or the rollback of one, half way. */
    @Test
    void theRoleOfThePipelineMayDoWhatCloudFormationDoes() throws Exception {
        Map<String, String> given = new LinkedHashMap<>(BASE);
        given.putAll(Map.of("SubnetIds", "subnet-1", "Tracing", "Active", "PlanUser", "tidemark_plan"));
        Variant made = new Variant(Sam.transformed("", List.of(given)).get(0), given);
        List<String> arguments = new ArrayList<>(List.of("src/test/resources/dev/tidemark/template/handlers.py"));
        made.resources().values().stream()
                .map(r -> string(r.get("Type")))
                .filter(type -> !type.startsWith("Custom::"))
                .distinct()
                .forEach(arguments::add);
        Needs.Ran ran = Sam.run("python", arguments.toArray(String[]::new));
        assertEquals(0, ran.exit(), ran.all());
        Set<String> wanted = new TreeSet<>();
        ran.out()
                .lines()
                .filter(action -> action.startsWith("iam:"))
                // The template attaches policies to roles only.
                .filter(action -> !action.matches("iam:(At|De)tach(Group|User)Policy|iam:\\w+UserPermissionsBoundary"))
                .forEach(wanted::add);
        assertTrue(wanted.contains("iam:PassRole") && wanted.size() > 15, wanted.toString());
        Variant github = new Variant(Cfn.read(Cfn.text("infra/github.yaml")), Map.of("Repository", "acme/orders"));
        AccessRules.statements(github, "CloudFormationRole").forEach(s -> wanted.removeAll(s.actions()));
        assertEquals("[]", wanted.toString());
    }

    /**
     * Versions are immutable. SAM names a version by the code and the template's text, CloudFormation replaces one whose description changes; what changes neither waits for a new package,
     * and docs/template.md says so of each. A description that changes alone would publish what Lambda takes for the same version, which fails.
     */
    @Test
    void aChangeOfAFunctionPublishesAVersion() throws Exception {
        assertEquals(
                new TreeSet<>(
                        map(Cfn.read(Cfn.text("template.yaml")), "Parameters").keySet()),
                new TreeSet<>(OTHERS.keySet()));
        List<String> names = new TreeSet<>(OTHERS.keySet()).stream().toList();
        List<Map<String, String>> parameters = new ArrayList<>();
        for (String name : names) {
            parameters.add(around(name));
            Map<String, String> changed = around(name);
            changed.put(name, String.valueOf(OTHERS.get(name)));
            parameters.add(changed);
        }
        List<Map<String, Object>> made = Sam.transformed("AWS::Lambda::", parameters);
        Set<String> published = new TreeSet<>();
        Set<String> waits = new TreeSet<>();
        for (int i = 0; i < names.size(); i++) {
            Variant before = new Variant(made.get(2 * i), parameters.get(2 * i));
            Variant after = new Variant(made.get(2 * i + 1), parameters.get(2 * i + 1));
            for (String function : List.of("OrdersFunction", "TidemarkFunction", "PlanFunction")) {
                if (!before.resources().containsKey(function)
                        || !after.resources().containsKey(function)) {
                    continue;
                }
                boolean changed = !of(before, function).equals(of(after, function));
                boolean newVersion = !version(before, function).equals(version(after, function));
                assertTrue(changed || !newVersion, names.get(i) + " publishes an unchanged " + function);
                if (changed) {
                    (newVersion ? published : waits).add(names.get(i));
                }
            }
        }
        assertEquals(
                "[Credentials, DatabaseHost, DatabaseName, DatabasePort, Generation, Mode, Notices, SchemaSync,"
                        + " SslMode, Start, Tracing]",
                published.toString());
        assertEquals(documented(), waits);
    }

    /** The parameters that docs/template.md says wait for a package. */
    private static Set<String> documented() {
        String page = Cfn.text("docs/template.md");
        int start = page.indexOf("With the next package or another `Generation`: ");
        String paragraph = page.substring(page.indexOf(':', start), page.indexOf("\n\n", start));
        Set<String> names = new TreeSet<>();
        Pattern.compile("`(\\w+)`").matcher(paragraph).results().forEach(m -> names.add(m.group(1)));
        return names;
    }

    /** What must be set besides, so that this parameter means something. */
    private static Map<String, String> around(String name) {
        Map<String, String> given = new LinkedHashMap<>(BASE);
        switch (name) {
            case "SecurityGroupIds" -> given.put("SubnetIds", "subnet-1");
            case "RuntimePassword", "DeployerPassword" -> given.put("Credentials", "Plain");
            case "PlanUser" -> given.put("PlanUser", "planner");
            case "PlanSecretArn" -> given.put("PlanUser", "tidemark_plan");
            case "PlanPassword" -> given.putAll(Map.of("PlanUser", "tidemark_plan", "Credentials", "Plain"));
            case "DatabaseResourceId", "DirectResourceId" -> given.put("Credentials", "Iam");
            default -> {
                // nothing
            }
        }
        return given;
    }

    private static Map<String, Object> of(Variant variant, String function) {
        return map(map(variant.resources().get(function)), "Properties");
    }

    /** The version's name and description: when either changes, one is published. */
    private static String version(Variant variant, String function) {
        return variant.resources("AWS::Lambda::Version").entrySet().stream()
                .filter(e -> e.getKey().startsWith(function + "Version"))
                .map(e -> e.getKey() + " " + e.getValue().get("Description"))
                .findFirst()
                .orElseThrow();
    }
}
