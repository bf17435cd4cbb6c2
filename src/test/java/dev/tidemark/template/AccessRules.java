package dev.tidemark.template;

import static dev.tidemark.template.Cfn.list;
import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Least privilege: which role may do what, and which function is given which credential. */
final class AccessRules {
    static final String RUNTIME_SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders/app-AbCdEf";
    static final String DEPLOYER_SECRET =
            "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders/deployer-AbCdEf";
    static final String PLAN_SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders/plan-AbCdEf";

    /**
     * A statement of a role.
     *
     * @param where the role or managed policy, and the policy's name
     */
    record Statement(String where, Map<String, Object> body) {
        List<String> actions() {
            return list(body.get("Action")).stream().map(Object::toString).toList();
        }

        List<String> resources() {
            return list(body.get("Resource")).stream().map(Object::toString).toList();
        }

        boolean allows() {
            return "Allow".equals(body.get("Effect"));
        }
    }

    private AccessRules() {}

    static void check(Variant variant, Faults faults) {
        Map<String, Map<String, Object>> functions = variant.resources("AWS::Serverless::Function");
        functions.forEach((name, properties) -> faults.unless(
                !properties.containsKey("Policies")
                        && string(properties.get("Role")).endsWith("Role.Arn>"),
                name + ": SAM would make a role with managed policies"));
        variant.resources("AWS::IAM::Role")
                .forEach((name, properties) -> faults.unless(
                        Map.of("Service", "lambda.amazonaws.com")
                                .equals(map(map(list(map(properties, "AssumeRolePolicyDocument")
                                                        .get("Statement"))
                                                .get(0))
                                        .get("Principal"))),
                        name + ": others than Lambda may assume it"));
        String boundary = variant.parameter("PermissionsBoundaryArn");
        variant.resources("AWS::IAM::Role")
                .forEach((name, properties) -> faults.unless(
                        boundary.equals(string(properties.get("PermissionsBoundary"))),
                        name + ": without the boundary"));
        wildcards(statements(variant, ""), faults);
        interfaces(variant, faults);
        secrets(variant, faults);
        connects(variant, faults);
        logs(variant, functions, faults);
        passwords(variant, functions, faults);
    }

    /** All of a role, managed policies of the template included, AWS's own not; of all roles where it is empty. */
    static List<Statement> statements(Variant variant, String role) {
        List<Statement> statements = new ArrayList<>();
        variant.resources("AWS::IAM::Role").forEach((name, properties) -> {
            if (role.isEmpty() || role.equals(name)) {
                list(properties.get("Policies"))
                        .forEach(p ->
                                add(statements, name + "/" + map(p).get("PolicyName"), map(map(p), "PolicyDocument")));
                list(properties.get("ManagedPolicyArns")).forEach(arn -> {
                    String policy = string(arn).replaceAll("[<>]", "");
                    if (policy.startsWith("arn:aws:iam::aws:policy/")) {
                        return;
                    }
                    add(
                            statements,
                            policy,
                            map(map(variant.resources("AWS::IAM::ManagedPolicy").get(policy)), "PolicyDocument"));
                });
            }
        });
        return statements;
    }

    private static void add(List<Statement> to, String where, Map<String, Object> document) {
        List<Object> bodies = list(document.get("Statement"));
        if (bodies.isEmpty()) {
            throw new IllegalArgumentException(where + ": not a policy of this template");
        }
        bodies.forEach(body -> to.add(new Statement(where, map(body))));
    }

    /** A star is justified where a service knows no narrower resource, for a function's versions; nowhere else. */
    static void wildcards(List<Statement> statements, Faults faults) {
        for (Statement statement : statements) {
            faults.unless(
                    statement.actions().stream().noneMatch(a -> a.contains("*"))
                            && !statement.body().containsKey("NotAction")
                            && !statement.body().containsKey("NotResource"),
                    statement.where() + ": a wildcard among its actions");
            if (statement.allows()) {
                statement.resources().stream()
                        .filter(r -> r.contains("*"))
                        .forEach(r -> faults.unless(
                                statement.actions().stream().allMatch(a -> isJustified(a, r)),
                                statement.where() + ": a wildcard resource " + r + " for " + statement.actions()));
            }
        }
    }

    private static boolean isJustified(String action, String resource) {
        return switch (action.substring(0, action.indexOf(':'))) {
            case "ec2" ->
                resource.equals("*")
                        && action.matches(
                                "ec2:(\\w+NetworkInterfaces?|(Unas|As)signPrivateIpAddresses|DescribeSubnets)");
            case "xray" -> resource.equals("*") && action.startsWith("xray:Put");
            case "lambda" ->
                (action.equals("lambda:InvokeFunction") && resource.endsWith(":function:orders-test-tidemark:*"))
                        || (action.matches("lambda:(Get|List)\\w+")
                                && resource.endsWith(":function:orders-test-orders:*"));
            default -> false;
        };
    }

    /** Lambda makes the interfaces with the role; the code under it may not. */
    private static void interfaces(Variant variant, Faults faults) {
        List<Statement> all = statements(variant, "");
        Set<String> allowed = new TreeSet<>();
        Set<String> denied = new TreeSet<>();
        Set<String> functions = new TreeSet<>();
        all.stream()
                .filter(s -> s.actions().stream().anyMatch(a -> a.startsWith("ec2:")))
                .forEach(s -> {
                    (s.allows() ? allowed : denied).addAll(s.actions());
                    if (!s.allows()) {
                        list(map(s.body(), "Condition", "ArnEquals").get("lambda:SourceFunctionArn"))
                                .forEach(arn -> functions.add(string(arn).replaceAll(".*:function:", "")));
                    }
                });
        faults.unless(
                allowed.equals(denied), "the functions' own code may use network interfaces: " + allowed + denied);
        faults.unless(
                allowed.isEmpty()
                        || functions.equals(Set.of("orders-test-orders", "orders-test-tidemark", "orders-test-plan")),
                "network interfaces are denied to " + functions);
    }

    private static void secrets(Variant variant, Faults faults) {
        boolean bySecret = variant.parameter("Credentials").equals("Secret");
        boolean coldStart = variant.parameter("SchemaSync").equals("ColdStart");
        boolean plans = !variant.parameter("PlanUser").isEmpty();
        Set<String> orders = new TreeSet<>();
        Set<String> tidemark = new TreeSet<>();
        if (bySecret) {
            orders.add(RUNTIME_SECRET);
            tidemark.add(DEPLOYER_SECRET);
            if (coldStart) {
                orders.add(DEPLOYER_SECRET);
            }
        }
        secrets(variant, "OrdersRole", FunctionRules.ORDERS, orders, faults);
        secrets(variant, "TidemarkRole", FunctionRules.TIDEMARK, tidemark, faults);
        secrets(variant, "PlanRole", FunctionRules.PLAN, plans && bySecret ? Set.of(PLAN_SECRET) : Set.of(), faults);
    }

    private static void secrets(Variant variant, String role, String function, Set<String> wanted, Faults faults) {
        Set<String> readable = new TreeSet<>();
        statements(variant, role).stream()
                .filter(s -> s.actions().stream().anyMatch(a -> a.startsWith("secretsmanager:")))
                .forEach(s -> {
                    readable.addAll(s.resources());
                    faults.unless(
                            s.actions().equals(List.of("secretsmanager:GetSecretValue")), role + ": " + s.actions());
                });
        faults.unless(readable.equals(wanted), role + " reads the secrets " + readable + ", not " + wanted);
        Set<String> named = new TreeSet<>();
        environment(variant, function).forEach((name, value) -> {
            if (name.endsWith("_SECRET")) {
                named.add(string(value));
            }
        });
        faults.unless(named.equals(wanted), function + " is given the secrets " + named + ", not " + wanted);
    }

    private static void connects(Variant variant, Faults faults) {
        boolean byIam = variant.parameter("Credentials").equals("Iam");
        boolean coldStart = variant.parameter("SchemaSync").equals("ColdStart");
        boolean plans = !variant.parameter("PlanUser").isEmpty();
        Set<String> orders = new TreeSet<>();
        Set<String> tidemark = new TreeSet<>();
        if (byIam) {
            orders.add(variant.parameter("RuntimeUser"));
            tidemark.add(variant.parameter("DeployerUser"));
            if (coldStart) {
                orders.add(variant.parameter("DeployerUser"));
            }
        }
        connects(variant, "OrdersRole", orders, faults);
        connects(variant, "TidemarkRole", tidemark, faults);
        connects(variant, "PlanRole", plans && byIam ? Set.of(variant.parameter("PlanUser")) : Set.of(), faults);
    }

    private static void connects(Variant variant, String role, Set<String> wanted, Faults faults) {
        Set<String> users = new TreeSet<>();
        Pattern arn =
                Pattern.compile("arn:aws:rds-db:eu-central-1:123456789012:dbuser:(cluster|db|prx)-[A-Z0-9]+/[a-z_]+");
        statements(variant, role).stream()
                .filter(s -> s.actions().contains("rds-db:connect"))
                .flatMap(s -> s.resources().stream())
                .forEach(r -> {
                    faults.unless(arn.matcher(r).matches(), role + ": not a database user: " + r);
                    users.add(r.substring(r.indexOf('/') + 1));
                });
        faults.unless(users.equals(wanted), role + " connects as " + users + ", not " + wanted);
    }

    private static void logs(Variant variant, Map<String, Map<String, Object>> functions, Faults faults) {
        functions.forEach((name, properties) -> {
            String group =
                    string(map(properties, "LoggingConfig").get("LogGroup")).replaceAll("[<>]", "");
            Map<String, Object> kept =
                    map(variant.resources("AWS::Logs::LogGroup").get(group));
            faults.unless(kept.containsKey("RetentionInDays"), name + ": its logs are kept for ever");
            String role = string(properties.get("Role")).replaceAll("<(.*)\\.Arn>", "$1");
            faults.unless(
                    statements(variant, role).stream()
                            .anyMatch(s -> s.actions().contains("logs:PutLogEvents")
                                    && s.resources().equals(List.of("<" + group + ".Arn>"))),
                    name + ": may not write to its log group, or to others too");
        });
    }

    /** A password is in the environment of its own function alone, and only where the parameters say so. */
    private static void passwords(Variant variant, Map<String, Map<String, Object>> functions, Faults faults) {
        boolean plain = variant.parameter("Credentials").equals("Plain");
        boolean coldStart = variant.parameter("SchemaSync").equals("ColdStart");
        functions.keySet().forEach(name -> {
            Map<String, Object> variables = environment(variant, name);
            boolean runtime = name.equals(FunctionRules.ORDERS);
            boolean planner = name.equals(FunctionRules.PLAN);
            boolean deployer = name.equals(FunctionRules.TIDEMARK) || (runtime && coldStart);
            faults.unless(
                    variables.containsKey("TIDEMARK_PASSWORD") == (plain && runtime), name + ": the runtime password");
            faults.unless(
                    variables.containsKey("TIDEMARK_DEPLOYER_PASSWORD") == (plain && deployer),
                    name + ": the deployer's password");
            faults.unless(variables.containsKey("TIDEMARK_DEPLOYER_USER") == deployer, name + ": the deployer");
            faults.unless(variables.containsKey("TIDEMARK_PLAN_USER") == planner, name + ": the planner");
            faults.unless(
                    variables.containsKey("TIDEMARK_PLAN_PASSWORD") == (plain && planner),
                    name + ": the planner's password");
        });
    }

    private static Map<String, Object> environment(Variant variant, String function) {
        return map(map(variant.resources("AWS::Serverless::Function").get(function)), "Environment", "Variables");
    }
}
