package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A foreign key from the member to another table of the same app. It adds nothing to the column's name. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.CLASS)
public @interface References {
    /** The type that declares the other table. */
    Class<?> value();

    /** The other table's member, a key of its own; its primary key where it is left out. */
    String member() default "";

    /** What happens when the other row is deleted. */
    Action onDelete() default Action.NO_ACTION;

    /** What happens when the other row's key changes. */
    Action onUpdate() default Action.NO_ACTION;

    /** The constraint's name; {@code <table>_<column>_fkey} where it is left out. */
    String name() default "";
}
