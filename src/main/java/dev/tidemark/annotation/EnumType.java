package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of a Java enum's PostgreSQL type what the enum itself does not say; an enum that a column uses needs no annotation. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface EnumType {
    /** The type's name; the snake case of the enum's name where it is left out. */
    String name() default "";

    /** Its PostgreSQL schema; that of {@link Database} where it is left out. */
    String schema() default "";

    /** What the type was called before, in the same schema. */
    String renamedFrom() default "";

    /** The comment on the type. */
    String comment() default "";

    /** Whether columns are {@code text} with a check of the labels instead of a type of their own. */
    boolean asText() default false;
}
