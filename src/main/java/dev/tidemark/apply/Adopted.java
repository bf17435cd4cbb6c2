package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogObject;
import dev.tidemark.control.Inventory;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What is in a database without a record of any app: what a first sync takes over, where it is declared. */
final class Adopted {
    private Adopted() {}

    /** Tables, views, types, sequences and other objects; not their members. */
    static Set<ObjectName> of(Catalog live, Inventory inventory) {
        Set<ObjectName> names = live.objects().stream()
                .map(CatalogObject::object)
                .filter(o -> o.kind() != ObjectKind.SCHEMA)
                .collect(Collectors.toCollection(HashSet::new));
        names.removeAll(inventory.managed().keySet());
        names.removeAll(inventory.foreign().keySet());
        return names;
    }
}
