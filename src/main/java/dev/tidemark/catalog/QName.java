package dev.tidemark.catalog;

import dev.tidemark.ObjectName;
import java.util.Objects;

/** A schema-qualified name, unquoted. */
public record QName(String schema, String name) implements Comparable<QName> {
    public QName {
        Objects.requireNonNull(schema);
        Objects.requireNonNull(name);
    }

    /** The schema and the name of an object; for a member those of the relation that it belongs to. */
    public static QName of(ObjectName object) {
        return new QName(object.schema(), object.name());
    }

    /** Whether an object has this schema and name, or is a member of what has. */
    public boolean names(ObjectName object) {
        return schema.equals(object.schema()) && name.equals(object.name());
    }

    /** By hand: a record's own is slow before it is compiled. */
    @Override
    public boolean equals(Object other) {
        return other instanceof QName that && name.equals(that.name) && schema.equals(that.schema);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + schema.hashCode();
    }

    @Override
    public int compareTo(QName other) {
        int order = schema.compareTo(other.schema);
        return order != 0 ? order : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
