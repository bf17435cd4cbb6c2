package dev.tidemark.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: cancels on the server what runs, wakes the thread that waits, and gives it a moment to give back the lease. The JVM then ends with
 * 130 or 143 by itself.
 */
final class Interrupts {
    private static final int TRIES = 25;
    private static final long TRY_MILLIS = 200;

    private final Session session;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);

    private Interrupts(Session session) {
        this.session = session;
    }

    static Interrupts install(Session session) {
        Interrupts interrupts = new Interrupts(session);
        Runtime.getRuntime().addShutdownHook(new Thread(interrupts::interrupted, "tidemark-interrupt"));
        return interrupts;
    }

    /** The command has ended by itself. */
    void finished() {
        finished.countDown();
    }

    private void interrupted() {
        if (finished.getCount() == 0) {
            return;
        }
        Target target = session.running().get();
        boolean ended = target == null;
        worker.interrupt();
        try {
            for (int i = 0; i < TRIES && !ended && target != null; i++) {
                target.cancel();
                ended = finished.await(TRY_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            ended = false;
        }
        session.err().println("interrupted: " + (target == null ? "nothing was run" : said(ended)));
    }

    private static String said(boolean ended) {
        return ended
                ? "what ran was cancelled on the server, and the lease given back"
                : "the server was asked to cancel; a lease that is still held runs out by itself";
    }
}
