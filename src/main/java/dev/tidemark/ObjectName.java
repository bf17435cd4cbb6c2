package dev.tidemark;

import java.util.Objects;

/**
 * The name of an object, unquoted.
 *
 * @param kind what it is
 * @param schema its schema; for a schema or an extension its own name
 * @param name the relation's, type's or routine's name
 * @param member the column, constraint, index or trigger within that relation; empty for the object itself
 */
public record ObjectName(ObjectKind kind, String schema, String name, String member) implements Comparable<ObjectName> {
    public ObjectName {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(schema);
        Objects.requireNonNull(name);
        Objects.requireNonNull(member);
    }

    /** An object that stands by itself. */
    public static ObjectName of(ObjectKind kind, String schema, String name) {
        return new ObjectName(kind, schema, name, "");
    }

    /** A member of this object. */
    public ObjectName member(ObjectKind kind, String member) {
        return new ObjectName(kind, schema, name, member);
    }

    /** As people read it: qualified where the schema is not {@code public}. */
    public String display() {
        boolean bare = kind == ObjectKind.SCHEMA
                || kind == ObjectKind.EXTENSION
                || schema.equals("public")
                || schema.isEmpty();
        String own = bare ? name : schema + "." + name;
        return member.isEmpty() ? own : own + "." + member;
    }

    /** By hand: a record's own is slow before it is compiled, and a plan compares names by the ten thousands. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectName that
                && kind == that.kind
                && name.equals(that.name)
                && member.equals(that.member)
                && schema.equals(that.schema);
    }

    @Override
    public int hashCode() {
        return (31 * (31 * name.hashCode() + member.hashCode()) + schema.hashCode()) * 31 + kind.hashCode();
    }

    @Override
    public int compareTo(ObjectName other) {
        // Mostly the same string, which equals() sees at once.
        int order = schema.equals(other.schema) ? 0 : schema.compareTo(other.schema);
        order = order != 0 ? order : name.compareTo(other.name);
        order = order != 0 ? order : member.compareTo(other.member);
        return order != 0 ? order : kind.compareTo(other.kind);
    }

    @Override
    public String toString() {
        return kind.label() + " " + display();
    }
}
