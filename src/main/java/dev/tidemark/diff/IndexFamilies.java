package dev.tidemark.diff;

import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Indexes of partitioned tables with those that are attached to them. One is <em>partial</em> as long as a partition has none that is attached: PostgreSQL
 * marks it invalid, and partitions then have and attach theirs one by one.
 */
public final class IndexFamilies {
    private final Map<QName, Index> live;
    private final Map<QName, Index> declared;
    private final Catalog before;
    private final Catalog then;

    /** Of these catalogs, renames applied. */
    IndexFamilies(Catalog live, Catalog declared) {
        this.live = indexes(live);
        this.declared = indexes(declared);
        this.before = live;
        this.then = declared;
    }

    private static Map<QName, Index> indexes(Catalog catalog) {
        Map<QName, Index> indexes = new HashMap<>();
        for (Table table : catalog.tables().values()) {
            for (Index index : table.indexes()) {
                indexes.put(new QName(table.name().schema(), index.name()), index);
            }
        }
        return indexes;
    }

    /** Whether a partition has to attach its index by itself: it is none of a whole one, and is not attached yet. */
    boolean attachesAlone(Table from, Index wanted) {
        QName parent = wanted.parent();
        if (parent == null || !isPartial(declared.get(parent))) {
            return false;
        }
        boolean attached = live(from, wanted) != null
                && Objects.equals(Objects.requireNonNull(live(from, wanted)).parent(), parent);
        return !attached || isMadeAnew(parent);
    }

    private static @Nullable Index live(Table from, Index wanted) {
        return from.index(wanted.name()).orElse(null);
    }

    /** Whether the index of this name is there, and cannot stay. */
    private boolean isMadeAnew(QName name) {
        Index there = live.get(name);
        Index wanted = declared.get(name);
        return there != null
                && wanted != null
                && (!SqlText.sameIndex(there.definition(), wanted.definition()) || isMadeAnew(name, there, wanted));
    }

    /**
     * Whether an index cannot become the declared one although its definition is the same: it is attached to more, or is a key that is not whole yet.
     */
    boolean isMadeAnew(QName name, Index there, Index wanted) {
        boolean partial = isPartial(wanted);
        return (there.valid() && partial)
                || (isPartial(there) && !partial && there.constraint() != null)
                || (isPartial(there) && partial && losesOne(name));
    }

    /** Whether a partition has one that is attached, and should have none. */
    private boolean losesOne(QName name) {
        return before.tables().values().stream()
                .filter(table -> isAttached(table, name))
                .map(table -> then.tables().get(table.name()))
                .anyMatch(wanted -> wanted != null && !isAttached(wanted, name));
    }

    private static boolean isAttached(Table table, QName name) {
        return table.indexes().stream().anyMatch(i -> name.equals(i.parent()));
    }

    /** Whether an index of a partitioned table lacks those of partitions. */
    public static boolean isPartial(@Nullable Index index) {
        return index != null && !index.valid() && index.definition().contains(" ON ONLY ");
    }

    /** The index that enforces a key, as it is part of another one. */
    static Stream<Index> of(Table table, Constraint key) {
        String name = key.index();
        return name == null || key.kind() == Constraint.Kind.FOREIGN_KEY ? Stream.empty() : table.index(name).stream();
    }
}
