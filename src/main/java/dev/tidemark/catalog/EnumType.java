package dev.tidemark.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An enum type with its labels in sort order. */
public record EnumType(
        QName name,
        List<String> labels,
        String owner,
        @Nullable String comment) {
    public EnumType {
        labels = List.copyOf(labels);
    }
}
