package dev.tidemark.deploy;

import dev.tidemark.TidemarkException;
import dev.tidemark.control.Deployments;
import dev.tidemark.identity.Identity;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** This invocation's claim on the request, renewed by a thread of its own until it is let go. */
final class Holding {
    private static final Duration POLL = Duration.ofMillis(250);

    private final Deployments deployments;
    private final Deployments.Claim claim;
    private final DataSource source;
    private final Duration ttl;
    private final Deployments.@Nullable Reply undelivered;
    private final Thread heart;

    private Holding(
            Deployments deployments,
            Deployments.Claim claim,
            DataSource source,
            Duration ttl,
            Deployments.Granted granted) {
        this.deployments = deployments;
        this.claim = claim;
        this.source = source;
        this.ttl = ttl;
        this.undelivered = granted.undelivered();
        this.heart = new Thread(this::beat, "tidemark-claim");
        heart.setDaemon(true);
    }

    /**
     * The claim; null where another invocation is at work, or its answer has arrived. A holder that died is waited for until its claim lapses: one that lives
     * renews it meanwhile.
     *
     * @param source yields a connection for each renewal
     */
    static @Nullable Holding take(
            Deployments deployments,
            Deployments.Claim claim,
            Identity identity,
            DataSource source,
            Duration ttl,
            List<String> runtimeRoles,
            Duration left)
            throws SQLException {
        long end = System.nanoTime()
                + Times.shorter(ttl.plus(ttl.dividedBy(4)), left).toNanos();
        while (true) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(true);
                Deployments.@Nullable Granted granted =
                        deployments.claim(connection, identity, claim, ttl, runtimeRoles);
                if (granted != null) {
                    Holding holding = new Holding(deployments, claim, source, ttl, granted);
                    holding.heart.start();
                    return holding;
                }
            }
            if (System.nanoTime() + POLL.toNanos() > end || !Times.slept(POLL)) {
                return null;
            }
        }
    }

    /** What an earlier invocation answered, and nobody is known to have taken; null where there is no such answer. */
    Deployments.@Nullable Reply undelivered() {
        return undelivered;
    }

    /** Ends the renewals. */
    void stop() {
        heart.interrupt();
    }

    /** Notes what this invocation answers; false where it may not. */
    boolean settle(DataSource fresh, Deployments.Reply reply) throws SQLException {
        stop();
        try (Connection connection = fresh.getConnection()) {
            return deployments.settle(connection, claim, reply, ttl);
        }
    }

    /** Leaves the request to the next invocation; false where it is another's already. */
    boolean handOn(DataSource fresh) throws SQLException {
        stop();
        try (Connection connection = fresh.getConnection()) {
            return deployments.handOn(connection, claim);
        }
    }

    /** After {@link #handOn}, when there will be no next invocation; false where it has begun. */
    boolean takeBack(DataSource fresh, Deployments.Reply reply) throws SQLException {
        try (Connection connection = fresh.getConnection()) {
            return deployments.takeBack(connection, claim, reply, ttl);
        }
    }

    /** Notes that the answer has arrived. */
    boolean delivered(DataSource fresh) throws SQLException {
        stop();
        try (Connection connection = fresh.getConnection()) {
            return deployments.delivered(connection, claim);
        }
    }

    private void beat() {
        boolean ours = true;
        while (ours && Times.slept(ttl.dividedBy(3))) {
            try (Connection connection = source.getConnection()) {
                ours = deployments.renew(connection, claim, ttl);
            } catch (SQLException | TidemarkException e) {
                // The next one may get through; if none does, the claim lapses, and the answer is another's.
            }
        }
    }
}
