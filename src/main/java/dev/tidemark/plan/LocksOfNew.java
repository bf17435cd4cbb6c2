package dev.tidemark.plan;

import dev.tidemark.LockMode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Dependency;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.model.Op;
import dev.tidemark.plan.tables.Attachments;
import dev.tidemark.schema.Declared;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The locks that the statements of new objects take on tables that are there: partitioned parents, and tables that new foreign keys refer to. */
final class LocksOfNew {
    private final Context ctx;

    LocksOfNew(Context ctx) {
        this.ctx = ctx;
    }

    /** The same statement with its lock, and the tables that it takes it on. */
    Op on(Op op, Declared declared, ObjectName object) {
        if (object.kind() == ObjectKind.STATISTICS) {
            Set<QName> tables = ctx.declared().dependencies().stream()
                    .filter(d -> d.dependent().equals(object))
                    .map(Dependency::on)
                    .filter(o -> o.kind() == ObjectKind.TABLE)
                    .map(QName::of)
                    .filter(ctx::exists)
                    .collect(Collectors.toSet());
            return tables.isEmpty()
                    ? op
                    : op.locking(LockMode.SHARE_UPDATE_EXCLUSIVE).touching(tables);
        }
        Table table =
                object.kind() == ObjectKind.TABLE ? ctx.declared().tables().get(QName.of(object)) : null;
        if (table == null) {
            return op;
        }
        Set<QName> parents = table.parents().stream()
                .filter(p -> ctx.exists(p) && declared.names().contains(p.name()))
                .collect(Collectors.toSet());
        Set<QName> referenced = table.constraints().stream()
                .map(Constraint::references)
                .filter(Objects::nonNull)
                .filter(r -> ctx.exists(r) && declared.names().contains(r.name()))
                .collect(Collectors.toSet());
        if (parents.isEmpty() && referenced.isEmpty()) {
            return op;
        }
        Set<QName> touched = new HashSet<>(parents);
        if (table.isPartition()) {
            parents.forEach(p -> Attachments.defaultPartition(ctx, p).ifPresent(touched::add));
        }
        touched.addAll(referenced);
        return op.locking(lock(table, parents, referenced)).touching(touched);
    }

    private static LockMode lock(Table table, Set<QName> parents, Set<QName> referenced) {
        if (!parents.isEmpty() && table.isPartition()) {
            return LockMode.ACCESS_EXCLUSIVE;
        }
        return referenced.isEmpty() ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.SHARE_ROW_EXCLUSIVE;
    }
}
