package dev.tidemark.junit;

/**
 * A PostgreSQL server for tests, such as a container.
 *
 * <pre>{@code
 * public final class OurPostgres implements PostgresServer {
 *     private final PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
 *
 *     public OurPostgres() {
 *         container.start();
 *     }
 *
 *     public String url() {
 *         return container.getJdbcUrl();
 *     }
 *
 *     public String user() {
 *         return container.getUsername();
 *     }
 *
 *     public String password() {
 *         return container.getPassword();
 *     }
 *
 *     public void close() {
 *         container.stop();
 *     }
 * }
 * }</pre>
 */
public interface PostgresServer extends AutoCloseable {
    /** Of any database on the server, {@code jdbc:postgresql://host:port/database}; may hold user and password. */
    String url();

    /** A role that may create databases; empty: the one in the URL. */
    default String user() {
        return "";
    }

    /** Its password; empty: the one in the URL, or none. */
    default String password() {
        return "";
    }

    /** The end of the run. */
    @Override
    default void close() {}
}
