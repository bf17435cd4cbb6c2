package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String NAME = "prod/db & more";
    private static final Credential SECRET = new Credential(Credential.Kind.SECRET, NAME, "TIDEMARK_SECRET");
    private static final Credential PARAMETER =
            new Credential(Credential.Kind.PARAMETER, "/prod/db", "TIDEMARK_PASSWORD_PARAMETER");

    private final FakeAws aws = new FakeAws();

    @BeforeEach
    void forget() {
        Databases.forget();
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private String read(Credential credential, Map<String, String> environment) {
        return Secrets.read(credential, environment, LONG, null);
    }

    @Test
    void theExtensionComesFirstAndIsAskedOnce() {
        aws.values.put(NAME, "one");
        aws.values.put("/prod/db", "two");
        assertEquals("one", read(SECRET, aws.withExtension()));
        assertEquals("one", read(SECRET, aws.withExtension()));
        assertEquals("two", read(PARAMETER, aws.withExtension()));
        assertEquals(List.of("extension", "extension"), aws.asked);
    }

    @Test
    void withoutTheExtensionTheSdkReads() {
        aws.values.put(NAME, "one");
        aws.values.put("/prod/db", "two");
        assertEquals("one", read(SECRET, aws.withoutExtension()));
        assertEquals("two", read(PARAMETER, aws.withoutExtension()));
        assertEquals(List.of("sdk", "sdk"), aws.asked);
    }

    @Test
    void theExtensionIsGivenAMomentToStart() {
        aws.values.put(NAME, "one");
        aws.notReady.set(3);
        assertEquals("one", read(SECRET, aws.withExtension()));
        assertEquals(List.of("extension", "extension", "extension", "extension"), aws.asked);
    }

    @Test
    void whatTheExtensionCannotDoTheSdkDoes() {
        aws.values.put(NAME, "one");
        aws.extensionStatus = 500;
        assertEquals("one", read(SECRET, aws.withExtension()));
        assertEquals(List.of("extension", "sdk"), aws.asked);
        Databases.forget();
        aws.notReady.set(Integer.MAX_VALUE);
        assertEquals("one", read(SECRET, aws.withExtension()));
        Databases.forget();
        Map<String, String> gone = aws.withExtension();
        gone.put("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "1");
        assertEquals("one", read(SECRET, gone));
    }

    @Test
    void aSecretOfAnotherRegionIsNotAskedOfTheExtension() {
        String arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf";
        aws.values.put(arn, "one");
        assertEquals("one", read(new Credential(Credential.Kind.SECRET, arn, "X"), aws.withExtension()));
        assertEquals(List.of("sdk"), aws.asked);
    }

    @Test
    void whatTheServerRefusedIsReadPastTheExtensionsCache() {
        aws.values.put(NAME, "old");
        assertEquals("old", read(SECRET, aws.withExtension()));
        aws.values.put(NAME, "new");
        assertEquals("new", Secrets.read(SECRET, aws.withExtension(), LONG, "old"));
        assertEquals("new", read(SECRET, aws.withExtension()));
        assertEquals("new", Secrets.read(SECRET, aws.withExtension(), LONG, "old"), "another one was faster");
        assertEquals(List.of("extension", "sdk"), aws.asked);
        assertEquals("new", Secrets.read(SECRET, aws.withExtension(), LONG, "new"), "read a moment ago");
        assertEquals(2, aws.asked.size());
    }

    @Test
    void aBinarySecretIsToldAsOneWhoeverReadsIt() {
        aws.values.put(NAME, FakeAws.BINARY + "aHVzaA==");
        for (Map<String, String> environment : List.of(aws.withExtension(), aws.withoutExtension())) {
            Databases.forget();
            TidemarkException fault = assertThrows(TidemarkException.class, () -> read(SECRET, environment));
            assertEquals("TDM-423", fault.code());
            assertTrue(fault.getMessage().contains("is binary"), fault.getMessage());
            assertFalse(fault.getMessage().contains("aHVzaA"), fault.getMessage());
        }
        assertEquals(List.of("extension", "sdk"), aws.asked, "the extension's word is enough");
    }

    @ParameterizedTest
    @CsvSource({
        "secret:prod/db, secret:prod/db-??????",
        "secret:prod/db-AbCdEf, secret:prod/db-AbCdEf",
        "secret:prod/db-orders-9, secret:prod/db-orders-9-??????",
    })
    void theStatementThatIsMissingNamesTheWholeArn(String given, String told) {
        String start = "arn:aws:secretsmanager:eu-central-1:123456789012:";
        Credential credential = new Credential(Credential.Kind.SECRET, start + given, "X");
        aws.errors.put(start + given, "AccessDeniedException no");
        TidemarkException fault = assertThrows(TidemarkException.class, () -> read(credential, aws.withoutExtension()));
        assertTrue(fault.getMessage().contains("\"Resource\": \"" + start + told + "\""), fault.getMessage());
    }

    @Test
    void anEndpointThatIsNoneIsRefusedByName() {
        for (String variable : List.of("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER")) {
            Databases.forget();
            Map<String, String> environment = aws.withoutExtension();
            environment.put(variable, "localhost:4566");
            TidemarkException fault = assertThrows(TidemarkException.class, () -> read(SECRET, environment));
            assertEquals("TDM-603", fault.code());
            assertTrue(fault.getMessage().contains(variable + " is no address"), fault.getMessage());
        }
    }

    @Test
    void nothingIsKeptAcrossASnapshot() {
        aws.values.put(NAME, "old");
        assertEquals("old", read(SECRET, aws.withoutExtension()));
        aws.values.put(NAME, "new");
        Databases.forget();
        assertEquals("new", read(SECRET, aws.withoutExtension()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ResourceNotFoundException Secrets Manager can't find the specified secret. | TDM-420 | does not exist",
                "InvalidRequestException You can't perform this operation on the secret because it was marked for"
                        + " deletion. | TDM-420 | marked for deletion",
                "AccessDeniedException User: arn:aws:sts::1:assumed-role/f/f is not authorized to perform:"
                        + " secretsmanager:GetSecretValue | TDM-421 | secretsmanager:GetSecretValue",
                "AccessDeniedException Access to KMS is not allowed | TDM-421 | kms:Decrypt",
                "DecryptionFailure no key | TDM-421 | kms:Decrypt",
                "ExpiredTokenException The security token included in the request is expired | TDM-425 | credentials",
                "InternalServiceError oh | TDM-422 | try again",
            })
    void whatTheServiceRefusesIsToldWithTheWayOut(String error, String code, String told) {
        aws.values.put(NAME, "hush");
        aws.errors.put(NAME, error);
        TidemarkException fault = assertThrows(TidemarkException.class, () -> read(SECRET, aws.withoutExtension()));
        assertEquals(code, fault.code(), fault.getMessage());
        assertTrue(fault.getMessage().contains(told), fault.getMessage());
        assertTrue(fault.getMessage().contains("\"" + NAME + "\" (TIDEMARK_SECRET)"), fault.getMessage());
        assertFalse(fault.getMessage().contains("hush"));
        assertEquals(code.equals("TDM-422"), fault.retriable());
    }

    @Test
    void aParameterThatIsMissingOrDeniedIsToldAsOne() {
        TidemarkException missing =
                assertThrows(TidemarkException.class, () -> read(PARAMETER, aws.withoutExtension()));
        assertEquals("TDM-420", missing.code());
        Databases.forget();
        aws.errors.put("/prod/db", "AccessDeniedException no");
        TidemarkException denied = assertThrows(TidemarkException.class, () -> read(PARAMETER, aws.withoutExtension()));
        assertEquals("TDM-421", denied.code());
        assertTrue(denied.getMessage().contains("arn:aws:ssm:REGION:ACCOUNT:parameter/prod/db"), denied.getMessage());
    }

    @Test
    void whatIsMissingIsAskedForOnceInAWhileHoweverOftenAPoolAsks() {
        for (int i = 0; i < 5; i++) {
            assertThrows(TidemarkException.class, () -> read(SECRET, aws.withoutExtension()));
        }
        assertEquals(List.of("sdk"), aws.asked);
    }

    @Test
    void aSilentExtensionAndASilentServiceAreGivenUpInTime() {
        aws.silent = true;
        for (Map<String, String> environment : List.of(aws.withExtension(), aws.withoutExtension())) {
            Databases.forget();
            long start = System.nanoTime();
            TidemarkException fault = assertThrows(
                    TidemarkException.class, () -> Secrets.read(SECRET, environment, Duration.ofMillis(900), null));
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            assertEquals("TDM-422", fault.code());
            assertTrue(fault.retriable());
            assertTrue(fault.getMessage().contains("com.amazonaws.eu-central-1.secretsmanager"), fault.getMessage());
            assertTrue(millis < 10_000, millis + " ms: it hangs for 20 s");
        }
    }

    @Test
    void noErrorAndNoTextRepeatsAPassword() {
        assertFalse(
                new Credential(Credential.Kind.PLAIN, "hush", "X").toString().contains("hush"));
        assertFalse(new AwsCredentials("AKID", "hush", "hush", "X").toString().contains("hush"));
        assertFalse(new LoginSecret("u", "hush", "h", 1, "d").toString().contains("hush"));
        assertFalse(new HttpGet(200, "hush").toString().contains("hush"));
        Map<String, String> environment =
                Map.of("TIDEMARK_URL", "postgresql://u:hush@h/d", "TIDEMARK_DEPLOYER_PASSWORD", "hush");
        assertFalse(new Target(Role.RUNTIME, environment, Address.unknown(), "u", LONG, LONG)
                .toString()
                .contains("hush"));
    }
}
