package dev.tidemark.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What {@code pg_catalog} says about some schemas, members of extensions left out; read under an empty search_path, so every name in every text is
 * qualified. A shadow's catalog has its prefix already deleted everywhere.
 *
 * @param serverVersion {@code server_version_num}, such as 160004
 */
public record Catalog(
        int serverVersion,
        SortedMap<String, SchemaInfo> schemas,
        SortedMap<QName, Table> tables,
        SortedMap<QName, View> views,
        SortedMap<QName, EnumType> enums,
        SortedMap<QName, Sequence> sequences,
        List<OtherObject> others,
        List<Dependency> dependencies) {
    public Catalog {
        schemas = sorted(schemas);
        tables = sorted(tables);
        views = sorted(views);
        enums = sorted(enums);
        sequences = sorted(sequences);
        others = List.copyOf(others);
        dependencies = List.copyOf(dependencies);
    }

    /** PostgreSQL's major version, such as 16. */
    public int major() {
        return serverVersion / 10000;
    }

    /** The same without these schemas themselves; what is in them stays. */
    public Catalog withoutSchemas(Predicate<String> gone) {
        SortedMap<String, SchemaInfo> kept = new TreeMap<>(schemas);
        kept.keySet().removeIf(gone);
        return new Catalog(serverVersion, kept, tables, views, enums, sequences, others, dependencies);
    }

    /** A catalog without any object. */
    public static Catalog empty(int serverVersion) {
        return new Catalog(
                serverVersion,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                List.of());
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> sorted(Map<K, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
