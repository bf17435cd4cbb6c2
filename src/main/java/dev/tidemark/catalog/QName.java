package dev.tidemark.catalog;

import java.util.Comparator;
import java.util.Objects;

/** A schema-qualified name, unquoted. */
public record QName(String schema, String name) implements Comparable<QName> {
    private static final Comparator<QName> ORDER =
            Comparator.comparing(QName::schema).thenComparing(QName::name);

    public QName {
        Objects.requireNonNull(schema);
        Objects.requireNonNull(name);
    }

    @Override
    public int compareTo(QName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
