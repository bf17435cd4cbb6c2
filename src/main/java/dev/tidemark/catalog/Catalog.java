package dev.tidemark.catalog;

import dev.tidemark.ObjectName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code pg_catalog} says about some schemas, members of extensions left out; read under an empty search_path, so every name in every text is
 * qualified. A shadow's catalog has its prefix already deleted everywhere.
 *
 * <p>It is one index of objects by their names, with views of it by kind, and the dependencies between them.
 */
public final class Catalog {
    private final int serverVersion;
    private final Map<ObjectName, CatalogObject> objects = new HashMap<>();
    private final SortedMap<String, SchemaInfo> schemas = new TreeMap<>();
    private final SortedMap<QName, Table> tables = new TreeMap<>();
    private final SortedMap<QName, View> views = new TreeMap<>();
    private final SortedMap<QName, EnumType> enums = new TreeMap<>();
    private final SortedMap<QName, Sequence> sequences = new TreeMap<>();
    private final List<OtherObject> others;
    private final List<Dependency> dependencies;
    private @Nullable Dependencies edges;

    /**
     * A catalog of these objects.
     *
     * @param serverVersion {@code server_version_num}, such as 160004
     * @param objects of two with the same name the last one counts
     */
    public Catalog(
            int serverVersion, Collection<? extends CatalogObject> objects, Collection<Dependency> dependencies) {
        this.serverVersion = serverVersion;
        this.dependencies = List.copyOf(dependencies);
        List<OtherObject> rest = new ArrayList<>();
        for (CatalogObject object : objects) {
            CatalogObject before = this.objects.put(object.object(), object);
            if (before instanceof OtherObject) {
                rest.remove(before);
            }
            switch (object) {
                case SchemaInfo schema -> schemas.put(schema.name(), schema);
                case Table table -> tables.put(table.name(), table);
                case View view -> views.put(view.name(), view);
                case EnumType type -> enums.put(type.name(), type);
                case Sequence sequence -> sequences.put(sequence.name(), sequence);
                case OtherObject other -> rest.add(other);
            }
        }
        rest.sort((a, b) -> a.name().compareTo(b.name()));
        this.others = Collections.unmodifiableList(rest);
    }

    /** A catalog without any object. */
    public static Catalog empty(int serverVersion) {
        return new Catalog(serverVersion, List.of(), List.of());
    }

    /** PostgreSQL's version as {@code server_version_num} has it, such as 160004. */
    public int serverVersion() {
        return serverVersion;
    }

    /** PostgreSQL's major version, such as 16. */
    public int major() {
        return serverVersion / 10000;
    }

    /** All objects, in no order. */
    public Collection<CatalogObject> objects() {
        return Collections.unmodifiableCollection(objects.values());
    }

    /** Whether there is an object of exactly this name; parts of relations are none. */
    public boolean has(ObjectName object) {
        return objects.containsKey(object);
    }

    /** The object of exactly this name. */
    public @Nullable CatalogObject object(ObjectName name) {
        return objects.get(name);
    }

    /** The object of this name if it is of a kind without a record of its own. */
    public @Nullable OtherObject other(ObjectName object) {
        return objects.get(object) instanceof OtherObject other ? other : null;
    }

    /** Schemas by their names. */
    public SortedMap<String, SchemaInfo> schemas() {
        return Collections.unmodifiableSortedMap(schemas);
    }

    /** Tables of all kinds but foreign ones' options. */
    public SortedMap<QName, Table> tables() {
        return Collections.unmodifiableSortedMap(tables);
    }

    /** Views and materialized views. */
    public SortedMap<QName, View> views() {
        return Collections.unmodifiableSortedMap(views);
    }

    /** Enum types. */
    public SortedMap<QName, EnumType> enums() {
        return Collections.unmodifiableSortedMap(enums);
    }

    /** Sequences, without those of identity columns. */
    public SortedMap<QName, Sequence> sequences() {
        return Collections.unmodifiableSortedMap(sequences);
    }

    /** Objects of all other kinds, by name. */
    public List<OtherObject> others() {
        return others;
    }

    /** What depends on what. */
    public List<Dependency> dependencies() {
        return dependencies;
    }

    /** The dependencies, found from either end. */
    public Dependencies edges() {
        if (edges == null) {
            edges = new Dependencies(this);
        }
        return edges;
    }

    /** The same without some of its objects; dependencies stay as they are. */
    public Catalog without(Predicate<? super CatalogObject> left) {
        return new Catalog(
                serverVersion,
                objects.values().stream().filter(Predicate.not(left)).toList(),
                dependencies);
    }

    /** The same with other objects or other names in their places. */
    public Catalog mapped(UnaryOperator<CatalogObject> object, UnaryOperator<Dependency> dependency) {
        return new Catalog(
                serverVersion,
                objects.values().stream().map(object).toList(),
                dependencies.stream().map(dependency).toList());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Catalog catalog
                && serverVersion == catalog.serverVersion
                && objects.equals(catalog.objects)
                && dependencies.equals(catalog.dependencies);
    }

    @Override
    public int hashCode() {
        return Objects.hash(serverVersion, objects, dependencies);
    }

    @Override
    public String toString() {
        return Stream.concat(objects.keySet().stream().sorted(), dependencies.stream())
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }
}
