package dev.tidemark.control;

import dev.tidemark.ObjectName;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the record knows of objects, as one app sees it.
 *
 * @param managed what the app manages
 * @param beside what was there, undeclared and unmanaged, beside what it manages when that was recorded
 * @param foreign what other apps manage, to its app
 */
public record Inventory(
        SortedMap<ObjectName, Managed> managed, SortedSet<ObjectName> beside, SortedMap<ObjectName, String> foreign) {
    /** Of a database that was never synced: nobody manages anything. */
    public static final Inventory NONE = new Inventory(Map.of(), Set.of(), Map.of());

    public Inventory {
        managed = Collections.unmodifiableSortedMap(new TreeMap<>(managed));
        beside = Collections.unmodifiableSortedSet(new TreeSet<>(beside));
        foreign = Collections.unmodifiableSortedMap(new TreeMap<>(foreign));
    }

    /** A copy. */
    public Inventory(Map<ObjectName, Managed> managed, Set<ObjectName> beside, Map<ObjectName, String> foreign) {
        this(new TreeMap<>(managed), new TreeSet<>(beside), new TreeMap<>(foreign));
    }
}
