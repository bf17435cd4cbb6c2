package dev.tidemark.connect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** What a connection by these settings is encrypted with; apart from the tests' server, which a JVM of its own must not start a second time. */
final class TlsProtocol {
    private static final Duration LONG = Duration.ofSeconds(20);

    private TlsProtocol() {}

    /** Empty: with nothing. */
    static String of(Map<String, String> environment) throws SQLException {
        try (Connection connection = Databases.runtime(environment, LONG).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select coalesce(max(version), '') from pg_stat_ssl where pid ="
                        + " pg_backend_pid() and ssl")) {
            row.next();
            return row.getString(1);
        }
    }
}
