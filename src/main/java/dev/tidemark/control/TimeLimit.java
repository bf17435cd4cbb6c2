package dev.tidemark.control;

import java.time.Duration;

/**
 * The end of a transaction's waits on the server: {@code SET LOCAL} of the lock, statement and idle timeouts, whatever the role and the database set.
 *
 * @param lock the longest wait for a lock
 * @param statement the longest that one statement may take, its waits included
 */
public record TimeLimit(Duration lock, Duration statement) {
    /** So much later than the client ends a wait the server ends it by itself, for the case that the client is gone. */
    private static final Duration AFTER_THE_CLIENT = Duration.ofMillis(500);

    /** A transaction whose client is silent between two statements ends; every control transaction is one or two round trips. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** Where nothing waits longer than the call may. */
    public static TimeLimit of(Duration left) {
        return new TimeLimit(left.plus(AFTER_THE_CLIENT), left.plus(AFTER_THE_CLIENT));
    }

    /** The same with a shorter wait for locks. */
    public TimeLimit withLock(Duration lock) {
        return new TimeLimit(lock.compareTo(statement) < 0 ? lock : statement, statement);
    }

    /** For right behind the BEGIN of a transaction on the control tables, with a last semicolon. */
    public String settings() {
        return waits() + " set local idle_in_transaction_session_timeout = " + IDLE.toMillis() + ";";
    }

    /** The two timeouts of statements alone, with a last semicolon. */
    public String waits() {
        return "set local lock_timeout = " + millis(lock) + "; set local statement_timeout = " + millis(statement)
                + ";";
    }

    /** 0 would be none. */
    private static long millis(Duration limit) {
        return Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
    }
}
