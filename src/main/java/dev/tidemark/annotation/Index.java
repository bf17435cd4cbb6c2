package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An index over the member it stands on; on a type (a table or a materialized view), over {@link #members()} or an {@link #expression()}. */
@Target({ElementType.TYPE, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
@Repeatable(Index.List.class)
public @interface Index {
    /** The Java members, in order. Those of an embedded record are written {@code bill.amount}. */
    String[] members() default {};

    /** One SQL expression instead of members, such as {@code lower(email)}; it uses column names. */
    String expression() default "";

    /** The direction of each key, in their order; ascending where it is left out. */
    SortOrder[] order() default {};

    /** The operator class of each key as SQL, in their order, such as {@code public.gin_trgm_ops}; empty for the type's own. */
    String[] operatorClasses() default {};

    /** Whether no two rows may agree in it. */
    boolean unique() default false;

    /** A SQL condition with column names: only rows that fulfil it are in the index. */
    String where() default "";

    /** The access method, such as {@code gin}; PostgreSQL's default, a B-tree, where it is left out. */
    String using() default "";

    /** Java members that are stored along without being keys. */
    String[] include() default {};

    /** The index's name; {@code <table>_<columns>_idx} where it is left out. */
    String name() default "";

    /** Several of them. */
    @Target({ElementType.TYPE, ElementType.FIELD})
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** Each of them. */
        Index[] value();
    }
}
