package dev.tidemark.lease;

import dev.tidemark.control.RoundTrip;
import dev.tidemark.control.TimeLimit;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Renews a lease every third of its TTL on a connection of its own, and at the end gives it back. */
final class Heartbeat implements Runnable {
    /** What giving back may take; a release that does not get through is an expiry. */
    static final Duration RELEASE_WITHIN = Duration.ofSeconds(3);

    private final Connection connection;
    private final Duration ttl;
    private final String renewal;
    private final Thread thread;

    private volatile Trust trust;
    private volatile boolean lost;
    private boolean stopping;
    private String lastWords = "";

    /**
     * Until when the holder trusts itself, by two clocks: one of them may stand still while a virtual machine is frozen.
     *
     * @param nanos {@link System#nanoTime}
     * @param millis {@link System#currentTimeMillis}
     */
    private record Trust(long nanos, long millis) {
        static Trust from(long startNanos, long startMillis, Duration ttl) {
            return new Trust(startNanos + ttl.toNanos(), startMillis + ttl.toMillis());
        }

        boolean holds() {
            return System.nanoTime() - nanos < 0 && System.currentTimeMillis() < millis;
        }
    }

    /** {@code startNanos} and {@code startMillis}: before the attempt that acquired. */
    Heartbeat(Connection connection, Duration ttl, String renewal, String name, long startNanos, long startMillis) {
        this.connection = connection;
        this.ttl = ttl;
        this.renewal = renewal;
        this.trust = Trust.from(startNanos, startMillis, ttl);
        this.thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean trusted() {
        return !lost && trust.holds();
    }

    /** The monotonic instant at which trust ends. */
    long trustedUntilNanos() {
        return trust.nanos();
    }

    /** Ends the thread with this statement; waits for it, but not for ever. Does nothing the second time. */
    void stop(String release, Duration limit) {
        synchronized (this) {
            if (stopping) {
                return;
            }
            stopping = true;
            lastWords = release;
            notifyAll();
        }
        try {
            thread.join(Math.clamp(limit.toMillis(), 1, RELEASE_WITHIN.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lost = true;
    }

    @Override
    public void run() {
        long pause = ttl.toMillis() / 3;
        while (!stopped(pause)) {
            if (!lost) {
                pause = renewed() ? ttl.toMillis() / 3 : ttl.toMillis() / 10;
            }
        }
        giveBack();
    }

    private synchronized boolean stopped(long pauseMillis) {
        long end = System.nanoTime() + Duration.ofMillis(pauseMillis).toNanos();
        try {
            while (!stopping) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            stopping = true;
        }
        return true;
    }

    /** False where it could not be said; the row decides, trust runs on from the last start that is known to have succeeded. */
    private boolean renewed() {
        long startNanos = System.nanoTime();
        long startMillis = System.currentTimeMillis();
        try (Statement statement = connection.createStatement()) {
            if (RoundTrip.alone(statement, limit(ttl.dividedBy(3)), renewal + " returning 1")
                    .next()) {
                trust = Trust.from(startNanos, startMillis, ttl);
            } else {
                lost = true;
            }
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Somebody else at the row must not keep this thread: a renewal that came too late is none. Whatever the role prefers, READ COMMITTED. */
    private static String limit(Duration longest) {
        return "set transaction isolation level read committed read write;"
                + TimeLimit.of(longest).settings();
    }

    private void giveBack() {
        String words;
        synchronized (this) {
            words = lastWords;
        }
        if (words.isEmpty()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            RoundTrip.alone(statement, limit(RELEASE_WITHIN), words + " returning 1");
        } catch (SQLException e) {
            // The lease expires by itself.
            lost = true;
        }
    }
}
