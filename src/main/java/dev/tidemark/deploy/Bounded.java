package dev.tidemark.deploy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does something on a thread of its own and waits so long and no longer; what hangs is left behind. */
final class Bounded {
    private Bounded() {}

    /**
     * The task's result.
     *
     * @throws TimeoutException where it did not come; the thread was interrupted
     * @throws ExecutionException with what the task threw
     */
    static <T> T call(String name, Duration limit, Callable<T> task) throws TimeoutException, ExecutionException {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(future, "tidemark-" + name);
        thread.setDaemon(true);
        thread.start();
        try {
            return future.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw e;
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new ExecutionException("interrupted", e);
        }
    }
}
