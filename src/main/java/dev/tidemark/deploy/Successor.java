package dev.tidemark.deploy;

import java.time.Duration;

/** The invocation after this one. */
public interface Successor {
    /**
     * Has this function invoked again with this payload, without waiting for what becomes of it.
     *
     * @param payload JSON; it holds the pre-signed URL and must not be repeated anywhere
     * @param left how long this may take
     * @throws RuntimeException where it was not accepted; its message is shown to users
     */
    void invoke(String payload, Duration left);
}
