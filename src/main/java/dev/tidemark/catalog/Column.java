package dev.tidemark.catalog;

import java.util.List;
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
 * @param properties what few columns have
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
        Properties properties) {
    /** pg_attribute.attgenerated. */
    public enum Generated {
        NO,
        STORED,
        VIRTUAL
    }

    /**
     * Properties that few columns have.
     *
     * @param options {@code attoptions}, {@code name=value}, sorted
     * @param serverOptions the options of a foreign table's column, {@code name=value}, sorted
     * @param inherited whether a parent has it
     * @param notNullConstraint its NOT NULL constraint, where those are objects (PostgreSQL 18)
     */
    public record Properties(
            List<String> options,
            List<String> serverOptions,
            boolean inherited,
            @Nullable NotNullConstraint notNullConstraint) {
        public Properties {
            options = List.copyOf(options);
            serverOptions = List.copyOf(serverOptions);
        }
    }

    /**
     * A NOT NULL constraint of PostgreSQL 18.
     *
     * @param validated whether every row was checked; the column is {@code notNull} only then
     * @param local declared here; false where it is only inherited
     */
    public record NotNullConstraint(
            String name,
            boolean validated,
            boolean noInherit,
            boolean local,
            @Nullable String comment) {}

    /** The same as its table's own. */
    Column released() {
        NotNullConstraint constraint = properties.notNullConstraint();
        Properties own = new Properties(
                properties.options(),
                properties.serverOptions(),
                false,
                constraint == null
                        ? null
                        : new NotNullConstraint(
                                constraint.name(),
                                constraint.validated(),
                                constraint.noInherit(),
                                true,
                                constraint.comment()));
        return new Column(
                name,
                position,
                type,
                notNull,
                collation,
                defaultSql,
                generated,
                identity,
                storage,
                compression,
                statistics,
                comment,
                true,
                own);
    }

    /** The name of its NOT NULL constraint, where those have names (PostgreSQL 18). */
    public @Nullable String notNullName() {
        NotNullConstraint constraint = properties.notNullConstraint();
        return constraint == null ? null : constraint.name();
    }

    /** Whether it has a NOT NULL constraint that was not validated yet (PostgreSQL 18). */
    public boolean hasUnvalidatedNotNull() {
        NotNullConstraint constraint = properties.notNullConstraint();
        return constraint != null && !constraint.validated();
    }

    /** An identity column's kind and sequence, in the table's schema. */
    public record Identity(boolean always, SequenceOptions options, String sequence) {
        /** Whether it differs in nothing but the sequence's name. */
        public boolean sameBut(@Nullable Identity other) {
            return other != null && always == other.always && options.equals(other.options);
        }
    }
}
