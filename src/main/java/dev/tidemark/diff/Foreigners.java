package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogObject;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Declared objects that another app manages. */
final class Foreigners {
    private Foreigners() {}

    /** Adds a problem for each one and returns them: they are not compared. */
    static Set<ObjectName> check(DiffInput input, Externals externals, Findings findings) {
        NavigableSet<ObjectName> declared = standing(input.declared());
        declared.removeAll(externals.left());
        declared.retainAll(input.foreign().keySet());
        for (ObjectName object : declared) {
            findings.add(Problem.of(
                    "TDM-206",
                    object,
                    "app " + input.foreign().get(object) + " manages it; two apps would take turns changing it",
                    "declare it external (-- @external, or external = true) to read it only",
                    "or declare yours under another name or in another schema"));
        }
        return declared;
    }

    /** The objects that stand by themselves, schemas not counted. */
    static NavigableSet<ObjectName> standing(Catalog catalog) {
        return catalog.objects().stream()
                .map(CatalogObject::object)
                .filter(name ->
                        name.kind() != ObjectKind.SCHEMA && name.member().isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
