package dev.tidemark.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A column as pg_attribute and its deparsers show it under an empty search_path.
 *
 * @param position 1-based among the live columns (not attnum)
 * @param type {@code format_type}, such as {@code numeric(12,2)} or {@code shop.status[]}
 * @param collation qualified, only where it differs from the type's own
 * @param defaultSql {@code pg_get_expr} of the default, or of the generation expression where {@code generated} says so
 * @param generated whether and how it is computed
 * @param identity the identity sequence's options, where it is an identity column
 * @param local declared here; false where it is only inherited
 * @param notNullName the name of its NOT NULL constraint, where those have names (PostgreSQL 18)
 */
public record Column(
        String name,
        int position,
        String type,
        boolean notNull,
        @Nullable String collation,
        @Nullable String defaultSql,
        Generated generated,
        @Nullable Identity identity,
        String storage,
        String compression,
        int statistics,
        @Nullable String comment,
        boolean local,
        @Nullable String notNullName) {
    /** pg_attribute.attgenerated. */
    public enum Generated {
        NO,
        STORED,
        VIRTUAL
    }

    /** An identity column's kind and sequence, in the table's schema. */
    public record Identity(boolean always, SequenceOptions options, String sequence) {
        /** Whether it differs in nothing but the sequence's name. */
        public boolean sameBut(@Nullable Identity other) {
            return other != null && always == other.always && options.equals(other.options);
        }
    }
}
