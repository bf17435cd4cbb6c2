package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Declares a view; the components or fields of the type are its columns and are compared with the real ones when the schema is synced. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface View {
    /** The view's name; the snake case of the type's name where it is left out. */
    String name() default "";

    /** Its PostgreSQL schema; that of {@link Database} where it is left out. */
    String schema() default "";

    /** The query. It names tables with their schema and uses column names; compulsory but for an external view. */
    String sql() default "";

    /** Whether its rows are stored. */
    boolean materialized() default false;

    /** Whether the view is somebody else's: its columns are checked, nothing of it is ever touched. */
    boolean external() default false;

    /** What the view was called before, in the same schema. */
    String renamedFrom() default "";

    /** The comment on the view. */
    String comment() default "";
}
