package dev.tidemark.apply;

import java.time.Duration;

/** The end of a call's budget, by this process's monotonic clock. */
final class Deadline {
    private final long start;
    private final long end;

    private Deadline(long start, long end) {
        this.start = start;
        this.end = end;
    }

    static Deadline in(Duration budget) {
        long now = System.nanoTime();
        return new Deadline(now, now + budget.toNanos());
    }

    /** What is left; never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** The shorter of {@code wanted} and what is left. */
    Duration atMost(Duration wanted) {
        Duration left = left();
        return wanted.compareTo(left) < 0 ? wanted : left;
    }

    /** Whether it has passed. */
    boolean passed() {
        return left().isZero();
    }

    /** Since the call began. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
