package dev.tidemark.apply;

import dev.tidemark.ObjectName;

/** The part of a name that a rename changes: a member's own, or the object's. */
final class Names {
    private Names() {}

    static String own(ObjectName object) {
        return object.member().isEmpty() ? object.name() : object.member();
    }

    /** The same object under another own name. */
    static ObjectName renamed(ObjectName object, String name) {
        return object.member().isEmpty()
                ? ObjectName.of(object.kind(), object.schema(), name)
                : object.member(object.kind(), name);
    }
}
