package dev.tidemark.lambda;

import dev.tidemark.fault.ConnectionFaults;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a function tries again to get a connection. A full server, one that fails over and a broken connection are worth the whole budget; a server that
 * refuses connections is not there, and costs a cold start two seconds in all, however many phases meet it.
 */
final class ConnectPatience {
    /** Besides what the pool spends on its own attempts. */
    private static final Duration REFUSED_FOR = Duration.ofMillis(500);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private Duration pause = FIRST_PAUSE;
    private Duration refused = Duration.ZERO;

    /** The next trouble is a new one. */
    synchronized void succeeded() {
        pause = FIRST_PAUSE;
        refused = Duration.ZERO;
    }

    /** Whether it is worth another try; then it has waited, with jitter. */
    boolean pausedFor(SQLException e, Budget budget) {
        Duration next = next(e, budget);
        try {
            if (!next.isZero()) {
                Thread.sleep(next);
            }
            return !next.isZero();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized Duration next(SQLException e, Budget budget) {
        long half = pause.toMillis() / 2;
        Duration next = Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
        boolean isRefused = ConnectionFaults.isRefused(e);
        boolean worth = isRefused
                ? refused.plus(next).compareTo(REFUSED_FOR) <= 0
                : ConnectionFaults.of(e, "the database").retriable();
        if (!worth || !budget.has(next.multipliedBy(2))) {
            return Duration.ZERO;
        }
        refused = isRefused ? refused.plus(next) : refused;
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        return next;
    }
}
