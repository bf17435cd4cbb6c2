package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An enum type with its labels in sort order. */
public record EnumType(
        QName name,
        List<String> labels,
        String owner,
        @Nullable String comment) implements CatalogObject {
    public EnumType {
        labels = List.copyOf(labels);
    }

    @Override
    public ObjectName object() {
        return ObjectNames.of(ObjectKind.TYPE, name);
    }
}
