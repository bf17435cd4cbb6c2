package dev.tidemark.diff;

import dev.tidemark.ObjectKind;
import dev.tidemark.catalog.Column;
import dev.tidemark.catalog.ObjectNames;
import dev.tidemark.catalog.SqlText;
import dev.tidemark.catalog.Table;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One column that is on both sides. */
record ColumnDiff(Table live, Table declared, Column from, Column to, Findings findings, Consumer<Change> changes) {
    void compare() {
        boolean typeDiffers = !SqlText.same(from.type(), to.type()) || !SqlText.same(from.collation(), to.collation());
        if (typeDiffers) {
            changes.accept(new Change.ChangeType(live, from, to));
        }
        if (from.notNull() != to.notNull()) {
            changes.accept(to.notNull() ? new Change.SetNotNull(live, to) : new Change.DropNotNull(live, to));
        }
        value();
        names();
        if (storageDiffers(typeDiffers)
                || !from.compression().equals(to.compression())
                || from.statistics() != to.statistics()) {
            changes.accept(new Change.ChangeColumnStorage(live, from, to));
        }
        findings.comment(ObjectNames.of(declared).member(ObjectKind.COLUMN, to.name()), from.comment(), to.comment());
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

    /** What PostgreSQL named after table and column keeps that name when they are renamed; a name that somebody chose is left alone. */
    private void names() {
        String prefix = declared.name().name() + "_" + to.name() + "_";
        if (from.local()
                && isNamedByServer(from.notNullName(), "not_null")
                && (prefix + "not_null").equals(to.notNullName())) {
            findings.renameNotNull(live, from, to);
        }
        Column.Identity there = from.identity();
        Column.Identity wanted = to.identity();
        if (there != null
                && wanted != null
                && isNamedByServer(there.sequence(), "seq")
                && wanted.sequence().equals(prefix + "seq")) {
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
