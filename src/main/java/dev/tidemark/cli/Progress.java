package dev.tidemark.cli;

import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncListener;
import dev.tidemark.report.Figures;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Says on stderr what takes longer than two seconds. On a terminal the line is drawn again every second; elsewhere there is a line when a step is noticed,
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
    private long waitSaid;

    /**
     * What runs now.
     *
     * @param size how many statements were sent together
     * @param open how many of them are not done
     * @param said when it was last said, 0: not yet
     */
    private record Step(Plan.Statement statement, int size, int open, long start, long said) {
        Duration ran() {
            return Duration.ofNanos(System.nanoTime() - start);
        }

        boolean due() {
            return said == 0 ? ran().compareTo(QUIET) >= 0 : System.nanoTime() - said >= SELDOM.toNanos();
        }

        boolean buildsIndex() {
            return statement.sql().toLowerCase(Locale.ROOT).contains("index");
        }

        Step oneMore() {
            return new Step(statement, size + 1, open + 1, start, said);
        }

        Step oneDone() {
            return new Step(statement, size, open - 1, start, said);
        }

        Step saidNow() {
            return new Step(statement, size, open, start, System.nanoTime());
        }

        String name() {
            ObjectName object = statement.object();
            String name =
                    object.kind().label() + " " + (object.member().isEmpty() ? object.display() : object.member());
            return size == 1 ? name : name + " and " + (size - 1) + " more, in one transaction";
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
            case SyncEvent.Waiting waiting -> waits(waiting);
            case SyncEvent.Retrying retrying -> again(retrying);
            case SyncEvent.StatementStarted started -> begin(started);
            case SyncEvent.StatementDone done -> end(done);
            case SyncEvent.LeaseAcquired acquired -> clear();
            case SyncEvent.Planned planned -> clear();
            case SyncEvent.Finished finished -> close();
        }
    }

    /** Statements that start before another one ended are sent together: one step. */
    private synchronized void begin(SyncEvent.StatementStarted started) {
        Step now = step;
        step = now == null ? new Step(started.statement(), 1, 1, System.nanoTime(), 0) : now.oneMore();
    }

    private synchronized void end(SyncEvent.StatementDone done) {
        Step now = step;
        if (now == null) {
            return;
        }
        step = now.open() > 1 ? now.oneDone() : null;
        if (step == null && done.took().compareTo(QUIET) >= 0) {
            line(style.good("✓") + " " + now.name() + "  " + Figures.clock(done.took()));
        }
    }

    /** The batch is sent again from its beginning. */
    private synchronized void again(SyncEvent.Retrying retrying) {
        step = null;
        String held = retrying.blockedBy().isEmpty() ? "" : "; held by " + retrying.blockedBy();
        line("… " + retrying.statement().object().display() + ": waiting for its lock, try " + retrying.attempt()
                + " of " + retrying.attempts() + held);
    }

    /** A line that the next one replaces on a terminal; elsewhere said at first and then seldom. */
    private synchronized void waits(SyncEvent.Waiting waiting) {
        String text =
                waiting.app() + ": " + waiting.holder() + " holds the lease, waited " + Figures.time(waiting.waited());
        if (redraw) {
            draw("… " + text);
        } else if (waitSaid == 0 || System.nanoTime() - waitSaid >= SELDOM.toNanos()) {
            waitSaid = System.nanoTime();
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
                say(now, now.buildsIndex() ? target.progress() : OptionalInt.empty());
            }
        }
    }

    private synchronized @Nullable Step current() {
        return step;
    }

    private synchronized void say(Step told, OptionalInt percent) {
        Step now = step;
        if (now == null || now.start() != told.start() || closed.get()) {
            return;
        }
        String text = now.name() + part(now, percent);
        if (redraw) {
            draw(style.warn("~") + " " + text);
        } else {
            line("~ " + text);
        }
        step = now.saidNow();
    }

    /** {@code 42 %  0:13, about 0:18 left}, or only the time. */
    private static String part(Step now, OptionalInt percent) {
        if (percent.isEmpty()) {
            return "  " + Figures.clock(now.ran());
        }
        int done = percent.getAsInt();
        Duration left = now.ran().multipliedBy(100L - done).dividedBy(done);
        return "  " + done + " %  " + Figures.clock(now.ran()) + ", about " + Figures.clock(left) + " left";
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
