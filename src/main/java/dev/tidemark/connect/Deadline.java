package dev.tidemark.connect;

import java.time.Duration;

/** Until when reading a credential may take, all attempts together. */
record Deadline(long nanos) {
    /** So long from now. */
    static Deadline in(Duration left) {
        return new Deadline(System.nanoTime() + left.toNanos());
    }

    /** What is left; at least 1, so that a timeout of nothing is not taken for none. */
    long millis() {
        return Math.max(1, Duration.ofNanos(nanos - System.nanoTime()).toMillis());
    }
}
