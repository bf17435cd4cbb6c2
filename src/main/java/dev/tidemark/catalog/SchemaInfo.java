package dev.tidemark.catalog;

import org.jspecify.annotations.Nullable;

/** A schema. */
public record SchemaInfo(
        String name, String owner, @Nullable String comment) {}
