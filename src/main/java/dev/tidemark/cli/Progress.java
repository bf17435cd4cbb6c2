package dev.tidemark.cli;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncListener;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Says on stderr what takes longer than two seconds. On a terminal the line is drawn anew every second; elsewhere there is a line when a step is noticed,
 * every 30 s, and when it ends. Done steps stay.
 */
final class Progress implements SyncListener, AutoCloseable {
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final Duration SELDOM = Duration.ofSeconds(30);
    private static final long TICK_MILLIS = 1000;

    private final Session session;
    private final Style style;
    private final Target target;
    private final boolean redraw;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread ticker;
    private @Nullable Step step;
    private boolean drawn;

    /** What runs now. */
    private record Step(Plan.Statement statement, int number, int total, long start, long said) {
        Duration ran() {
            return Duration.ofNanos(System.nanoTime() - start);
        }

        boolean due() {
            return said == 0 ? ran().compareTo(QUIET) >= 0 : System.nanoTime() - said >= SELDOM.toNanos();
        }

        Step saidNow() {
            return new Step(statement, number, total, start, System.nanoTime());
        }
    }

    Progress(Session session, Style style, Target target) {
        this.session = session;
        this.style = style;
        this.target = target;
        this.redraw =
                session.terminal().stderr() && !"dumb".equals(session.env().get("TERM"));
        this.ticker = new Thread(this::tick, "tidemark-progress");
        ticker.setDaemon(true);
        ticker.start();
    }

    @Override
    public void on(SyncEvent event) {
        switch (event) {
            case SyncEvent.Waiting waiting ->
                passing(
                        waiting.app() + ": " + waiting.holder() + " holds the lease, waited "
                                + Figures.time(waiting.waited()),
                        waiting.waited());
            case SyncEvent.Retrying retrying ->
                line("… " + retrying.statement().object().display()
                        + ": waiting for its lock, try " + retrying.attempt() + " of " + retrying.attempts()
                        + (retrying.blockedBy().isEmpty() ? "" : "; held by " + retrying.blockedBy()));
            case SyncEvent.StatementStarted started -> begin(started);
            case SyncEvent.StatementDone done -> end(done);
            case SyncEvent.LeaseAcquired acquired -> clear();
            case SyncEvent.Planned planned -> clear();
            case SyncEvent.Finished finished -> close();
        }
    }

    private synchronized void begin(SyncEvent.StatementStarted started) {
        step = new Step(started.statement(), started.number(), started.total(), System.nanoTime(), 0);
    }

    private synchronized void end(SyncEvent.StatementDone done) {
        step = null;
        if (done.took().compareTo(QUIET) >= 0) {
            line(style.good("✓") + " " + name(done.statement().object()) + "  " + Figures.clock(done.took()));
        }
    }

    /** A line that the next one replaces on a terminal; elsewhere said at first and then seldom. */
    private synchronized void passing(String text, Duration waited) {
        if (redraw) {
            draw(text);
        } else if (waited.toSeconds() % SELDOM.toSeconds() == 0) {
            line("… " + text);
        }
    }

    private void tick() {
        while (!closed.get()) {
            try {
                Thread.sleep(TICK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            Step now = current();
            if (now != null && now.ran().compareTo(QUIET) >= 0 && (redraw || now.due())) {
                say(now, index(now) ? target.progress() : OptionalInt.empty());
            }
        }
    }

    private static boolean index(Step now) {
        return now.statement().sql().toLowerCase(java.util.Locale.ROOT).contains("index");
    }

    private synchronized @Nullable Step current() {
        return step;
    }

    private synchronized void say(Step now, OptionalInt percent) {
        if (step == null || step.start() != now.start() || closed.get()) {
            return;
        }
        String part = percent.isPresent() ? "  " + percent.getAsInt() + " %" : "";
        String left = percent.isPresent()
                ? ", about "
                        + Figures.clock(now.ran()
                                .multipliedBy(100L - percent.getAsInt())
                                .dividedBy(percent.getAsInt())) + " left"
                : "";
        String text = name(now.statement().object()) + part + "  " + Figures.clock(now.ran()) + left
                + (now.total() > 1 ? "  (" + now.number() + " of " + now.total() + ")" : "");
        if (redraw) {
            draw(style.warn("~") + " " + text);
        } else {
            line("~ " + text);
        }
        step = now.saidNow();
    }

    private static String name(ObjectName object) {
        return object.kind().label() + " " + (object.member().isEmpty() ? object.display() : object.member());
    }

    private void draw(String text) {
        session.err().print("\r\u001b[K" + style.show(text));
        session.err().flush();
        drawn = true;
    }

    private synchronized void line(String text) {
        clear();
        session.err().println(style.show(text));
    }

    private synchronized void clear() {
        if (drawn) {
            session.err().print("\r\u001b[K");
            session.err().flush();
            drawn = false;
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            ticker.interrupt();
            clear();
        }
    }
}
