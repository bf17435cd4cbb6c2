package dev.tidemark.control;

import dev.tidemark.ObjectName;
import java.util.List;
import java.util.Objects;

/**
 * What a run means to rename and to drop, for the memory of the control tables; which of it was done is asked of the catalog.
 *
 * @param renames tables, views and types first, then their columns
 * @param drops objects that stand by themselves, and members of such
 */
public record ObjectMoves(List<Rename> renames, List<ObjectName> drops) {
    /** A run that neither renames nor drops. */
    public static final ObjectMoves NONE = new ObjectMoves(List.of(), List.of());

    /**
     * A rename.
     *
     * @param from the old name; of a column: in its table's present name
     * @param to the new one, of the same kind
     */
    public record Rename(ObjectName from, ObjectName to) {
        public Rename {
            Objects.requireNonNull(from);
            Objects.requireNonNull(to);
        }
    }

    public ObjectMoves {
        renames = List.copyOf(renames);
        drops = List.copyOf(drops);
    }

    /** Whether there is nothing to remember. */
    public boolean isEmpty() {
        return renames.isEmpty() && drops.isEmpty();
    }
}
