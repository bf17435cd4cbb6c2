package dev.tidemark.plan.model;

import dev.tidemark.catalog.Table;
import java.time.Duration;

/**
 * How long work on a table takes, from its size and a throughput; an order of magnitude for a small cloud instance, never a promise.
 */
public final class Estimates {
    /** Reading every row: sequential, mostly from disk. */
    static final long SCAN_BYTES_PER_SECOND = 150L << 20;
    /** Writing every row again with its indexes and WAL. */
    static final long REWRITE_BYTES_PER_SECOND = 36L << 20;
    /** Reading every row twice (concurrently) and sorting. */
    static final long INDEX_BYTES_PER_SECOND = 72L << 20;
    /** What this many bytes hold is scanned in a moment: 1,000 pages. No detour through a check is worth it below. */
    static final long SMALL_BYTES = 1000L * 8192;
    /** A catalog change with its round trip. */
    public static final Duration INSTANT = Duration.ofMillis(5);

    private Estimates() {}

    static Duration scan(Table table) {
        return of(table, SCAN_BYTES_PER_SECOND);
    }

    static Duration rewrite(Table table) {
        return of(table, REWRITE_BYTES_PER_SECOND);
    }

    static Duration index(Table table) {
        return of(table, INDEX_BYTES_PER_SECOND);
    }

    /** Whether a scan under a strong lock hurts nobody. */
    static boolean small(Table table) {
        return table.empty() || table.bytes() <= SMALL_BYTES;
    }

    private static Duration of(Table table, long bytesPerSecond) {
        return table.empty() ? INSTANT : INSTANT.plusMillis(table.bytes() * 1000 / bytesPerSecond);
    }
}
