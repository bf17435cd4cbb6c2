package dev.tidemark.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Which versions of a function are called by an alias, or kept warm, now. */
public interface Routing {
    /**
     * Each of those versions, and when it was published.
     *
     * @param function the function's name
     * @param alias the alias that callers use
     * @throws IllegalStateException where that cannot be found out, with the reason for a reader
     */
    Map<String, Instant> serving(String function, String alias, Duration left);
}
