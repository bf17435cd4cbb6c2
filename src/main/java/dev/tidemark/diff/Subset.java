package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Sequence;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Catalogs without some of their objects. */
final class Subset {
    private Subset() {}

    /** Without these objects, what hangs on them as trigger or policy, and the sequences that they own. */
    static Catalog without(Catalog catalog, Set<ObjectName> left) {
        if (left.isEmpty()) {
            return catalog;
        }
        Set<QName> relations = left.stream()
                .filter(name -> name.kind() == ObjectKind.TABLE
                        || name.kind() == ObjectKind.VIEW
                        || name.kind() == ObjectKind.MATERIALIZED_VIEW)
                .map(name -> QName.of(name))
                .collect(Collectors.toSet());
        SortedMap<QName, Sequence> sequences = kept(catalog.sequences(), ObjectNames::of, left);
        sequences.values().removeIf(s -> s.ownedByTable() != null && relations.contains(s.ownedByTable()));
        return new Catalog(
                catalog.serverVersion(),
                catalog.schemas(),
                kept(catalog.tables(), ObjectNames::of, left),
                kept(catalog.views(), ObjectNames::of, left),
                kept(catalog.enums(), ObjectNames::of, left),
                sequences,
                catalog.others().stream()
                        .filter(o -> !left.contains(o.name()))
                        .filter(o -> o.name().member().isEmpty() || !relations.contains(QName.of(o.name())))
                        .toList(),
                catalog.dependencies());
    }

    /** Whether any object lives in the schema. */
    static boolean holds(Catalog catalog, String schema) {
        return holds(catalog.tables(), schema)
                || holds(catalog.views(), schema)
                || holds(catalog.enums(), schema)
                || holds(catalog.sequences(), schema)
                || catalog.others().stream().anyMatch(o -> o.name().schema().equals(schema));
    }

    private static boolean holds(Map<QName, ?> objects, String schema) {
        return objects.keySet().stream().anyMatch(name -> name.schema().equals(schema));
    }

    private static <T> SortedMap<QName, T> kept(Map<QName, T> all, Function<T, ObjectName> name, Set<ObjectName> left) {
        SortedMap<QName, T> kept = new TreeMap<>(all);
        kept.values().removeIf(one -> left.contains(name.apply(one)));
        return kept;
    }
}
