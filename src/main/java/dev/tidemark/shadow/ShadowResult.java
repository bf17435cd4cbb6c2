package dev.tidemark.shadow;

import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.Catalog;
import java.util.List;
import java.util.SortedMap;

/**
 * What a declaration means to this server.
 *
 * @param catalog the declared objects under their own names
 * @param notHeld declared objects whose names belong to the whole database (publications, servers, casts …), so that no twin can hold them: not compared
 * @param access who may do what with the declared objects; empty where nobody asked for it
 * @param problems roles that are named and that there are not
 * @param notes privileges that are left alone
 */
public record ShadowResult(
        Catalog catalog,
        List<ObjectName> notHeld,
        SortedMap<ObjectName, AccessList> access,
        List<Problem> problems,
        List<String> notes) {
    public ShadowResult {
        notHeld = List.copyOf(notHeld);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }
}
