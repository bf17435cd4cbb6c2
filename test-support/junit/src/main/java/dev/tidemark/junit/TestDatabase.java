package dev.tidemark.junit;

import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of a test.
 *
 * @param url {@code jdbc:postgresql://host:port/name?…}, without user and password
 * @param user who owns it
 * @param password empty: none is needed
 */
public record TestDatabase(String url, String user, String password) {
    public TestDatabase {
        Objects.requireNonNull(url);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
    }

    /** Opens a connection each time; no pool. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password.isEmpty() ? null : password);
        return source;
    }

    /** The settings with which a function under test finds this database ({@code docs/configuration.md}). */
    public Map<String, String> environment() {
        return Map.of("TIDEMARK_URL", url, "TIDEMARK_USER", user, "TIDEMARK_PASSWORD", password);
    }

    static TestDatabase of(PostgresServer server) {
        PGSimpleDataSource parsed = new PGSimpleDataSource();
        parsed.setUrl(server.url());
        String user = first(server.user(), parsed.getUser());
        parsed.setUser(null);
        return new TestDatabase(
                withoutLogin(server.url()),
                user.isEmpty() ? System.getProperty("user.name", "postgres") : user,
                first(server.password(), parsed.getPassword()));
    }

    /** Another database of the same server. */
    TestDatabase named(String name) {
        int path = url.indexOf('/', "jdbc:postgresql://".length());
        int query = url.indexOf('?');
        String server = path < 0 ? (query < 0 ? url : url.substring(0, query)) : url.substring(0, path);
        return new TestDatabase(server + "/" + name + (query < 0 ? "" : url.substring(query)), user, password);
    }

    private static String first(String given, @Nullable String other) {
        return given.isEmpty() && other != null ? other : given;
    }

    private static String withoutLogin(String url) {
        return url.replaceAll("([?&])(?:user|password)=[^&]*&?", "$1").replaceAll("[?&]$", "");
    }

    @Override
    public String toString() {
        return url;
    }
}
