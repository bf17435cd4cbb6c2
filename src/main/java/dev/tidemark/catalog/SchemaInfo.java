package dev.tidemark.catalog;

import dev.tidemark.ObjectName;
import org.jspecify.annotations.Nullable;

/** A schema. */
public record SchemaInfo(
        String name, String owner, @Nullable String comment) implements CatalogObject {
    @Override
    public ObjectName object() {
        return ObjectNames.schema(name);
    }
}
