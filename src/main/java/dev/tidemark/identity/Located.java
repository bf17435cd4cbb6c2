package dev.tidemark.identity;

import java.net.URL;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A compiled schema that was found on the class path.
 *
 * @param app whose it is
 * @param hash its hash as the processor wrote it; null for a hand-written {@code schema.sql}, whose hash the caller works out
 * @param sqlUrl the SQL itself, not read yet
 */
public record Located(String app, @Nullable String hash, URL sqlUrl) {
    public Located {
        Objects.requireNonNull(app);
        Objects.requireNonNull(sqlUrl);
    }
}
