package dev.tidemark.control;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the hot read says.
 *
 * @param neverSynced there are no control tables
 * @param own the row of this code's hash, if there is one
 * @param current the recorded version, if there is one; equal to {@code own} where this code is current
 * @param now the database's clock at the read; {@link Instant#EPOCH} where never synced
 */
public record HotState(
        boolean neverSynced,
        @Nullable Version own,
        @Nullable Version current,
        Instant now) {
    /** No control tables, nothing known. */
    public static final HotState NEVER_SYNCED = new HotState(true, null, null, Instant.EPOCH);

    public HotState {
        Objects.requireNonNull(now);
    }
}
