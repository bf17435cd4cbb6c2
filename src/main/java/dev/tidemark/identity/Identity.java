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
    private static final int BRIEF = "v1:".length() + 12;

    public Identity {
        Objects.requireNonNull(app);
        Objects.requireNonNull(hash);
        Objects.requireNonNull(generation);
    }

    /** Enough of a hash to tell versions apart in a line for people. */
    public static String brief(String hash) {
        return hash.length() <= BRIEF ? hash : hash.substring(0, BRIEF);
    }
}
