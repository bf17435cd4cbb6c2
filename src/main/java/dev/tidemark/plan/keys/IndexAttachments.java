package dev.tidemark.plan.keys;

import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Index;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.IndexFamilies;
import dev.tidemark.plan.model.Comments;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Draft;
import dev.tidemark.plan.model.Effects;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.model.Rank;
import dev.tidemark.plan.model.Stage;
import dev.tidemark.plan.sql.IndexText;
import dev.tidemark.plan.sql.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Indexes of partitions that belong to those of their parents: attached one by one where the parent's is partial, named before where it is whole. */
final class IndexAttachments {
    private static final int NAME_BYTES = 63;

    private final Context ctx;

    IndexAttachments(Context ctx) {
        this.ctx = ctx;
    }

    /** Whether an index is made {@code ON ONLY} its table. */
    boolean isPartial(QName owner, Index index) {
        return ctx.partitioned(owner) && IndexFamilies.isPartial(index);
    }

    /** The same of the index of a key. */
    boolean isPartial(QName owner, Constraint key) {
        return index(owner, key).filter(i -> isPartial(owner, i)).isPresent();
    }

    /** The index of a key as it is declared. */
    Optional<Index> index(QName owner, Constraint key) {
        String name = key.index();
        return name == null || !key.isKey()
                ? Optional.empty()
                : ctx.declared(owner).flatMap(t -> t.index(name));
    }

    /** Whether a partition attaches this index by itself. */
    boolean attachesAlone(QName owner, Index wanted) {
        return parent(owner, wanted).filter(IndexFamilies::isPartial).isPresent();
    }

    private Optional<Index> parent(QName owner, Index wanted) {
        QName parent = wanted.parent();
        return parent == null
                ? Optional.empty()
                : ctx.declared(owner).stream()
                        .flatMap(t -> t.parents().stream())
                        .flatMap(t -> ctx.declared(t).stream())
                        .flatMap(t -> t.index(parent.name()).stream())
                        .findFirst();
    }

    /** Whether it is there already, and only has to be attached. */
    boolean stands(QName owner, Index wanted) {
        String before = ctx.changes()
                .to(Change.RenameIndex.class, owner, wanted.name())
                .map(c -> c.from().name())
                .or(() -> ctx.changes()
                        .to(Change.RenameConstraint.class, owner, wanted.constraint())
                        .map(c -> c.from().name()))
                .orElse(wanted.name());
        return ctx.live(owner)
                .flatMap(t -> t.index(before))
                .filter(i -> standsFor(i, wanted))
                .isPresent();
    }

    Op attach(QName owner, Index wanted, ObjectName object) {
        QName parent = Objects.requireNonNull(wanted.parent());
        String sql = "ALTER INDEX " + Sql.name(parent) + " ATTACH PARTITION "
                + Sql.name(new QName(owner.schema(), wanted.name()));
        Effects effects = Effects.NONE.needing(object);
        for (QName table : ctx.declared(owner).map(Table::parents).orElse(List.of())) {
            effects = effects.needing(Context.table(table).member(ObjectKind.INDEX, parent.name()))
                    .needing(Context.table(table).member(ObjectKind.CONSTRAINT, parent.name()));
        }
        return Op.alter(Rank.INDEX, sql, object, owner)
                .doing(effects)
                .touching(Set.of())
                .locking(LockMode.NONE)
                .in(Stage.FINISH);
    }

    /** The statement that makes an index of a partitioned table alone. */
    static String alone(Index index) {
        IndexText text = IndexText.parse(index.definition()).orElseThrow();
        return text.head() + " " + Sql.id(index.name()) + " ON ONLY "
                + text.tail().substring("ON ".length());
    }

    /**
     * The statements that make the indexes of existing partitions before the parent's takes them in, where PostgreSQL would give them other names; none where
     * it gives those that are declared.
     */
    List<String> named(QName owner, Index index) {
        List<String> sql = new ArrayList<>();
        return named(owner, index, sql) ? sql : List.of();
    }

    private boolean named(QName owner, Index index, List<String> sql) {
        boolean chosen = false;
        for (Part part : parts(owner, index)) {
            Table partition = part.partition();
            Index wanted = part.index();
            chosen |= !isUsual(partition, wanted);
            if (partition.relkind() == 'p') {
                chosen |= named(partition.name(), wanted, sql);
            }
            if (!isThere(partition.name(), wanted)) {
                sql.add(statement(partition, wanted));
            }
        }
        return chosen;
    }

    /** What is said of the indexes and keys that existing partitions get with this one. */
    void comments(Draft.Builder draft, QName owner, Index index, ObjectName object) {
        for (Part part : parts(owner, index)) {
            said(draft, part.partition(), part.index(), object);
            comments(draft, part.partition().name(), part.index(), object);
        }
    }

    /** An existing partition, and its declared index that belongs to one of its parent. */
    private record Part(Table partition, Index index) {}

    private List<Part> parts(QName owner, Index index) {
        QName name = new QName(owner.schema(), index.name());
        return ctx.declared().tables().values().stream()
                .filter(t -> t.isPartition() && t.parents().contains(owner) && ctx.exists(t.name()))
                .flatMap(t -> t.indexes().stream()
                        .filter(i -> name.equals(i.parent()))
                        .map(i -> new Part(t, i)))
                .toList();
    }

    private static void said(Draft.Builder draft, Table partition, Index its, ObjectName object) {
        ObjectName table = Context.table(partition.name());
        if (its.comment() != null) {
            said(draft, partition, Comments.sql(table.member(ObjectKind.INDEX, its.name()), its.comment()), object);
        }
        partition.constraints().stream()
                .filter(c -> c.name().equals(its.constraint()) && c.comment() != null)
                .map(c -> Comments.sql(table.member(ObjectKind.CONSTRAINT, c.name()), c.comment()))
                .forEach(sql -> said(draft, partition, sql, object));
    }

    private static void said(Draft.Builder draft, Table partition, String sql, ObjectName object) {
        draft.op(Op.alter(Rank.COMMENT, sql, object, partition.name()).in(Stage.FINISH));
    }

    private boolean isThere(QName owner, Index wanted) {
        return ctx.live(owner).stream().flatMap(t -> t.indexes().stream()).anyMatch(i -> standsFor(i, wanted));
    }

    /** Whether an index of a partition is what is wanted but for its name, and part of no other one. */
    private static boolean standsFor(Index there, Index wanted) {
        return there.parent() == null
                && (there.constraint() == null) == (wanted.constraint() == null)
                && SqlText.sameIndex(there.definition(), wanted.definition());
    }

    private static String statement(Table partition, Index wanted) {
        String key = wanted.constraint();
        if (key != null) {
            Constraint constraint = partition.constraint(key).orElseThrow();
            return Sql.alterTable(partition.name(), "ADD CONSTRAINT " + Sql.id(key) + " " + constraint.definition());
        }
        return IndexText.parse(wanted.definition()).orElseThrow().create(false, wanted.name());
    }

    /** Whether PostgreSQL chooses this name, as long as it is free; what it has to cut is nobody's to foretell. */
    private static boolean isUsual(Table partition, Index index) {
        String key = index.constraint();
        boolean primary = key != null && partition.constraint(key).orElseThrow().kind() == Constraint.Kind.PRIMARY_KEY;
        String table = partition.name().name();
        String columns = IndexText.parse(index.definition())
                .map(t -> String.join("_", t.keys()).replace("\"", ""))
                .orElse("");
        String usual = primary ? table + "_pkey" : table + "_" + columns + (key == null ? "_idx" : "_key");
        return index.name().equals(usual) || usual.length() > NAME_BYTES || columns.indexOf('(') >= 0;
    }
}
