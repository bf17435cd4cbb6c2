package dev.tidemark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

final class SecretOptionsTest {
    @Test
    void valuesThatMayBeSecretsAreNotShown() {
        assertEquals(
                "CREATE SERVER s TYPE 't' FOREIGN DATA WRAPPER w OPTIONS (host 'db', password '***', \"Api Key\""
                        + " '***')",
                SecretOptions.hidden(
                        "CREATE SERVER s TYPE 't' FOREIGN DATA WRAPPER w OPTIONS (host 'db', password 'it''s', \"Api"
                                + " Key\" E'a\\'b')"));
        assertEquals(
                "alter user  mapping for u server s options (set user 'x', add password\n'***')",
                SecretOptions.hidden(
                        "alter user  mapping for u server s options (set user 'x', add password\n$q$it's $1$q$)"));
        assertEquals(
                "CREATE FOREIGN TABLE f (a text OPTIONS (column_name 'b') DEFAULT 'x') SERVER s OPTIONS (token '***')",
                SecretOptions.hidden(
                        "CREATE FOREIGN TABLE f (a text OPTIONS (column_name 'b') DEFAULT 'x') SERVER s OPTIONS (token"
                                + " 'c\\')"));
    }

    @Test
    void whatIsShownAlreadyStaysAsItIs() {
        String shown = SecretOptions.hidden("ALTER SERVER s OPTIONS (SET password 'p')");
        assertEquals(shown, SecretOptions.hidden(shown));
    }

    @Test
    void otherStatementsAreShownAsTheyAre() {
        String sql = "COMMENT ON TABLE t IS 'password ''x'''";
        assertEquals(sql, SecretOptions.hidden(sql));
    }

    @Test
    void secretsAreComparedByHash() {
        assertEquals("db", SecretOptions.compared("host", "db"));
        assertEquals(SecretOptions.compared("password", "a"), SecretOptions.compared("password", "a"));
        assertNotEquals(SecretOptions.compared("password", "a"), SecretOptions.compared("password", "b"));
        assertEquals(-1, SecretOptions.compared("password", "abc").indexOf("abc"));
    }
}
