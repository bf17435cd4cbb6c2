package dev.tidemark.lambda;

import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.connect.HeldConnections;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what works with a database does not outlast an invocation, whatever the database does.
 *
 * <p>The engine keeps its budget by itself as long as the server answers. Where it does not, the work is ended from outside: its connections are cut, none
 * is given out any more, and the invocation answers.
 */
final class InvocationWatchdog {
    /** How long work whose connections were cut may take to come to its end; nobody waits longer. */
    private static final Duration UNWINDING = Duration.ofMillis(100);

    private final HeldConnections held = new HeldConnections("the time of this invocation is over");

    /** The same DataSource, every connection of which is known here. */
    DataSource over(DataSource source) {
        return held.over(source);
    }

    /**
     * Does the work on a thread of its own, for so long at most.
     *
     * @throws TidemarkException what the work throws; TDM-307 (retriable) where it had to be ended
     */
    <T> T run(Duration limit, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "tidemark-work");
        thread.setDaemon(true);
        thread.start();
        try {
            return await(task, limit);
        } catch (TimeoutException e) {
            held.cut();
            return lateOrEnded(task, limit);
        }
    }

    /** Whether the work had to be ended. */
    boolean isOver() {
        return held.isRefused();
    }

    private static <T> T lateOrEnded(FutureTask<T> task, Duration limit) {
        try {
            return await(task, UNWINDING);
        } catch (TimeoutException | RuntimeException ended) {
            throw new TidemarkException(
                    Problem.of(
                            "TDM-307",
                            null,
                            "the time of this invocation was over after " + limit.toMillis() + " ms, and the database"
                                    + " had not answered; its connections were cut",
                            null,
                            null,
                            List.of("ask again: what was committed stands", "a longer Timeout for the function")),
                    true,
                    ended);
        }
    }

    private static <T> T await(FutureTask<T> task, Duration limit) throws TimeoutException {
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TidemarkException(
                    Problem.of("TDM-305", null, "interrupted", null, null, List.of("ask again")), true, e);
        }
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
}
