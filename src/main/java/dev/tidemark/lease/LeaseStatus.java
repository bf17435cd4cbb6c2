package dev.tidemark.lease;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the lease row says, judged by the database's clock.
 *
 * @param held whether somebody holds it now
 * @param holder who, for a reader (such as {@code i-0c41}); null where nobody ever did or it was given back
 * @param hash the version the holder applies
 * @param term the last term; 0 where there was none yet
 * @param acquiredAt when the last holder took it
 * @param renewedAt when it was acquired or last renewed
 * @param expiresAt when it ends unless it is renewed
 * @param now the database's clock at the read
 */
public record LeaseStatus(
        boolean held,
        @Nullable String holder,
        @Nullable String hash,
        long term,
        @Nullable Instant acquiredAt,
        @Nullable Instant renewedAt,
        @Nullable Instant expiresAt,
        Instant now) {}
