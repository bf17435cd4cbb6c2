package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogObject;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SchemaInfo;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One catalog out of those of several chunks: each object as the chunk shows it that held all its statements. */
final class Merger {
    private final Map<ObjectName, CatalogObject> objects = new HashMap<>();
    private final Set<Dependency> dependencies = new LinkedHashSet<>();
    private final SortedMap<ObjectName, AccessList> access = new TreeMap<>();
    private int serverVersion;

    void add(Catalog catalog, Chunk chunk) {
        serverVersion = catalog.serverVersion();
        for (CatalogObject object : catalog.objects()) {
            if (object instanceof SchemaInfo schema) {
                objects.merge(
                        schema.object(),
                        schema,
                        (first, second) -> ((SchemaInfo) first).comment() == null ? second : first);
            } else if (decides(chunk, object)) {
                objects.putIfAbsent(object.object(), object);
            }
        }
        dependencies.addAll(catalog.dependencies());
    }

    /** Objects that no chunk holds. */
    void add(EventTriggers triggers) {
        triggers.objects().forEach(object -> objects.put(object.name(), object));
        dependencies.addAll(triggers.dependencies());
    }

    /** Objects that no chunk holds. */
    void add(ForeignObjects foreign) {
        foreign.objects().forEach(object -> objects.put(object.name(), object));
    }

    void add(Map<ObjectName, AccessList> lists, Chunk chunk) {
        lists.forEach((object, list) -> {
            if (object.kind() == ObjectKind.OTHER
                    || object.kind() == ObjectKind.SCHEMA
                    || chunk.decides(declaration(object))) {
                access.putIfAbsent(object, list);
            }
        });
    }

    SortedMap<ObjectName, AccessList> access() {
        return access;
    }

    Catalog catalog() {
        return new Catalog(serverVersion, objects.values(), dependencies);
    }

    private static boolean decides(Chunk chunk, CatalogObject object) {
        return switch (object) {
            case Sequence sequence -> decides(chunk, sequence.name(), sequence);
            case OtherObject other -> chunk.decides(declaration(other.name()));
            case SchemaInfo s -> true;
            case Table t -> chunk.decides(t.name());
            case View v -> chunk.decides(v.name());
            case EnumType e -> chunk.decides(e.name());
        };
    }

    /** A sequence that only a column's type declares goes with its table. */
    private static boolean decides(Chunk chunk, QName name, Sequence sequence) {
        QName table = sequence.ownedByTable();
        return chunk.whole().contains(name)
                || (!chunk.known().contains(name) && (table == null || chunk.decides(table)));
    }

    /** The object by whose declaration another one is declared: functions without their arguments. */
    private static QName declaration(ObjectName name) {
        return new QName(name.schema(), ObjectNames.bare(name));
    }
}
