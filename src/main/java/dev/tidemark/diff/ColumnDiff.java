package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One column that is on both sides. */
record ColumnDiff(
        Table live,
        Table declared,
        Column from,
        Column to,
        Findings findings,
        Inherited inherited,
        Consumer<Change> changes) {
    void compare() {
        boolean typeDiffers = !SqlText.same(from.type(), to.type()) || !SqlText.same(from.collation(), to.collation());
        if (typeDiffers) {
            changes.accept(new Change.ChangeType(live, from, to));
        }
        notNull();
        value();
        names();
        if (storageDiffers(typeDiffers)
                || !from.compression().equals(to.compression())
                || from.statistics() != to.statistics()
                || !from.properties().options().equals(to.properties().options())
                || !from.properties().serverOptions().equals(to.properties().serverOptions())) {
            changes.accept(new Change.ChangeColumnStorage(live, from, to));
        }
        findings.comment(declared.object().member(ObjectKind.COLUMN, to.name()), from.comment(), to.comment());
    }

    private void notNull() {
        boolean must = from.notNull() || from.hasUnvalidatedNotNull();
        if (to.notNull() && !from.notNull()) {
            changes.accept(new Change.SetNotNull(live, to));
        } else if (must && !to.notNull() && !to.hasUnvalidatedNotNull()) {
            changes.accept(new Change.DropNotNull(live, to));
        } else if (must != (to.notNull() || to.hasUnvalidatedNotNull())
                || from.hasUnvalidatedNotNull() != to.hasUnvalidatedNotNull()
                || (must && staysHere(from) != staysHere(to))) {
            changes.accept(new Change.ChangeNotNull(live, from, to));
        }
        Column.NotNullConstraint there = from.properties().notNullConstraint();
        Column.NotNullConstraint wanted = to.properties().notNullConstraint();
        if (there != null && wanted != null) {
            findings.comment(
                    declared.object().member(ObjectKind.CONSTRAINT, wanted.name()), there.comment(), wanted.comment());
        }
    }

    private static boolean staysHere(Column column) {
        Column.NotNullConstraint constraint = column.properties().notNullConstraint();
        return constraint != null && constraint.noInherit();
    }

    /** Where its value comes from. */
    private void value() {
        boolean plain = from.generated() == Column.Generated.NO && to.generated() == Column.Generated.NO;
        boolean same = SqlText.same(from.defaultSql(), to.defaultSql());
        if (!plain && (from.generated() != to.generated() || !same)) {
            changes.accept(new Change.ChangeGenerated(live, from, to));
        } else if (!same) {
            changes.accept(new Change.ChangeDefault(live, from, to));
        }
        Column.Identity there = from.identity();
        if (there == null ? to.identity() != null : !there.sameBut(to.identity())) {
            changes.accept(new Change.ChangeIdentity(live, from, to));
        }
    }

    /** What PostgreSQL named after table and column keeps that name when they are renamed; a name that somebody chose for a sequence is left alone. */
    private void names() {
        String prefix = declared.name().name() + "_" + to.name() + "_";
        if (from.notNullName() != null
                && to.notNullName() != null
                && !from.notNullName().equals(to.notNullName())
                && new InheritedNotNull(live, from, to, inherited).mayBeRenamed()) {
            findings.renameNotNull(
                    live, declared, from, to, (a, b) -> new InheritedNotNull(live, a, b, inherited).mayBeRenamed());
        }
        Column.Identity there = from.identity();
        Column.Identity wanted = to.identity();
        if (there != null
                && wanted != null
                && (isNamedByServer(there.sequence(), "seq")
                        ? wanted.sequence().equals(prefix + "seq") || !isNamedByServer(wanted.sequence(), "seq")
                        : !isNamedByServer(wanted.sequence(), "seq"))) {
            findings.renameSequence(live, there.sequence(), wanted.sequence());
        }
    }

    private static boolean isNamedByServer(@Nullable String name, String suffix) {
        return name != null && name.endsWith("_" + suffix);
    }

    /** A new type brings its own storage: then only what is nobody's default is said. */
    private boolean storageDiffers(boolean typeDiffers) {
        return !from.storage().equals(to.storage())
                && (!typeDiffers || to.storage().equals("EXTERNAL"));
    }
}
