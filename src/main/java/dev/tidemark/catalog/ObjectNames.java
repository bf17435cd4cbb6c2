package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;

/** The names by which plans and records speak of what a catalog holds. */
public final class ObjectNames {
    private ObjectNames() {}

    /** A schema's. */
    public static ObjectName schema(String schema) {
        return ObjectName.of(ObjectKind.SCHEMA, schema, schema);
    }

    /** A name without arguments: a function's, an operator's, a cast's. */
    public static String bare(ObjectName object) {
        int arguments = object.name().indexOf('(');
        return arguments < 0 ? object.name() : object.name().substring(0, arguments);
    }

    /** The same name without arguments, as far as a statement that makes the object tells it. */
    public static ObjectName withoutArguments(ObjectName name) {
        String schema = name.kind() == ObjectKind.SCHEMA ? "" : name.schema();
        return new ObjectName(name.kind(), schema, bare(name), name.member());
    }

    /** Whether a statement that makes the one makes the other, as far as it tells without its arguments. */
    public static boolean same(ObjectName declared, ObjectName catalog) {
        return declared.equals(catalog) || withoutArguments(declared).equals(withoutArguments(catalog));
    }

    /** Whether nothing but arguments tells one from the other: a call could mean either function. */
    public static boolean areOverloads(ObjectName a, ObjectName b) {
        return a.kind() == b.kind() && a.schema().equals(b.schema()) && bare(a).equals(bare(b));
    }

    /** An object of this kind and name. */
    public static ObjectName of(ObjectKind kind, QName name) {
        return ObjectName.of(kind, name.schema(), name.name());
    }
}
