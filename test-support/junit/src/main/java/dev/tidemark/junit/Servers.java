package dev.tidemark.junit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Which server a test class runs on. */
final class Servers {
    private Servers() {}

    static PostgresServer start(Class<? extends PostgresServer> type, ExtensionContext context) {
        if (type != PostgresServer.class) {
            return made(type);
        }
        String url = context.getConfigurationParameter("tidemark.test.url")
                .orElseGet(() -> System.getenv().getOrDefault("TIDEMARK_TEST_URL", ""));
        return url.isBlank() ? new Embedded() : () -> url;
    }

    private static PostgresServer made(Class<? extends PostgresServer> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw new ExtensionConfigurationException(type.getName() + " did not start", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new ExtensionConfigurationException(
                    type.getName() + " needs a public constructor without parameters, in a public class", e);
        }
    }

    /** Lost data is no loss here: nothing is written to the disk for good. */
    private static final class Embedded implements PostgresServer {
        private final EmbeddedPostgres server;

        Embedded() {
            try {
                server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("the embedded PostgreSQL did not start", e);
            }
        }

        @Override
        public String url() {
            return server.getJdbcUrl("postgres", "postgres");
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException("the embedded PostgreSQL did not stop", e);
            }
        }
    }
}
