package dev.tidemark.apply;

import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.FingerprintCache;
import dev.tidemark.control.Inventory;
import dev.tidemark.schema.CompiledSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last look of a plan, for the sync that follows it: what the declaration means need not be found out again while neither the declaration, nor the
 * record, nor the database is another one. Thread-safe.
 */
final class Looks {
    /**
     * What was seen.
     *
     * @param hash of the declaration
     * @param scope the options that decide what is declared and read
     * @param full whether nothing was taken from the record
     * @param known what the record said
     * @param live what was there
     * @param declared what should be there
     * @param access who should be able to do what
     * @param digest of all catalogs at the look; empty where none was taken
     * @param fingerprints what is known of them
     * @param sources the hashes of what is declared
     */
    record Seen(
            String hash,
            List<Object> scope,
            boolean full,
            Inventory known,
            Catalog live,
            Catalog declared,
            AccessSurvey.Declared access,
            String digest,
            FingerprintCache fingerprints,
            Sources sources) {}

    private @Nullable Seen seen;

    synchronized void remember(
            CompiledSchema schema,
            SyncOptions options,
            Inventory known,
            Catalog live,
            Catalog declared,
            AccessSurvey.Declared access,
            String digest,
            FingerprintCache fingerprints,
            Sources sources) {
        seen = new Seen(
                schema.hash(),
                scope(options),
                options.force(),
                known,
                live,
                declared,
                access,
                digest,
                fingerprints,
                sources);
    }

    /** What was seen where it still holds, should the database not have moved, else null; it is not kept for another time. */
    synchronized @Nullable Seen take(CompiledSchema schema, SyncOptions options, Inventory known) {
        Seen last = seen;
        seen = null;
        boolean holds = last != null
                && last.hash().equals(schema.hash())
                && last.scope().equals(scope(options))
                && (last.full() || !options.force())
                && last.known().equals(known);
        return holds ? last : null;
    }

    /** Whether nothing was seen that a sync could use. */
    synchronized boolean isEmpty() {
        return seen == null;
    }

    private static List<Object> scope(SyncOptions options) {
        return List.of(options.privileges(), options.schemas(), options.renames());
    }
}
