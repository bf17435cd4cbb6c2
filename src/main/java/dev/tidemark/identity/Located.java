package dev.tidemark.identity;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
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

    /**
     * The content of a file beside the SQL.
     *
     * @param path from the SQL's folder, with slashes
     * @throws IOException where there is none
     */
    public byte[] beside(String path) throws IOException {
        String sql = sqlUrl.toString();
        URL file = URI.create(sql.substring(0, sql.lastIndexOf('/') + 1) + path).toURL();
        try (InputStream in = file.openStream()) {
            return in.readAllBytes();
        }
    }
}
