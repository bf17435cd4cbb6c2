package dev.tidemark.processor;

import java.util.Locale;
import java.util.Optional;

/**
 * A column's type.
 *
 * @param sql as it is written in the schema
 * @param family what kind of constant it takes
 * @param labels the Java enum behind it (or behind its elements)
 * @param given whether the author wrote it as SQL
 */
record SqlType(String sql, Family family, Optional<EnumDeclaration> labels, boolean given) {

    /** What a constant of the type looks like. */
    enum Family {
        BOOLEAN,
        INTEGER,
        DECIMAL,
        ENUM,
        TEXT,
        UUID,
        ARRAY,
        OTHER
    }

    static SqlType of(String sql, Family family) {
        return new SqlType(sql, family, Optional.empty(), false);
    }

    static SqlType given(String sql) {
        return new SqlType(sql, Family.OTHER, Optional.empty(), true);
    }

    SqlType array() {
        return new SqlType(sql + "[]", Family.ARRAY, labels, given);
    }

    boolean isIdentity() {
        return family == Family.INTEGER;
    }

    /** Whether a foreign key may lead from one to the other: the same type, whatever its size. */
    boolean matches(SqlType other) {
        return given || other.given || sizeless().equals(other.sizeless());
    }

    private String sizeless() {
        int size = sql.indexOf('(');
        String bare = size < 0 ? sql : sql.substring(0, size) + sql.substring(sql.indexOf(')') + 1);
        String lower = bare.toLowerCase(Locale.ROOT);
        return lower.startsWith("varchar") ? "text" + lower.substring("varchar".length()) : lower;
    }
}
