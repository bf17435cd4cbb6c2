package dev.tidemark.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of a table; named NOT NULL constraints of PostgreSQL 18 are not here (a column's {@code notNull} says it).
 *
 * @param definition {@code pg_get_constraintdef}, without a trailing {@code NOT VALID}
 * @param columns its own columns, in key order (for checks: those that it reads)
 * @param references the referenced table of a foreign key
 * @param referencedColumns its columns, in key order
 * @param validated whether every row was checked; false also where it is not enforced
 * @param index the index that enforces it, its bare name
 */
public record Constraint(
        String name,
        Kind kind,
        String definition,
        List<String> columns,
        @Nullable QName references,
        List<String> referencedColumns,
        boolean validated,
        boolean deferrable,
        boolean initiallyDeferred,
        boolean noInherit,
        boolean local,
        @Nullable String index,
        @Nullable String comment) {
    public Constraint {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** Whether it is a primary key or a unique constraint. */
    public boolean isKey() {
        return kind == Kind.PRIMARY_KEY || kind == Kind.UNIQUE;
    }

    /** The same as its table's own. */
    Constraint released() {
        return new Constraint(
                name,
                kind,
                definition,
                columns,
                references,
                referencedColumns,
                validated,
                deferrable,
                initiallyDeferred,
                noInherit,
                true,
                index,
                comment);
    }

    /** pg_constraint.contype. */
    public enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        CHECK,
        FOREIGN_KEY,
        EXCLUSION
    }
}
