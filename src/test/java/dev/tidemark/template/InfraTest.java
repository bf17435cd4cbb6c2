package dev.tidemark.template;

import static dev.tidemark.template.Cfn.list;
import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code infra/}: what it makes under its parameters, and that its outputs are what {@code template.yaml} asks for. */
class InfraTest {
    private static final String DATABASE = Cfn.text("infra/database.yaml");
    private static final String GITHUB = Cfn.text("infra/github.yaml");

    /** Which service an endpoint is of, and which of its parameters switches it on. */
    private static final Map<String, String> ENDPOINTS = new TreeMap<>(Map.of(
            "secretsmanager", "SecretsManagerEndpoint",
            "lambda", "LambdaEndpoint",
            "events", "EventsEndpoint",
            "sns", "SnsEndpoint",
            "ssm", "SsmEndpoint"));

    static List<Map<String, String>> variants() {
        List<Map<String, String>> variants = new ArrayList<>();
        for (String engine : List.of("AuroraServerlessV2", "Rds")) {
            for (String proxy : List.of("Yes", "No")) {
                for (String planner : List.of("", "tidemark_plan")) {
                    Map<String, String> given =
                            new LinkedHashMap<>(Map.of("Engine", engine, "Proxy", proxy, "PlanUser", planner));
                    ENDPOINTS.values().forEach(endpoint -> given.put(endpoint, planner.isEmpty() ? "No" : "Yes"));
                    given.put(
                            "RotationFunctionArn",
                            proxy.equals("No")
                                    ? ""
                                    : "arn:aws:lambda:eu-central-1:123456789012:function:orders-rotation");
                    variants.add(given);
                }
            }
        }
        return variants;
    }

    private static List<String> faults(String text, Map<String, String> given) {
        Variant variant = new Variant(Cfn.read(text), given);
        Faults faults = new Faults();
        variant.refusals().forEach(r -> faults.unless(false, r));
        databases(variant, faults);
        doors(variant, faults);
        endpoints(variant, given, faults);
        proxy(variant, faults);
        answers(variant, faults);
        rotation(variant, given, faults);
        return faults.found();
    }

    /** Each login's secret, once the roles have their passwords and RDS's address stands in it. */
    private static void rotation(Variant variant, Map<String, String> given, Faults faults) {
        TreeSet<String> wanted = new TreeSet<>();
        if (!string(given.get("RotationFunctionArn")).isEmpty()) {
            variant.resources("AWS::SecretsManager::Secret").keySet().forEach(name -> wanted.add("<" + name + ">"));
        }
        TreeSet<String> made = new TreeSet<>();
        variant.resources("AWS::SecretsManager::RotationSchedule").forEach((name, schedule) -> {
            made.add(string(schedule.get("SecretId")));
            faults.unless(
                    Boolean.FALSE.equals(schedule.get("RotateImmediatelyOnUpdate")),
                    name + " rotates before the role is there");
            faults.unless(
                    (name.replace("Rotation", "") + "SecretTarget")
                            .equals(string(map(variant.resources().get(name)).get("DependsOn"))),
                    name + " may come before the address is in the secret");
        });
        faults.unless(wanted.equals(made), "rotated: " + made + " instead of " + wanted);
    }

    private static void databases(Variant variant, Faults faults) {
        String made = variant.parameter("Engine").equals("Rds") ? "Instance" : "Cluster";
        Map<String, Object> database = map(variant.resources().get(made));
        faults.unless("Snapshot".equals(database.get("DeletionPolicy")), "the data go with the stack");
        faults.unless(
                "Snapshot".equals(database.get("UpdateReplacePolicy")), "the data go when the database is replaced");
        Map<String, Object> properties = map(database, "Properties");
        for (String wanted : List.of(
                "StorageEncrypted",
                "ManageMasterUserPassword",
                "EnableIAMDatabaseAuthentication",
                "CopyTagsToSnapshot")) {
            faults.unless(Boolean.TRUE.equals(properties.get(wanted)), made + ": no " + wanted);
        }
        faults.unless("true".equals(properties.get("DeletionProtection")), made + ": may be deleted");
        faults.unless(Integer.valueOf(7).equals(properties.get("BackupRetentionPeriod")), made + ": no backups");
        variant.resources("AWS::RDS::DBInstance")
                .forEach((name, instance) ->
                        faults.unless(Boolean.FALSE.equals(instance.get("PubliclyAccessible")), name + " is public"));
        faults.unless(
                variant.resources("AWS::EC2::InternetGateway").isEmpty()
                        && variant.resources("AWS::EC2::Route").isEmpty(),
                "a way to the internet");
    }

    /** Who is let in where. */
    private static void doors(Variant variant, Faults faults) {
        variant.resources("AWS::EC2::SecurityGroup")
                .forEach((name, group) -> list(group.get("SecurityGroupIngress"))
                        .forEach(rule -> {
                            faults.unless(!map(rule).containsKey("CidrIp"), name + " lets in addresses");
                            String from = string(map(rule).get("SourceSecurityGroupId"));
                            boolean known = from.equals("<FunctionsGroup>")
                                    || (from.equals("<ProxyGroup>") && name.equals("DatabaseGroup"));
                            faults.unless(known, name + " lets in " + from);
                            int port = name.equals("EndpointsGroup") ? 443 : 5432;
                            faults.unless(
                                    Integer.valueOf(port).equals(map(rule).get("FromPort"))
                                            && Integer.valueOf(port)
                                                    .equals(map(rule).get("ToPort")),
                                    name + " opens other ports");
                        }));
        variant.resources("AWS::EC2::SecurityGroup")
                .forEach((name, group) ->
                        faults.unless(!list(group.get("SecurityGroupEgress")).isEmpty(), name + " may go anywhere"));
    }

    private static void endpoints(Variant variant, Map<String, String> given, Faults faults) {
        TreeSet<String> wanted = new TreeSet<>(List.of("Gateway s3"));
        ENDPOINTS.forEach((service, parameter) -> {
            if ("Yes".equals(given.get(parameter))) {
                wanted.add("Interface " + service);
            }
        });
        TreeSet<String> made = new TreeSet<>();
        variant.resources("AWS::EC2::VPCEndpoint").forEach((name, endpoint) -> {
            String service = string(endpoint.get("ServiceName")).replace("com.amazonaws.eu-central-1.", "");
            made.add(endpoint.get("VpcEndpointType") + " " + service);
            boolean reachable = service.equals("s3")
                    ? list(endpoint.get("RouteTableIds")).equals(List.of("<Routes>"))
                    : Boolean.TRUE.equals(endpoint.get("PrivateDnsEnabled"))
                            && list(endpoint.get("SecurityGroupIds")).equals(List.of("<EndpointsGroup>"))
                            && list(endpoint.get("SubnetIds")).size() == 2;
            faults.unless(reachable, name + " is not reached from the subnets");
        });
        faults.unless(made.equals(wanted), "endpoints " + made + ", not " + wanted);
    }

    private static void proxy(Variant variant, Faults faults) {
        boolean wanted = variant.parameter("Proxy").equals("Yes");
        faults.unless(
                variant.resources("AWS::RDS::DBProxy").size() == (wanted ? 1 : 0), "a proxy nobody wants, or none");
        faults.unless(
                variant.resources("AWS::RDS::DBProxyTargetGroup").size() == (wanted ? 1 : 0), "a proxy of nothing");
        variant.resources("AWS::RDS::DBProxy")
                .forEach(
                        (name, proxy) -> faults.unless(Boolean.TRUE.equals(proxy.get("RequireTLS")), name + ": plain"));
        for (AccessRules.Statement statement : AccessRules.statements(variant, "")) {
            faults.unless(
                    statement.actions().equals(List.of("secretsmanager:GetSecretValue"))
                            && statement.resources().equals(List.of("<RuntimeSecret>")),
                    "the proxy may more than read the application's login");
        }
    }

    /** The output that is given to {@code sam deploy} names parameters of the template, with values that it takes. */
    private static void answers(Variant variant, Faults faults) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String one : string(variant.outputs().get("Parameters")).split(" ", -1)) {
            given.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
        }
        boolean proxied = variant.parameter("Proxy").equals("Yes");
        String database = variant.parameter("Engine").equals("Rds")
                ? "<Instance.Endpoint.Address>"
                : "<Cluster.Endpoint.Address>";
        faults.unless(
                (proxied ? "<RdsProxy.Endpoint>" : database).equals(given.get("DatabaseHost")),
                "another host: " + given);
        faults.unless(
                (proxied ? database : "").equals(given.getOrDefault("DirectHost", "")),
                "another direct host: " + given);
        given.replaceAll((name, value) -> switch (name) {
            case "RuntimeSecretArn" -> value.equals("<RuntimeSecret>") ? AccessRules.RUNTIME_SECRET : value;
            case "DeployerSecretArn" -> value.equals("<DeployerSecret>") ? AccessRules.DEPLOYER_SECRET : value;
            case "PlanSecretArn" -> value.equals("<PlanSecret>") ? AccessRules.PLAN_SECRET : value;
            case "DatabaseHost", "DirectHost" -> "orders.example.test";
            default -> value;
        });
        List<String> refusals = new Variant(Cfn.read(Cfn.text("template.yaml")), given).refusals();
        refusals.forEach(r -> faults.unless(false, "the template refuses it: " + r));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void nothingIsWrongUnderAnyParameters(Map<String, String> given) {
        assertEquals(List.of(), faults(DATABASE, given));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DeletionPolicy: Snapshot|DeletionPolicy: Delete|the data go with the stack",
                "UpdateReplacePolicy: Snapshot|UpdateReplacePolicy: Retain|when the database is replaced",
                "StorageEncrypted: true|StorageEncrypted: false|no StorageEncrypted",
                "PubliclyAccessible: false|PubliclyAccessible: true|is public",
                "SourceSecurityGroupId: !Ref FunctionsGroup|CidrIp: 0.0.0.0/0|lets in addresses",
                "SourceSecurityGroupId: !Ref ProxyGroup|SourceSecurityGroupId: !Ref EndpointsGroup|lets in"
                        + " <EndpointsGroup>",
                "FromPort: 5432|FromPort: 0|opens other ports",
                "Type: AWS::EC2::RouteTable|Type: AWS::EC2::InternetGateway|a way to the internet",
                "HasLambda: !Equals [!Ref LambdaEndpoint, \"Yes\"]|HasLambda: !Equals [a, a]|endpoints",
                "PrivateDnsEnabled: true|PrivateDnsEnabled: false|is not reached",
                "RequireTLS: true|RequireTLS: false|plain",
                "Resource: !Ref RuntimeSecret|Resource: !Ref DeployerSecret|may more than read",
                "Credentials=Secret |Credentials=Secrets |the template refuses it",
                "!GetAtt RdsProxy.Endpoint, |!GetAtt Cluster.ReaderEndpoint.Address, |another host",
                "DirectHost=${Direct}|DirektHost=${Direct}|no such parameters: [DirektHost]"
            })
    void eachMistakeIsFound(String replaced, String by, String found) {
        String wrong = DATABASE.replace(replaced, by);
        assertFalse(wrong.equals(DATABASE), "the template says nowhere: " + replaced);
        List<String> all = new ArrayList<>();
        for (Map<String, String> given : variants()) {
            try {
                all.addAll(faults(wrong, given));
            } catch (IllegalArgumentException e) {
                all.add(String.valueOf(e.getMessage()));
            }
        }
        assertTrue(all.stream().anyMatch(f -> f.contains(found)), all.toString());
    }

    /** Of what is answered instead of acted on, each has its reason above it. */
    @Test
    void everyFindingOfCheckovThatIsPassedOverHasAReason() {
        List<String> lines = Cfn.text(".checkov.yaml").lines().toList();
        int answered = 0;
        for (int i = lines.indexOf("skip-check:") + 1; i < lines.size(); i++) {
            String before = lines.get(i - 1).strip();
            boolean isCheck = lines.get(i).matches("  - CKV_AWS_\\d+");
            assertTrue(isCheck || lines.get(i).startsWith("  # "), lines.get(i));
            assertTrue(
                    !isCheck || before.startsWith("# ") || before.startsWith("- CKV_"), "no reason: " + lines.get(i));
            answered += isCheck ? 1 : 0;
        }
        assertTrue(answered > 0);
    }

    @Test
    void everyRoleHasTheBoundaryThatTheAccountAsksFor() {
        Map<String, String> github = Map.of("Repository", "acme/orders");
        Map<String, String> database = Map.of("Proxy", "Yes");
        String boundary = "arn:aws:iam::123456789012:policy/boundary";
        assertEquals(List.of(boundary, boundary, boundary), boundaries(GITHUB, with(github, boundary)));
        assertEquals(List.of(boundary), boundaries(DATABASE, with(database, boundary)));
        assertEquals(List.of("", "", ""), boundaries(GITHUB, github));
        assertEquals(List.of(""), boundaries(DATABASE, database));
    }

    private static Map<String, String> with(Map<String, String> given, String boundary) {
        Map<String, String> all = new LinkedHashMap<>(given);
        all.put("PermissionsBoundaryArn", boundary);
        return all;
    }

    private static List<String> boundaries(String template, Map<String, String> given) {
        Variant variant = new Variant(Cfn.read(template), given);
        assertEquals(List.of(), variant.refusals());
        return variant.resources("AWS::IAM::Role").values().stream()
                .map(role -> string(role.get("PermissionsBoundary")))
                .toList();
    }

    /** Keys are not stored: GitHub's token is exchanged, and only jobs of this repository's pull requests and environments have one that fits. */
    @Test
    void gitHubMayPlanOnPullRequestsAndDeployFromEnvironments() {
        Variant variant = new Variant(Cfn.read(GITHUB), Map.of("Repository", "acme/orders", "PlanBucketName", "plans"));
        assertEquals(List.of(), variant.refusals());
        assertEquals(List.of("repo:acme/orders:pull_request"), subjects(variant, "PlanRole"));
        assertEquals(
                List.of(
                        "repo:acme/orders:environment:staging",
                        "repo:acme/orders:environment:staging-reviewed",
                        "repo:acme/orders:environment:production"),
                subjects(variant, "DeployRole"));
        assertEquals(
                "[lambda:InvokeFunction, s3:DeleteObject, s3:GetObject, s3:PutObject]",
                new TreeSet<>(AccessRules.statements(variant, "PlanRole").stream()
                                .flatMap(s -> s.actions().stream())
                                .toList())
                        .toString());
        assertEquals(
                List.of(
                        "arn:aws:lambda:eu-central-1:123456789012:function:orders-staging-plan",
                        "arn:aws:lambda:eu-central-1:123456789012:function:orders-staging-plan:live"),
                AccessRules.statements(variant, "PlanRole").get(0).resources());
        assertTrue(
                AccessRules.statements(variant, "DeployRole").stream()
                        .flatMap(s -> s.actions().stream())
                        .noneMatch(a -> a.startsWith("lambda:")),
                "a job could invoke the function with the deployer's login");
        assertTrue(variant.resources("AWS::IAM::AccessKey").isEmpty(), "a stored key");
        assertFalse(
                variant.resources("AWS::IAM::Role").values().stream()
                        .anyMatch(r -> string(r.get("RoleName")).startsWith("orders-")),
                "CloudFormation could change the role that it works under");
    }

    /** Who may invoke the function with the deployer's login may send it any event. */
    @Test
    void pullRequestsAskNoFunctionThatDoesMoreThanPlan() {
        for (String function : List.of("orders-staging-tidemark", "orders-production-tidemark", "*", "-plan")) {
            Map<String, String> given = Map.of("Repository", "acme/orders", "PlanFunction", function);
            assertEquals(
                    List.of("PlanFunction may not be \"" + function + "\""),
                    new Variant(Cfn.read(GITHUB), given).refusals());
        }
    }

    /** Repositories that were made or renamed since July 2026 have numbers in their subjects; a template without them trusts nobody, and one with a star everybody. */
    @Test
    void gitHubsImmutableSubjects() {
        Variant variant = new Variant(Cfn.read(GITHUB), Map.of("Repository", "acme@12/orders@345"));
        assertEquals(List.of(), variant.refusals());
        assertEquals(List.of("repo:acme@12/orders@345:pull_request"), subjects(variant, "PlanRole"));
        for (String wrong :
                List.of("acme/*", "*", "acme", "acme/orders:ref", "acme@12/orders@*", "acme/orders/x", "")) {
            assertEquals(
                    List.of("Repository may not be \"" + wrong + "\""),
                    new Variant(Cfn.read(GITHUB), Map.of("Repository", wrong)).refusals());
        }
    }

    private static List<String> subjects(Variant variant, String role) {
        Map<String, Object> document =
                map(map(variant.resources("AWS::IAM::Role").get(role)), "AssumeRolePolicyDocument");
        Map<String, Object> condition = map(map(list(document.get("Statement")).get(0)), "Condition", "StringEquals");
        assertEquals("sts.amazonaws.com", condition.get("token.actions.githubusercontent.com:aud"));
        return list(condition.get("token.actions.githubusercontent.com:sub")).stream()
                .map(Object::toString)
                .toList();
    }
}
