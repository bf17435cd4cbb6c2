package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of a column what its Java member does not say. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.CLASS)
public @interface Column {
    /** The column's name; the snake case of the member's name where it is left out. */
    String name() default "";

    /** The PostgreSQL type as SQL, instead of the one that the Java type maps to. Types that are not PostgreSQL's own want their schema. */
    String type() default "";

    /** The total number of digits of a {@code numeric}, 1 to 1000. */
    int precision() default 0;

    /** The digits behind the point of a {@code numeric}, 0 to {@link #precision()}. */
    int scale() default 0;

    /** The greatest number of characters of a {@code String}, which becomes a {@code varchar}; 1 to 10485760. */
    int length() default 0;

    /** What the column was called before: its values are kept. */
    String renamedFrom() default "";

    /** The comment on the column. */
    String comment() default "";
}
