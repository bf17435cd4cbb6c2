package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Puts the components of a record in the member's place, each a column of its own; all nullable where the member is. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.CLASS)
public @interface Embedded {
    /** What stands before the names of its columns, such as {@code bill_}. */
    String prefix() default "";
}
