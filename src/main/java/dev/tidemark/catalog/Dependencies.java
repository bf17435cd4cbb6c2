package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The dependencies of a catalog, found from either end. */
public final class Dependencies {
    private final Map<ObjectName, List<Dependency>> of = new HashMap<>();
    private final Map<ObjectName, List<Dependency>> on = new HashMap<>();
    private final Map<QName, List<Dependency>> onRelation = new HashMap<>();
    private final Map<ObjectName, List<Dependency>> users = new HashMap<>();

    public Dependencies(Catalog catalog) {
        for (Dependency d : catalog.dependencies()) {
            of.computeIfAbsent(d.dependent(), k -> new ArrayList<>()).add(d);
            on.computeIfAbsent(d.on(), k -> new ArrayList<>()).add(d);
            onRelation.computeIfAbsent(QName.of(d.on()), k -> new ArrayList<>()).add(d);
            users.computeIfAbsent(used(catalog, d), k -> new ArrayList<>()).add(d);
        }
    }

    /** What an object depends on. */
    public List<Dependency> of(ObjectName dependent) {
        return of.getOrDefault(dependent, List.of());
    }

    /** What depends on exactly this object. */
    public List<Dependency> on(ObjectName object) {
        return on.getOrDefault(object, List.of());
    }

    /** What depends on a relation or type of this name, or on a member of it. */
    public List<Dependency> on(QName relation) {
        return onRelation.getOrDefault(relation, List.of());
    }

    /** What depends on this object as {@link #used} has it: on a column by itself, on a key and not on its index. */
    public List<Dependency> users(ObjectName object) {
        return users.getOrDefault(object, List.of());
    }

    /** What a dependency is on: the column of a table where it is on one, the key that an index belongs to. */
    public static ObjectName used(Catalog catalog, Dependency d) {
        ObjectName on = d.on();
        String column = d.column();
        if (column != null && on.kind() == ObjectKind.TABLE) {
            return on.member(ObjectKind.COLUMN, column);
        }
        return ofItsKey(catalog, on);
    }

    /** The key that an index belongs to, if it belongs to one. */
    public static ObjectName ofItsKey(Catalog catalog, ObjectName object) {
        if (object.kind() != ObjectKind.INDEX) {
            return object;
        }
        Table table = catalog.tables().get(QName.of(object));
        String key = table == null
                ? null
                : table.index(object.member()).map(Index::constraint).orElse(null);
        return key == null ? object : object.member(ObjectKind.CONSTRAINT, key);
    }

    /** Whether a view reads a column; where the catalog does not know by columns, whether it reads the relation. */
    public boolean reads(View view, QName relation, String column) {
        if (!view.dependsOn().contains(relation)) {
            return false;
        }
        List<String> columns = new ArrayList<>();
        for (Dependency d : of(view.object())) {
            if (relation.names(d.on()) && d.column() != null) {
                columns.add(d.column());
            }
        }
        return columns.isEmpty() || columns.contains(column);
    }
}
