package dev.tidemark.lease;

import dev.tidemark.control.ControlTables;
import dev.tidemark.identity.Identity;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Waits until a peer is done, holding no connection between polls. */
public final class Waiting {
    private Waiting() {}

    /**
     * Polls at once, then every {@code interval} ± 20 %, for {@code timeout} at most; {@code onWait} hears the lease before each sleep.
     *
     * @throws dev.tidemark.TidemarkException TDM-402 (retriable) where the database could not be reached until the end
     */
    public static WaitResult poll(
            DataSource source,
            ControlTables tables,
            Identity identity,
            boolean explicit,
            Duration interval,
            Duration timeout,
            Consumer<LeaseStatus> onWait) {
        throw new UnsupportedOperationException(
                source.toString() + tables + identity + explicit + interval + timeout + onWait);
    }
}
