package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.TidemarkException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of a URL, and what fills in for what. */
class PgUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p%40%2F+w@db.example.test:6432/shop",
                "postgres://u:p%40%2F+w@db.example.test:6432/shop",
                "jdbc:postgresql://db.example.test:6432/shop?user=u&password=p%40/+w",
                "jdbc:postgresql://u:p%40%2F+w@db.example.test:6432/shop",
                "postgresql:///?host=db.example.test&port=6432&dbname=shop&user=u&password=p@/%2Bw",
                "  postgresql://u:p%40%2F+w@db.example.test:6432/shop\n"
            })
    void allFormsSayTheSame(String text) {
        PgUrl url = PgUrl.parse(text, "--url");
        assertEquals(new PgUrl("db.example.test", "6432", "shop", "u", "p@/+w", Map.of()), url);
        assertFalse(url.toString().contains("p@"));
    }

    @Test
    void whatIsLeftOutIsNull() {
        PgUrl url = PgUrl.parse("postgresql://db", "--url");
        assertEquals(new PgUrl("db", null, null, null, null, Map.of()), url);
        assertEquals("shop", PgUrl.parse("jdbc:postgresql:shop", "--url").database());
        assertNull(PgUrl.parse("jdbc:postgresql:shop", "--url").host());
        assertEquals("::1", PgUrl.parse("postgresql://[::1]:5432/shop", "--url").host());
        assertEquals("ä b", PgUrl.parse("postgresql://h/%C3%A4%20b", "--url").database());
        assertEquals(
                Map.of("sslmode", "require"),
                PgUrl.parse("postgresql://h/d?sslmode=require", "--url").parameters());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:topsecret@h/d", "h:5432/d?password=topsecret", "postgresql://u:topsecret@x@h/d",
                        "postgresql://u:topsecret%4@h/d",
                "postgresql://u:topsecret@h:port/d", "postgresql://u:topsecret@h1,h2/d",
                        "postgresql://u:top/secret@h/d", "postgresql://u:topsecret@h:99999/d"
            })
    void whatIsNoUrlIsRefusedWithoutRepeatingIt(String text) {
        TidemarkException e = assertThrows(TidemarkException.class, () -> ConnectionSettings.of(text, Map.of()));
        assertEquals("TDM-604", e.code());
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }

    @Test
    void theUrlWinsAndTheEnvironmentFillsIn() {
        Map<String, String> env = Map.of(
                "DATABASE_URL",
                "jdbc:postgresql://other/otherdb",
                "PGHOST",
                "env",
                "PGPORT",
                "7000",
                "PGUSER",
                "envuser",
                "PGPASSWORD",
                "hidden",
                "PGDATABASE",
                "envdb");
        ConnectionSettings url = ConnectionSettings.of("postgresql://me:mine@h/d", env);
        assertEquals("me@h:7000/d", url.toString());
        assertEquals("mine", url.password() == null ? "" : url.password().value());
        assertEquals(
                List.of("user from --url, which wins over PGUSER, password from --url, which wins over PGPASSWORD"),
                url.provenance("TDM-401"));
        assertEquals(List.of("host from --url, which wins over PGHOST, port from PGPORT"), url.provenance("TDM-402"));
        ConnectionSettings named = ConnectionSettings.of(null, env);
        assertEquals("envuser@other:7000/otherdb", named.toString());
        assertEquals(List.of("user from PGUSER, password from PGPASSWORD"), named.provenance("TDM-401"));
        ConnectionSettings variables = ConnectionSettings.of(null, Map.of("PGHOST", "env", "PGUSER", "me"));
        assertEquals("me@env:5432/me", variables.toString());
        assertEquals(List.of("host from PGHOST, port by default"), variables.provenance("TDM-403"));
        assertTrue(variables.provenance("TDM-401").get(0).contains("no password given"));
        assertFalse((url + " " + url.provenance("TDM-401") + url.password()).contains("mine"));
    }

    @Test
    void parametersAreTranslatedAndUnknownOnesNamed() {
        ConnectionSettings settings = ConnectionSettings.of(
                "postgresql://h/d?connect_timeout=3&application_name=me&sslmode=require&pgbouncer=true",
                Map.of("PGSSLMODE", "disable", "PGCONNECT_TIMEOUT", "9"));
        assertEquals(
                Map.of("connectTimeout", "3", "ApplicationName", "me", "sslmode", "require"), settings.properties());
        assertEquals(List.of("--url: pgbouncer"), settings.unknown());
        assertEquals(
                Map.of("sslmode", "verify-full"),
                ConnectionSettings.of(null, Map.of("PGHOST", "h", "PGSSLMODE", "verify-full"))
                        .properties());
    }

    @Test
    void socketsAreRefused() {
        TidemarkException e = assertThrows(
                TidemarkException.class, () -> ConnectionSettings.of(null, Map.of("PGHOST", "/var/run/postgresql")));
        assertTrue(e.getMessage().contains("host from PGHOST is a Unix socket"), e.getMessage());
    }
}
