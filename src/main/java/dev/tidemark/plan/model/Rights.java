package dev.tidemark.plan.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the role that runs statements may do, as the server says it.
 *
 * @param role whose rights these are: the owner's that a sync acts as, else the connection's; empty where nobody asked
 * @param assumable whether the connection may act as that role
 * @param owners roles whose objects it may alter, itself among them; null where nobody asked
 * @param createIn schemas in which it may create objects; null where nobody asked
 * @param createSchemas whether it may create schemas in this database
 */
public record Rights(
        String role,
        boolean assumable,
        @Nullable Set<String> owners,
        @Nullable Set<String> createIn,
        boolean createSchemas) {
    public Rights {
        owners = owners == null ? null : Set.copyOf(owners);
        createIn = createIn == null ? null : Set.copyOf(createIn);
    }

    /** Nobody asked: whatever is missing shows when a statement fails. */
    public static Rights unknown() {
        return new Rights("", true, null, null, true);
    }

    /** Whether it may alter what belongs to {@code owner}. */
    public boolean actsAs(String owner) {
        return owners == null || owners.contains(owner);
    }

    /** Whether it may create objects in a schema that exists. */
    public boolean createsIn(String schema) {
        return createIn == null || createIn.contains(schema);
    }
}
