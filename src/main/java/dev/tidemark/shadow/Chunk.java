package dev.tidemark.shadow;

import dev.tidemark.catalog.QName;
import dev.tidemark.schema.Declared;
import java.util.List;
import java.util.Set;

/**
 * What a shadow holds at one time.
 *
 * @param statements to run, in lexical order, declarations that are only named by others included
 * @param whole the objects all of whose statements are among them
 * @param known all objects of the declaration, whole here or in another chunk
 */
record Chunk(List<Declared> statements, Set<QName> whole, Set<QName> known) {
    Chunk {
        statements = List.copyOf(statements);
        whole = Set.copyOf(whole);
        known = Set.copyOf(known);
    }

    /** Whether this chunk has the last word on an object; {@code like} is the object whose declaration it hangs on. */
    boolean decides(QName like) {
        return whole.contains(like) || !known.contains(like);
    }
}
