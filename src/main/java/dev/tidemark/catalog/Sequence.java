package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * A sequence that is not an identity column's.
 *
 * @param ownedByTable the table of the column that owns it ({@code OWNED BY}), if one does
 * @param ownedByColumn that column
 */
public record Sequence(
        QName name,
        SequenceOptions options,
        boolean unlogged,
        @Nullable QName ownedByTable,
        @Nullable String ownedByColumn,
        String owner,
        @Nullable String comment)
        implements CatalogObject {
    @Override
    public ObjectName object() {
        return ObjectNames.of(ObjectKind.SEQUENCE, name);
    }
}
