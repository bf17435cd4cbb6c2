package dev.tidemark.lambda;

import dev.tidemark.SyncStatus;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The database is not in the state that this code needs, and may be later: the same request again, after {@link #retryAfter()}, may succeed.
 *
 * <p>A function behind HTTP answers 503 with {@code Retry-After}; one behind a queue lets it through, and the message comes back.
 */
public final class TidemarkUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable SyncStatus status;
    private final Duration retryAfter;

    TidemarkUnavailable(String message, @Nullable SyncStatus status, Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = Objects.requireNonNull(retryAfter);
    }

    /** How the check ended; null where it failed with an exception, which is the cause. */
    public @Nullable SyncStatus status() {
        return status;
    }

    /** When it is worth trying again; at least a second. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Always true; here so that a handler can treat it like {@link dev.tidemark.TidemarkException}. */
    public boolean retriable() {
        return true;
    }
}
