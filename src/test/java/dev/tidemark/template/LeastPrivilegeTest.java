package dev.tidemark.template;

import static dev.tidemark.template.Cfn.list;
import static dev.tidemark.template.Cfn.map;
import static dev.tidemark.template.Cfn.string;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.report.Json;
import dev.tidemark.testkit.Moto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/** The policies of both roles, as the template resolves them, put to the test by moto, which enforces them on every call. */
final class LeastPrivilegeTest {
    private static final List<String> SECRETS = List.of("runtime", "deployer", "somebody-elses");
    private static final List<String> ROLES = List.of("OrdersRole", "TidemarkRole");

    @ParameterizedTest
    @ValueSource(strings = {"ColdStart", "DeployOnly"})
    void eachRoleReadsItsOwnSecretsAndDoesNothingElseWithAnySecret(String sync) {
        Variant sample = variant(sync, AccessRules.RUNTIME_SECRET, AccessRules.DEPLOYER_SECRET);
        int setUp = SECRETS.size()
                + ROLES.stream()
                        .mapToInt(role -> 2 + policies(sample, role).size())
                        .sum();
        try (Moto moto = Moto.start(setUp)) {
            Map<String, String> arns = secrets(moto);
            Variant variant = variant(sync, requireNonNull(arns.get("runtime")), requireNonNull(arns.get("deployer")));
            Map<String, AwsSessionCredentials> as = new LinkedHashMap<>();
            ROLES.forEach(role -> as.put(role, assumed(moto, variant, role)));

            List<String> ordersReads = sync.equals("ColdStart") ? List.of("runtime", "deployer") : List.of("runtime");
            assertReadsOnly(moto, requireNonNull(as.get("OrdersRole")), arns, ordersReads);
            assertReadsOnly(moto, requireNonNull(as.get("TidemarkRole")), arns, List.of("deployer"));
        }
    }

    private static Variant variant(String sync, String runtime, String deployer) {
        return new Variant(
                Cfn.read(Cfn.text("template.yaml")),
                Map.of(
                        "DatabaseHost", "orders.example.test",
                        "Credentials", "Secret",
                        "SchemaSync", sync,
                        "RuntimeSecretArn", runtime,
                        "DeployerSecretArn", deployer));
    }

    private static Map<String, String> secrets(Moto moto) {
        Map<String, String> arns = new LinkedHashMap<>();
        try (SecretsManagerClient secrets = moto.client(SecretsManagerClient.builder())) {
            for (String name : SECRETS) {
                arns.put(
                        name,
                        secrets.createSecret(b -> b.name(name).secretString("secret of " + name))
                                .arn());
            }
        }
        return arns;
    }

    private static List<Map<String, Object>> policies(Variant variant, String role) {
        Map<String, Object> properties = map(requireNonNull(variant.resources().get(role)), "Properties");
        assertEquals(List.of(), list(properties.get("ManagedPolicyArns")), "this test knows inline policies only");
        List<Map<String, Object>> policies =
                list(properties.get("Policies")).stream().map(Cfn::map).toList();
        assertFalse(policies.isEmpty());
        return policies;
    }

    private static AwsSessionCredentials assumed(Moto moto, Variant variant, String role) {
        try (IamClient iam = moto.client(IamClient.builder());
                StsClient sts = moto.client(StsClient.builder())) {
            Map<String, Object> properties =
                    map(requireNonNull(variant.resources().get(role)), "Properties");
            String arn = iam.createRole(b -> b.roleName(role)
                            .assumeRolePolicyDocument(json(requireNonNull(properties.get("AssumeRolePolicyDocument")))))
                    .role()
                    .arn();
            policies(variant, role)
                    .forEach(policy -> iam.putRolePolicy(b -> b.roleName(role)
                            .policyName(string(policy.get("PolicyName")))
                            .policyDocument(json(requireNonNull(policy.get("PolicyDocument"))))));
            Credentials given =
                    sts.assumeRole(b -> b.roleArn(arn).roleSessionName("test")).credentials();
            return AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
        }
    }

    /** What only AWS knows becomes an ARN that nothing else has. */
    private static String json(Object document) {
        return Json.line(map(document)).replaceAll("<([^>\"]*)>", "arn:aws:other:us-east-1:123456789012:$1");
    }

    private static void assertReadsOnly(
            Moto moto, AwsSessionCredentials role, Map<String, String> arns, List<String> readable) {
        try (SecretsManagerClient secrets = moto.client(SecretsManagerClient.builder(), role)) {
            for (String name : SECRETS) {
                String arn = arns.get(name);
                if (readable.contains(name)) {
                    assertEquals(
                            "secret of " + name,
                            secrets.getSecretValue(b -> b.secretId(arn)).secretString());
                } else {
                    assertDenied(() -> secrets.getSecretValue(b -> b.secretId(arn)));
                }
                assertDenied(() -> secrets.putSecretValue(b -> b.secretId(arn).secretString("mine now")));
                assertDenied(() -> secrets.describeSecret(b -> b.secretId(arn)));
                assertDenied(() -> secrets.deleteSecret(b -> b.secretId(arn)));
            }
            assertDenied(secrets::listSecrets);
        }
    }

    private static void assertDenied(Runnable call) {
        SecretsManagerException denied = assertThrows(SecretsManagerException.class, call::run);
        assertEquals(403, denied.statusCode(), denied.getMessage());
    }
}
