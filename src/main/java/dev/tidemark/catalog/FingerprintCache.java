package dev.tidemark.catalog;

import dev.tidemark.ObjectName;
import java.util.IdentityHashMap;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Fingerprints of catalogs that share most of their tables: each of these is hashed once. For one thread at a time, and for one run: it keeps what it has seen. */
public final class FingerprintCache {
    private final IdentityHashMap<Table, SortedMap<ObjectName, String>> tables = new IdentityHashMap<>();
    private final IdentityHashMap<Catalog, SortedMap<ObjectName, String>> catalogs = new IdentityHashMap<>();
    private int major;

    /** As {@link Fingerprints#of(Catalog)}; not to be changed. */
    public SortedMap<ObjectName, String> of(Catalog catalog) {
        if (catalog.major() != major) {
            tables.clear();
            catalogs.clear();
            major = catalog.major();
        }
        @Nullable SortedMap<ObjectName, String> known = catalogs.get(catalog);
        if (known == null) {
            known = Fingerprints.of(catalog, tables);
            catalogs.put(catalog, known);
        }
        return known;
    }
}
