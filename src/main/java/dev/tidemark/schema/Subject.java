package dev.tidemark.schema;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * What a statement is about.
 *
 * @param creates the object that it makes, if it makes one
 * @param target the object that stands by itself and that it belongs to
 * @param name how other statements name what it makes; empty where it makes nothing that is named elsewhere
 * @param exact whether the target was written with its schema
 */
record Subject(@Nullable ObjectName creates, @Nullable ObjectName target, String name, boolean exact) {
    static final Subject NONE = new Subject(null, null, "", true);

    /** Makes an object that stands by itself. */
    static Subject created(ObjectName object, String name) {
        return new Subject(object, object, name, true);
    }

    /** Changes, or comments on, an object. */
    static Subject about(ObjectName object, boolean exact) {
        return new Subject(null, object, "", exact);
    }

    /** Makes a member of an object. */
    static Subject member(ObjectName target, ObjectKind kind, String member, boolean exact) {
        return member.isEmpty()
                ? about(target, exact)
                : new Subject(target.member(kind, member), target, kind == ObjectKind.INDEX ? member : "", exact);
    }

    /** The same with another target, where a look at all declarations found the right one. */
    Subject withTarget(ObjectName better) {
        ObjectName made = creates;
        if (made != null && !made.member().isEmpty()) {
            made = better.member(made.kind(), made.member());
        }
        return new Subject(made, better, name, exact);
    }
}
