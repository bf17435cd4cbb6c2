package dev.tidemark.control;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the record remembers of one managed object.
 *
 * @param sourceHash of its declaration
 * @param fingerprint of its catalog entry as it was verified
 * @param previousName the name it was renamed away from last, if it was
 */
public record Managed(
        String sourceHash, String fingerprint, @Nullable String previousName) {
    public Managed {
        Objects.requireNonNull(sourceHash);
        Objects.requireNonNull(fingerprint);
    }
}
