package dev.tidemark.catalog;

import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.sql.Sql;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Some relations of a catalog: what a run touches, and all that may read otherwise after it. Two digests tell whether anything else in the database moved
 * ({@link #digestQuery}); where nothing did, only these have to be read again.
 *
 * @param relations tables and views, under the names before and after
 */
public record CatalogScope(SortedSet<QName> relations) {
    /** Above this number a look at everything costs little more. */
    private static final int MOST = 500;

    private static final Set<ObjectKind> OF_RELATIONS = EnumSet.of(
            ObjectKind.TABLE,
            ObjectKind.VIEW,
            ObjectKind.MATERIALIZED_VIEW,
            ObjectKind.COLUMN,
            ObjectKind.CONSTRAINT,
            ObjectKind.INDEX,
            ObjectKind.TRIGGER,
            ObjectKind.POLICY,
            ObjectKind.RULE);

    /**
     * These objects, and what depends on them in one of the catalogs.
     *
     * @return null where one of them is no relation and no part of one, or where there are too many
     */
    public static @Nullable CatalogScope around(Collection<ObjectName> touched, List<Catalog> catalogs) {
        if (touched.isEmpty() || !touched.stream().allMatch(object -> OF_RELATIONS.contains(object.kind()))) {
            return null;
        }
        Map<QName, Set<QName>> firm = new HashMap<>();
        Map<QName, Set<QName>> loose = new HashMap<>();
        for (Catalog catalog : catalogs) {
            for (Dependency edge : catalog.dependencies()) {
                boolean key = edge.dependent().kind() == ObjectKind.CONSTRAINT;
                (key ? loose : firm)
                        .computeIfAbsent(QName.of(edge.on()), name -> new HashSet<>())
                        .add(QName.of(edge.dependent()));
            }
            for (Table table : catalog.tables().values()) {
                table.parents()
                        .forEach(parent -> firm.computeIfAbsent(parent, name -> new HashSet<>())
                                .add(table.name()));
            }
        }
        SortedSet<QName> found = new TreeSet<>();
        touched.forEach(object -> found.add(QName.of(object)));
        SortedSet<QName> all = new TreeSet<>(found);
        Deque<QName> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            QName one = open.remove();
            // A foreign key says the name of the other table and of its columns, and nothing says more of the foreign
            // key's.
            all.addAll(loose.getOrDefault(one, Set.of()));
            for (QName dependent : firm.getOrDefault(one, Set.of())) {
                if (found.add(dependent)) {
                    open.add(dependent);
                }
            }
        }
        all.addAll(found);
        return all.size() > MOST ? null : new CatalogScope(all);
    }

    /** Whether it holds this table or view. */
    boolean holds(QName relation) {
        return relations.contains(relation);
    }

    /** The sequences of the columns of its tables, by the edges of a catalog. */
    Set<ObjectName> sequences(List<Dependency> edges) {
        Set<ObjectName> sequences = new HashSet<>();
        for (Dependency edge : edges) {
            if (edge.dependent().kind() == ObjectKind.SEQUENCE
                    && edge.on().kind() == ObjectKind.TABLE
                    && edge.column() != null
                    && holds(QName.of(edge.on()))) {
                sequences.add(edge.dependent());
            }
        }
        return sequences;
    }

    /** Whether an object is one of its relations, a part of one, or one of these sequences. */
    boolean holds(ObjectName object, Set<ObjectName> sequences) {
        return object.kind() == ObjectKind.SEQUENCE
                ? sequences.contains(object)
                : OF_RELATIONS.contains(object.kind()) && holds(QName.of(object));
    }

    /**
     * A query for a text of two lines: what {@link CatalogReader#digestQuery} answers, and the same without what this scope holds. Begins with SELECT, runs
     * under any search_path.
     */
    public String digestQuery() {
        return Queries.digestBeside(with());
    }

    /** Common table expressions that name what it holds, for the queries of this package. */
    String with() {
        return Queries.text("scope")
                .formatted(
                        Sql.array(relations.stream().map(QName::schema).toList()),
                        Sql.array(relations.stream().map(QName::name).toList()));
    }
}
