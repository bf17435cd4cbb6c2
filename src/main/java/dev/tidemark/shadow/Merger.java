package dev.tidemark.shadow;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.EnumType;
import dev.tidemark.catalog.OtherObject;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SchemaInfo;
import dev.tidemark.catalog.Sequence;
import dev.tidemark.catalog.Table;
import dev.tidemark.catalog.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One catalog out of those of several chunks: each object as the chunk shows it that held all its statements. */
final class Merger {
    private final SortedMap<String, SchemaInfo> schemas = new TreeMap<>();
    private final SortedMap<QName, Table> tables = new TreeMap<>();
    private final SortedMap<QName, View> views = new TreeMap<>();
    private final SortedMap<QName, EnumType> enums = new TreeMap<>();
    private final SortedMap<QName, Sequence> sequences = new TreeMap<>();
    private final Map<ObjectName, OtherObject> others = new LinkedHashMap<>();
    private final Set<Dependency> dependencies = new LinkedHashSet<>();
    private final SortedMap<ObjectName, AccessList> access = new TreeMap<>();
    private int serverVersion;

    void add(Catalog catalog, Chunk chunk) {
        serverVersion = catalog.serverVersion();
        catalog.schemas().forEach((name, schema) -> schemas.merge(name, schema, Merger::withComment));
        catalog.tables().forEach((name, table) -> put(tables, name, table, chunk.decides(name)));
        catalog.views().forEach((name, view) -> put(views, name, view, chunk.decides(name)));
        catalog.enums().forEach((name, type) -> put(enums, name, type, chunk.decides(name)));
        catalog.sequences().forEach((name, sequence) -> put(sequences, name, sequence, decides(chunk, name, sequence)));
        for (OtherObject other : catalog.others()) {
            if (chunk.decides(declaration(other.name()))) {
                others.putIfAbsent(other.name(), other);
            }
        }
        dependencies.addAll(catalog.dependencies());
    }

    /** Objects that no chunk holds. */
    void add(EventTriggers triggers) {
        triggers.objects().forEach(object -> others.put(object.name(), object));
        dependencies.addAll(triggers.dependencies());
    }

    /** Objects that no chunk holds. */
    void add(ForeignObjects foreign) {
        foreign.objects().forEach(object -> others.put(object.name(), object));
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
        List<OtherObject> sorted = new ArrayList<>(others.values());
        sorted.sort((a, b) -> a.name().compareTo(b.name()));
        return new Catalog(serverVersion, schemas, tables, views, enums, sequences, sorted, List.copyOf(dependencies));
    }

    private static <V> void put(Map<QName, V> all, QName name, V value, boolean decides) {
        if (decides) {
            all.putIfAbsent(name, value);
        }
    }

    /** A sequence that only a column's type declares goes with its table. */
    private static boolean decides(Chunk chunk, QName name, Sequence sequence) {
        QName table = sequence.ownedByTable();
        return chunk.whole().contains(name)
                || (!chunk.known().contains(name) && (table == null || chunk.decides(table)));
    }

    private static SchemaInfo withComment(SchemaInfo first, SchemaInfo second) {
        return first.comment() == null ? second : first;
    }

    /** The object by whose declaration another one is declared: functions without their arguments. */
    private static QName declaration(ObjectName name) {
        int arguments = name.name().indexOf('(');
        return new QName(
                name.schema(), arguments < 0 ? name.name() : name.name().substring(0, arguments));
    }
}
