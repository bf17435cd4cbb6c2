package dev.tidemark.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where to connect. */
public final class ConnectionOptions {
    /** What {@code --connect-timeout} means. */
    public static final String TIMEOUT = "for each attempt and for all together; 10s, or PGCONNECT_TIMEOUT";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "postgresql://user@host:5432/db or jdbc:postgresql://…; else DATABASE_URL (both forms), else"
                    + " PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, which also fill in what a URL leaves out")
    public @Nullable String url;

    @Option(names = "--connect-timeout", paramLabel = "TIME", description = TIMEOUT)
    @Nullable
    Duration timeout;

    /** What {@code --connect-timeout} says. */
    public @Nullable Duration timeout() {
        return timeout;
    }

    Target open(Session session, ConnectionSettings settings) {
        Duration limit = timeout != null
                ? timeout
                : Durations.seconds(settings.properties().getOrDefault("connectTimeout", "10"), "connect_timeout");
        return session.targets().apply(settings, limit);
    }
}
