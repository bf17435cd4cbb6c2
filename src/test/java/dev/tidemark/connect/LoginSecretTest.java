package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginSecretTest {
    private static final Credential FROM = new Credential(Credential.Kind.SECRET, "prod/db", "TIDEMARK_SECRET");

    @Test
    void theJsonFormOfRdsIsAWholeLogin() {
        assertEquals(
                new LoginSecret("u", "p{\"", "h", 5433, "d"),
                LoginSecret.parse(
                        "{\"username\":\"u\",\"password\":\"p{\\\"\",\"engine\":\"postgres\",\"host\":\"h\",\"port\":5433,"
                            + "\"dbname\":\"d\",\"dbInstanceIdentifier\":\"i\"}",
                        FROM));
        assertEquals(
                new LoginSecret("u", "p", null, 5432, null),
                LoginSecret.parse(" {\"username\":\"u\",\"password\":\"p\",\"port\":\"5432\",\"host\":\"\"} ", FROM));
    }

    /** What RDS manages for a master user, what the console writes, and what a rotation for alternating users adds. */
    @Test
    void theFormsThatAwsWritesAreUnderstood() {
        assertEquals(
                new LoginSecret("postgres", "p", null, 0, null),
                LoginSecret.parse("{\"username\":\"postgres\",\"password\":\"p\"}", FROM));
        assertEquals(
                new LoginSecret("app_clone", "p", "db.c0ffee.eu-central-1.rds.amazonaws.com", 5432, "orders"),
                LoginSecret.parse(
                        "{\"username\":\"app_clone\",\"password\":\"p\",\"engine\":\"aurora-postgresql\",\"port\":5432,"
                            + "\"host\":\"db.c0ffee.eu-central-1.rds.amazonaws.com\",\"dbname\":\"orders\","
                            + "\"dbClusterIdentifier\":\"db\",\"masterarn\":\"arn:aws:secretsmanager:eu-central-1:1:secret:m-AbCdEf\"}",
                        FROM));
    }

    @Test
    void aPlainSecretIsThePassword() {
        assertEquals(new LoginSecret(null, "p\"{", null, 0, null), LoginSecret.parse("p\"{\n", FROM));
        assertEquals(new LoginSecret(null, "{}", null, 0, null), LoginSecret.password("{}", FROM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"username\":\"hush\"}",
                "{\"password\":\"\"}",
                "{\"password\":7}",
                "{hush",
                "{\"password\":\"hush\"",
                "{\"password\":\"hush\",\"engine\":\"mysql\"}",
                "{\"password\":\"hush\",\"port\":\"x\"}",
                "{\"password\":\"hush\",\"port\":0}",
                "{\"password\":\"hush\",\"host\":\"h:5432\"}",
                "{\"password\":\"hush\",\"host\":\"postgresql://u:hush@h/d\"}",
            })
    void whatHoldsNoLoginIsRefusedWithoutRepeatingIt(String text) {
        TidemarkException fault = assertThrows(TidemarkException.class, () -> LoginSecret.parse(text, FROM));
        assertEquals("TDM-423", fault.code());
        assertTrue(fault.getMessage().contains("\"prod/db\" (TIDEMARK_SECRET)"), fault.getMessage());
        assertFalse(fault.getMessage().contains("hush"), fault.getMessage());
    }
}
