package dev.tidemark.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** PostgreSQL in a container, as most users' tests run it; the image is built by {@code src/build/docker-postgres.sh}. */
@Tag("docker")
final class ContainerTest {
    private static final String IMAGE = "tidemark/postgres:16";

    @Test
    void aContainerAnswersOverItsMappedPort() throws SQLException {
        needDocker();
        try (PostgreSQLContainer container =
                new PostgreSQLContainer(DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))) {
            container.start();
            try (Connection connection = DriverManager.getConnection(
                            container.getJdbcUrl(), container.getUsername(), container.getPassword());
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("select current_database(), version()")) {
                assertTrue(result.next());
                assertEquals(container.getDatabaseName(), result.getString(1));
                assertTrue(result.getString(2).startsWith("PostgreSQL 16"), result.getString(2));
            }
        }
    }

    private static void needDocker() {
        try {
            Needs.Ran ran = Needs.run(List.of("docker", "image", "inspect", IMAGE));
            if (ran.exit() != 0) {
                throw Needs.missing("docker with the image " + IMAGE, ran.err() + " (src/build/docker-postgres.sh)");
            }
        } catch (IOException e) {
            throw Needs.missing("docker", String.valueOf(e.getMessage()));
        }
    }
}
