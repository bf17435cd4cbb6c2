package dev.tidemark.schema;

import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A declared schema: the one intermediate language of everything that follows.
 *
 * @param app whose it is
 * @param text the SQL as written
 * @param origin where it was read from, for errors: a file name or a URL
 * @param hash {@code v1:} and SHA-256 in hex over the tokens without blanks and comments, hints included
 * @param schemas the managed schemas: every schema that a declared object lives in
 * @param statements in the order of the text, search_path settings and dump noise already interpreted and left out
 * @param privileges its {@code GRANT}s and the like, which are not among the statements
 * @param extensionComments by the names of extensions
 * @param dataSteps what changes rows, once in each database; not among the statements
 * @param lookupRows rows that it gives small tables; not among the statements
 * @param notes what was left out and is worth saying
 * @param ordered the same statements in lexical order: what a statement names comes before it
 */
public record CompiledSchema(
        String app,
        String text,
        String origin,
        String hash,
        SortedSet<String> schemas,
        List<Declared> statements,
        List<Declared> ordered,
        DeclaredPrivileges privileges,
        SortedMap<String, String> extensionComments,
        List<DataStep> dataSteps,
        List<LookupRows> lookupRows,
        List<String> notes) {
    public CompiledSchema {
        statements = List.copyOf(statements);
        ordered = List.copyOf(ordered);
        dataSteps = List.copyOf(dataSteps);
        lookupRows = List.copyOf(lookupRows);
        notes = List.copyOf(notes);
    }

    /** The same for whom privileges do not count. */
    public CompiledSchema withoutPrivileges() {
        return new CompiledSchema(
                app,
                text,
                origin,
                hash,
                schemas,
                statements,
                ordered,
                DeclaredPrivileges.none(),
                extensionComments,
                dataSteps,
                lookupRows,
                notes);
    }

    /** The same without lookup rows and data steps. */
    public CompiledSchema withoutRows() {
        return with(List.of(), List.of());
    }

    /** The same with these lookup rows only. */
    public CompiledSchema withLookupRows(List<LookupRows> some) {
        return with(dataSteps, some);
    }

    private CompiledSchema with(List<DataStep> steps, List<LookupRows> rows) {
        return new CompiledSchema(
                app,
                text,
                origin,
                hash,
                schemas,
                statements,
                ordered,
                privileges,
                extensionComments,
                steps,
                rows,
                notes);
    }

    /** The same, with hints beside those of the text, each at the statement that creates the object, or the table of the column, that it is about. */
    CompiledSchema withHints(Collection<? extends Hint> more) {
        return new CompiledSchema(
                app,
                text,
                origin,
                hash,
                schemas,
                statements.stream().map(s -> s.withHints(more)).toList(),
                ordered.stream().map(s -> s.withHints(more)).toList(),
                privileges,
                extensionComments,
                dataSteps,
                lookupRows,
                notes);
    }

    /** The same, with more schemas that are managed whatever the text holds. */
    public CompiledSchema managing(Collection<String> more) {
        SortedSet<String> all = new TreeSet<>(schemas);
        all.addAll(more);
        return new CompiledSchema(
                app,
                text,
                origin,
                hash,
                all,
                statements,
                ordered,
                privileges,
                extensionComments,
                dataSteps,
                lookupRows,
                notes);
    }
}
