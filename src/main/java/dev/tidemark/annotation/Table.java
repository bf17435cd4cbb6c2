package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a table: a record or class whose fields are its columns, those of its superclasses first.
 *
 * <p>Static and transient fields and those with {@link Ignored} are left out. Types with type parameters are refused.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Table {
    /** The table's name; the snake case of the type's name where it is left out. */
    String name() default "";

    /** Its PostgreSQL schema; that of {@link Database} where it is left out. */
    String schema() default "";

    /** What the table was called before, in the same schema: its rows are kept. */
    String renamedFrom() default "";

    /** The comment on the table. */
    String comment() default "";

    /** Whether the table is somebody else's: its columns and keys are checked, nothing of it is ever touched. */
    boolean external() default false;
}
