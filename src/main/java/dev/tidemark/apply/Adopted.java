package dev.tidemark.apply;

import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.control.Inventory;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** What is in a database without a record of any app: what a first sync takes over, where it is declared. */
final class Adopted {
    private Adopted() {}

    /** Tables, views, types, sequences and other objects; not their members. */
    static Set<ObjectName> of(Catalog live, Inventory inventory) {
        Set<ObjectName> names = new HashSet<>();
        Stream.of(
                        live.tables().values().stream().map(ObjectNames::of),
                        live.views().values().stream().map(ObjectNames::of),
                        live.enums().values().stream().map(ObjectNames::of),
                        live.sequences().values().stream().map(ObjectNames::of),
                        live.others().stream().map(OtherObject::name))
                .flatMap(s -> s)
                .forEach(names::add);
        names.removeAll(inventory.managed().keySet());
        names.removeAll(inventory.foreign().keySet());
        return names;
    }
}
