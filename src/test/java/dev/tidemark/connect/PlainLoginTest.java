package dev.tidemark.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.ChildJvm;
import dev.tidemark.testkit.MessageProxy;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a function with a plain password costs: no round trip and no class more than it needs. */
final class PlainLoginTest {
    private final TestDatabase database = TestPostgres.fresh();

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void theDriverSendsNothingBesidesTheQueriesAndPreparesNothing() throws SQLException {
        try (MessageProxy proxy = MessageProxy.inFrontOf(database)) {
            Map<String, String> environment = Map.of("TIDEMARK_URL", proxy.url(), "AWS_LAMBDA_FUNCTION_NAME", "orders");
            try (Connection connection =
                    Databases.runtime(environment, Duration.ofSeconds(5)).getConnection()) {
                for (int i = 0; i < 8; i++) {
                    try (var query = connection.prepareStatement(
                                    "select current_setting('application_name'), count(*) from pg_prepared_statements");
                            ResultSet row = query.executeQuery()) {
                        assertTrue(row.next());
                        assertEquals("orders0", row.getString(1) + row.getInt(2));
                    }
                }
            }
            MessageProxy.Traffic traffic = proxy.traffic();
            assertEquals(8, traffic.executed());
            assertEquals(8, traffic.roundTrips());
            assertEquals(
                    Set.of("select current_setting('application_name'), count(*) from pg_prepared_statements"),
                    Set.copyOf(traffic.statements()));
        }
    }

    @Test
    void noClassOfOtherCredentialsIsLoaded() throws Exception {
        try (ChildJvm jvm = ChildJvm.of(PlainLoginMain.class)
                .env("TIDEMARK_HOST", database.host())
                .env("TIDEMARK_PORT", String.valueOf(database.port()))
                .env("TIDEMARK_DATABASE", database.name())
                .env("TIDEMARK_USER", "postgres")
                .env("TIDEMARK_PASSWORD", "postgres")
                .logClasses()
                .start()) {
            jvm.awaitLine("=> connected", Duration.ofSeconds(40));
            jvm.awaitExit(Duration.ofSeconds(20));
            Set<String> ours = new TreeSet<>();
            for (String name : jvm.loadedClasses()) {
                if (name.startsWith("dev.tidemark.connect.")) {
                    ours.add(name.substring("dev.tidemark.connect.".length()));
                }
            }
            ours.removeIf(name -> name.contains("Lambda") || name.equals("PlainLoginMain"));
            assertEquals(
                    new TreeSet<>(
                            List.of("Address", "Credential", "Credential$Kind", "Databases", "Role", "Target", "Tls")),
                    ours);
            List<String> dear = jvm.loadedClasses().stream()
                    .filter(c -> c.startsWith("software.amazon.")
                            || c.startsWith("sun.net.www.protocol.http.")
                            || c.startsWith("sun.security.ssl.")
                            || c.startsWith("dev.tidemark.report.Json"))
                    .toList();
            assertEquals(List.of(), dear);
        }
    }
}
