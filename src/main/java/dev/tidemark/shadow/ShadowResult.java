package dev.tidemark.shadow;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import java.util.List;

/**
 * What a declaration means to this server.
 *
 * @param catalog the declared objects under their own names
 * @param notHeld declared objects whose names belong to the whole database (publications, servers, casts …), so that no twin can hold them: not compared
 */
public record ShadowResult(Catalog catalog, List<ObjectName> notHeld) {
    public ShadowResult {
        notHeld = List.copyOf(notHeld);
    }
}
