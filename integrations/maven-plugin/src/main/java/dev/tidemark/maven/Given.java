package dev.tidemark.maven;

import org.jspecify.annotations.Nullable;

/**
 * What all goals are told of the database and the schema.
 *
 * @param url {@code tidemark.url}
 * @param app {@code tidemark.app}
 * @param schema the file of {@code tidemark.schema}
 * @param classes the module's folder of classes
 */
record Given(
        @Nullable String url,
        @Nullable String app,
        @Nullable String schema,
        String classes) {}
