package dev.tidemark.plan.keys;

import dev.tidemark.catalog.Constraint;
import dev.tidemark.catalog.Constraint.Kind;
import dev.tidemark.catalog.Table;
import dev.tidemark.diff.Change;
import dev.tidemark.plan.model.Context;
import dev.tidemark.plan.sql.Sql;
import java.util.Objects;
import java.util.stream.Stream;

/** Whether and when a foreign key may be checked late: PostgreSQL alters that in place, without looking at a row. */
record Deferrability(Context ctx, Change.ReplaceConstraint change) {
    /** Whether nothing else of the key changes, and nothing of the plan drops it for a moment. */
    boolean isAll() {
        Constraint from = change.from();
        Constraint to = change.to();
        return from.kind() == Kind.FOREIGN_KEY
                && from.local()
                && (to.validated() || !from.validated())
                && from.name().equals(to.name())
                && without(from).equals(without(to))
                && !detours();
    }

    private boolean detours() {
        boolean values = Stream.of(Change.ChangeType.class, Change.ChangeGenerated.class, Change.ReplaceEnum.class)
                .anyMatch(kind -> ctx.changes().all(kind).findAny().isPresent());
        return values
                || ctx.changes()
                        .all(Change.DropConstraint.class)
                        .anyMatch(c -> c.constraint().isKey() && isReferenced(c.table()))
                || ctx.changes()
                        .all(Change.ReplaceConstraint.class)
                        .anyMatch(c -> c.from().isKey() && isReferenced(c.table()));
    }

    private boolean isReferenced(Table table) {
        return table.name().equals(Objects.requireNonNull(change.from().references()));
    }

    private static String without(Constraint key) {
        return key.definition()
                .replaceFirst(" INITIALLY DEFERRED( NOT ENFORCED)?$", "$1")
                .replaceFirst(" DEFERRABLE( NOT ENFORCED)?$", "$1");
    }

    /** What follows {@code ALTER TABLE …}. */
    static String action(Constraint key) {
        String when = key.deferrable()
                ? "DEFERRABLE INITIALLY " + (key.initiallyDeferred() ? "DEFERRED" : "IMMEDIATE")
                : "NOT DEFERRABLE";
        return "ALTER CONSTRAINT " + Sql.id(key.name()) + " " + when;
    }
}
