package dev.tidemark;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Operations#unlock} found and did.
 *
 * @param app the app
 * @param status what became of the lease
 * @param holder who held it, for a reader; null where nobody did
 * @param hash the version that the holder was applying
 * @param term the term afterwards: after {@link Status#RELEASED} greater than the holder's, so that nothing of it can be committed any more
 * @param heldFor how long the holder had the lease, by the database's clock
 * @param renewedAgo when the holder last gave a sign of life
 * @param ended the process ids of the backends that were ended
 */
public record UnlockReport(
        String app,
        Status status,
        @Nullable String holder,
        @Nullable String hash,
        long term,
        @Nullable Duration heldFor,
        @Nullable Duration renewedAgo,
        List<Long> ended) {
    public UnlockReport {
        ended = List.copyOf(ended);
    }

    /** How it ended. */
    public enum Status {
        /** Nobody holds the lease, and nothing of a former holder runs. */
        FREE,
        /** The lease is taken from its holder, or what a former holder still ran is ended. */
        RELEASED
    }
}
