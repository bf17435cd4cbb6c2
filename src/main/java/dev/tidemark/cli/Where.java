package dev.tidemark.cli;

import dev.tidemark.StatusReport;
import org.jspecify.annotations.Nullable;

/**
 * What a command talks about, for its first line.
 *
 * @param database the database's name
 * @param server {@code host:port}
 * @param serverVersion as the server says it
 * @param status what was recorded before, if that was asked
 */
record Where(
        String database,
        String server,
        String serverVersion,
        @Nullable StatusReport status) {
    Where withStatus(StatusReport now) {
        return new Where(database, server, serverVersion, now);
    }
}
