package dev.tidemark.identity;

import java.util.Objects;

/**
 * Which version of which declared schema this code carries.
 *
 * @param app the declared schema's name
 * @param hash {@code v1:} and SHA-256 of the compiled schema
 * @param generation how new it is, where that is known
 */
public record Identity(String app, String hash, Generation generation) {
    public Identity {
        Objects.requireNonNull(app);
        Objects.requireNonNull(hash);
        Objects.requireNonNull(generation);
    }
}
