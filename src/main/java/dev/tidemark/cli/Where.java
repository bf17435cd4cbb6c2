package dev.tidemark.cli;

import dev.tidemark.StatusReport;
import dev.tidemark.SyncStatus;
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
    /** Whether this code's version is the recorded one, and nothing of it is left to do for a sync of this mode. */
    boolean isSettled(boolean safe) {
        return status != null
                && status.status() == SyncStatus.UP_TO_DATE
                && status.deferred() == 0
                && (safe || status.withheld() == 0);
    }

    Where withStatus(StatusReport now) {
        return new Where(database, server, serverVersion, now);
    }
}
