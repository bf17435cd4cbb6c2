package dev.tidemark.catalog;

import dev.tidemark.ObjectName;
import java.util.List;

/**
 * Who may do what with an object.
 *
 * @param object the object, or default privileges
 * @param target how {@code GRANT … ON} names it: {@code TABLE shop.orders}
 * @param owner its owner; for default privileges the role whose creations get them
 * @param grants all of them, those that come with the creation and those of the owner included
 */
public record AccessList(ObjectName object, String target, String owner, List<Grant> grants) {
    /** How the name of default privileges begins. */
    public static final String DEFAULTS = "default privileges ";

    public AccessList {
        grants = List.copyOf(grants);
    }

    /**
     * One right.
     *
     * @param grantee a role; empty for {@code PUBLIC}
     * @param column empty for the whole object
     * @param grantable with grant option
     * @param toOwner whether the grantee owns the object
     * @param byOwner whether it was given by the owner, or in the owner's name
     */
    public record Grant(
            String grantee, String column, String privilege, boolean grantable, boolean toOwner, boolean byOwner) {}

    /** Whether these are the privileges that objects get when somebody creates them. */
    public boolean isDefaults() {
        return object.name().startsWith(DEFAULTS);
    }
}
