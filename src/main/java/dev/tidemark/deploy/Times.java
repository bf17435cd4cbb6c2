package dev.tidemark.deploy;

import java.time.Duration;

/**
 * How one invocation's time is divided: the sync, a pause for it to come back by itself, and the reserve in which this invocation answers or hands
 * on.
 *
 * <p>The reserve is a tenth of the time and at most 10 s (the first call through the SDK takes seconds on a small function), at least 5 s, but never
 * more than a third: of 900 s it is 10 s, of 20 s 5 s, of 3 s 1 s. The sync's budget ends half a reserve earlier.
 */
final class Times {
    private static final Duration MOST = Duration.ofSeconds(10);
    private static final Duration LEAST = Duration.ofSeconds(5);

    private final long end;
    private final Duration reserve;

    private Times(long end, Duration reserve) {
        this.end = end;
        this.reserve = reserve;
    }

    /** Of an invocation that Lambda ends in so much time. */
    static Times of(Duration remaining) {
        Duration tenth = shorter(MOST, longer(remaining.dividedBy(10), LEAST));
        return new Times(System.nanoTime() + remaining.toNanos(), shorter(tenth, remaining.dividedBy(3)));
    }

    /** Until Lambda ends this invocation; never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Until the reserve begins; never negative. */
    Duration untilReserve() {
        Duration until = left().minus(reserve);
        return until.isNegative() ? Duration.ZERO : until;
    }

    /** What a sync may take; never negative. */
    Duration forSync() {
        Duration until = untilReserve().minus(reserve.dividedBy(2));
        return until.isNegative() ? Duration.ZERO : until;
    }

    /** Whether the pause was had; false where the thread was interrupted, which it then still is. */
    static boolean slept(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
