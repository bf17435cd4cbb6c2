package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server of its own, since the tests' usual one asks nobody for a password. */
class PasswordTest {
    private static EmbeddedPostgres server;
    private static String place;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        place = "localhost:" + server.getPort();
        TestDatabase database = new TestDatabase("localhost", server.getPort(), "postgres");
        database.run("create role deployer login password 'right'");
        Path rules = Path.of(database.value("show hba_file"));
        Files.writeString(rules, "host all postgres all trust\nhost all all all scram-sha-256\n");
        database.run("select pg_reload_conf()");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void wrongPassword() {
        Ran ran = Ran.live(
                Map.of("PGPASSWORD", "topsecret"), "plan", "--url", "postgresql://deployer@" + place + "/postgres");
        assertEquals(6, ran.exit(), ran.err());
        assertTrue(ran.err().startsWith("[TDM-401] " + place + " refuses the login: password"), ran.err());
        assertTrue(ran.err().replace("\n  ", " ").contains("\"deployer\" (28P01). Not tried again."), ran.err());
        assertTrue(ran.err().contains("\n  user from --url, password from PGPASSWORD\n"), ran.err());
        assertFalse((ran.err() + ran.out()).contains("topsecret"), ran.err());
    }

    @Test
    void noPassword() {
        Ran ran = Ran.live(Map.of(), "plan", "--url", "postgresql://deployer@" + place + "/postgres");
        assertEquals(6, ran.exit(), ran.err());
        assertTrue(ran.err().startsWith("[TDM-401]") && ran.err().contains("no password given"), ran.err());
    }

    @Test
    void theUrlsPasswordWinsOverTheEnvironments() {
        Ran ran = Ran.live(
                Map.of("PGPASSWORD", "right"),
                "plan",
                "--url",
                "jdbc:postgresql://" + place + "/postgres?user=deployer&password=topsecret");
        assertEquals(6, ran.exit(), ran.err());
        assertTrue(ran.err().contains("password from --url, which wins over PGPASSWORD"), ran.err());
        assertFalse((ran.err() + ran.out()).contains("topsecret"), ran.err());
    }
}
