package dev.tidemark.apply;

import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.SessionSettings;
import dev.tidemark.lease.Lease;
import dev.tidemark.sql.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a transaction says before anything else, and before each statement whose wishes differ from the last one's. */
final class Preamble {
    /** The client ends the wait first, and says who is in the way. */
    private static final Duration AFTER_THE_CLIENT = Duration.ofMillis(500);

    private final SyncOptions options;
    private final Deadline deadline;
    private final Lease lease;
    private String lastPath = "";
    private Duration lastLock = Duration.ofSeconds(-1);

    Preamble(SyncOptions options, Deadline deadline, Lease lease) {
        this.options = options;
        this.lease = lease;
        this.deadline = deadline;
    }

    /** With the lease's time to live as the longest that nothing may be asked: a frozen holder must not keep its locks. */
    List<String> begin() {
        return begin(1);
    }

    /** The same with some times that time, never past the budget: for a transaction whose locks keep nobody waiting. */
    List<String> begin(int times) {
        long ttl = Math.max(1000, options.leaseTtl().toMillis());
        long idle = Math.max(ttl, Math.min(ttl * times, deadline.left().toMillis()));
        List<String> settings = new ArrayList<>();
        settings.add(Fenced.READ_COMMITTED);
        settings.addAll(SessionSettings.statements());
        long left = deadline.left().plus(AFTER_THE_CLIENT).toMillis();
        settings.add("set local application_name = " + Sql.identifier(lease.applicationName()));
        settings.add("set local statement_timeout = " + left);
        settings.add("set local idle_in_transaction_session_timeout = " + idle);
        if (options.owner() != null && !options.owner().isEmpty()) {
            settings.add("set local role " + Sql.identifier(options.owner()));
        }
        return settings;
    }

    List<String> before(Plan.Statement statement) {
        List<String> settings = new ArrayList<>(2);
        String path = SessionSettings.searchPath(statement.searchPath());
        if (!path.equals(lastPath)) {
            settings.add(path);
            lastPath = path;
        }
        if (!statement.lockTimeout().equals(lastLock)) {
            settings.add("set local lock_timeout = " + statement.lockTimeout().toMillis());
            lastLock = statement.lockTimeout();
        }
        return settings;
    }
}
