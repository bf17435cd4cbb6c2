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

    /**
     * Whether nothing but arguments tells one from the other: a call could mean either function, and a statement that makes the one says no more of which it
     * makes.
     */
    public static boolean same(ObjectName a, ObjectName b) {
        return a.kind() == b.kind()
                && (a.kind() == ObjectKind.SCHEMA || a.schema().equals(b.schema()))
                && bare(a).equals(bare(b))
                && a.member().equals(b.member());
    }

    /** An object of this kind and name. */
    public static ObjectName of(ObjectKind kind, QName name) {
        return ObjectName.of(kind, name.schema(), name.name());
    }
}
