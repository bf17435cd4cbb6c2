package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Gives the column a default: exactly one of {@link #constant()} and {@link #sql()}. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.CLASS)
public @interface Default {
    /** A value, written as text: {@code "0"}, {@code "NEW"}, {@code "{}"}; quoted as the column's type needs it. Of an enum, the constant or its label. */
    String constant() default "";

    /** An expression, such as {@code now()} or {@code gen_random_uuid()}. */
    String sql() default "";
}
