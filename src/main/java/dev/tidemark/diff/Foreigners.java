package dev.tidemark.diff;

import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.OtherObject;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

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
        NavigableSet<ObjectName> names = new TreeSet<>();
        catalog.tables().values().forEach(table -> names.add(ObjectNames.of(table)));
        catalog.views().values().forEach(view -> names.add(ObjectNames.of(view)));
        catalog.enums().values().forEach(type -> names.add(ObjectNames.of(type)));
        catalog.sequences().values().forEach(sequence -> names.add(ObjectNames.of(sequence)));
        catalog.others().stream()
                .map(OtherObject::name)
                .filter(name -> name.member().isEmpty())
                .forEach(names::add);
        return names;
    }
}
