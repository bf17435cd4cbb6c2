package dev.tidemark.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Databases that cannot be reached, for real: what is said, with which code, and how soon. */
@Timeout(120)
class ReachTest {
    private static TestDatabase database;

    @BeforeAll
    static void start() {
        database = TestPostgres.fresh();
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static String url(String user, String password, String name) {
        return "postgresql://" + user + ":" + password + "@" + database.host() + ":" + database.port() + "/" + name;
    }

    @Test
    void aServerIsReached() {
        ConnectionSettings settings = ConnectionSettings.of(url("postgres", "postgres", database.name()), Map.of());
        String version = new Database(settings, Duration.ofSeconds(30)).reach(why -> {});
        assertTrue(version.matches("\\d+.*"), version);
    }

    @Test
    void unknownRole() {
        Ran ran = Ran.live(
                Map.of(
                        "PGUSER",
                        "no_such_role_here",
                        "DATABASE_URL",
                        "postgresql://localhost:" + database.port() + "/" + database.name()),
                "plan");
        assertEquals(6, ran.exit(), ran.err());
        assertTrue(ran.err().startsWith("[TDM-401] localhost:" + database.port() + " refuses the login: "), ran.err());
        assertTrue(ran.err().contains("no_such_role_here") && ran.err().contains("(28000)"), ran.err());
        assertTrue(ran.err().contains("\n  user from PGUSER, no password given, nor one in ~/.pgpass\n"), ran.err());
    }

    @Test
    void unknownDatabase() {
        Ran ran = Ran.live(Map.of(), "status", "--url", url("postgres", "postgres", "no_such_database_here"));
        assertEquals(6, ran.exit(), ran.err());
        assertTrue(
                ran.err().startsWith("[TDM-406]")
                        && ran.err().contains("no_such_database_here")
                        && ran.err().contains("(3D000)"),
                ran.err());
        assertTrue(ran.err().contains("database from --url"), ran.err());
    }

    @Test
    void nobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        long start = System.nanoTime();
        Ran ran = Ran.live(
                Map.of(),
                "plan",
                "--url",
                "postgresql://u:topsecret@localhost:" + port + "/d",
                "--connect-timeout",
                "1s",
                "--json");
        assertEquals(7, ran.exit(), ran.out());
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 30_000);
        assertTrue(
                ran.out().contains("\"code\": \"TDM-402\"")
                        && ran.out().contains("connection refused (")
                        && ran.out().matches("(?s).*[0-9]+ attempts? in .*"),
                ran.out());
        assertTrue(ran.out().contains("\"retry\": true") && ran.out().contains("\"exit\": 7"), ran.out());
        assertFalse(ran.out().contains("topsecret"), ran.out());
    }

    @Test
    void aSilentServerIsNotWaitedForLonger() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();
            Ran ran = Ran.live(
                    Map.of("PGCONNECT_TIMEOUT", "1"),
                    "plan",
                    "--url",
                    "jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/d?user=u&password=p");
            assertEquals(7, ran.exit(), ran.err());
            assertTrue(ran.err().startsWith("[TDM-403] 127.0.0.1:" + socket.getLocalPort()), ran.err());
            assertTrue(
                    ran.err().contains("host from --url, port from --url")
                            && ran.err().contains("--connect-timeout 60s"),
                    ran.err());
            long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
            assertTrue(took > 900 && took < 30_000, "took " + took + " ms");
        }
    }

    @Test
    void anUnknownHostIsNotTriedAgain() {
        Ran ran = Ran.live(Map.of("PGHOST", "no-such-host.invalid", "PGUSER", "u"), "plan");
        assertEquals(7, ran.exit(), ran.err());
        assertTrue(
                ran.err()
                        .startsWith(
                                "[TDM-402] nothing answers at no-such-host.invalid:5432: the name does not resolve"),
                ran.err());
        assertFalse(ran.err().contains("attempt"), ran.err());
    }

    @Test
    void aServerWithoutTls() {
        Ran ran =
                Ran.live(Map.of("PGSSLMODE", "require"), "plan", "--url", url("postgres", "postgres", database.name()));
        assertEquals(6, ran.exit(), ran.err());
        assertTrue(ran.err().startsWith("[TDM-40") && ran.err().contains("SSL"), ran.err());
    }

    @Test
    void noSlotLeft() {
        String role = "cli_" + UUID.randomUUID().toString().substring(0, 8);
        database.run("create role " + role + " login password 'right' connection limit 0");
        try {
            Ran ran =
                    Ran.live(Map.of(), "plan", "--url", url(role, "right", database.name()), "--connect-timeout", "1s");
            assertEquals(7, ran.exit(), ran.err());
            assertTrue(ran.err().startsWith("[TDM-407]") && ran.err().contains("(53300)"), ran.err());
        } finally {
            database.run("drop role " + role);
        }
    }
}
