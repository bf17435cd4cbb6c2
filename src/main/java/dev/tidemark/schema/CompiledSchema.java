package dev.tidemark.schema;

import java.util.List;
import java.util.SortedSet;

/**
 * A declared schema: the one intermediate language of everything that follows.
 *
 * @param app whose it is
 * @param text the SQL as written
 * @param origin where it was read from, for errors: a file name or a URL
 * @param hash {@code v1:} and SHA-256 in hex over the tokens without blanks and comments, hints included
 * @param schemas the managed schemas: every schema that a declared object lives in
 * @param statements in the order of the text, search_path settings and dump noise already interpreted and left out
 * @param ordered the same statements in lexical order: what a statement names comes before it
 */
public record CompiledSchema(
        String app,
        String text,
        String origin,
        String hash,
        SortedSet<String> schemas,
        List<Declared> statements,
        List<Declared> ordered) {
    public CompiledSchema {
        statements = List.copyOf(statements);
        ordered = List.copyOf(ordered);
    }
}
