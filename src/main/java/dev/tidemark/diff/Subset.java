package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SchemaInfo;
import dev.tidemark.catalog.Sequence;
import java.util.Set;
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
        return catalog.without(o -> !(o instanceof SchemaInfo)
                && (left.contains(o.object())
                        || (!o.object().member().isEmpty() && relations.contains(QName.of(o.object())))
                        || (o instanceof Sequence s
                                && s.ownedByTable() != null
                                && relations.contains(s.ownedByTable()))));
    }

    /** Whether any object lives in the schema. */
    static boolean holds(Catalog catalog, String schema) {
        return catalog.objects().stream()
                .anyMatch(o -> !(o instanceof SchemaInfo) && o.object().schema().equals(schema));
    }
}
