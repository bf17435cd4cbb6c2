package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which declared schema the types of a package, and of the packages below it, belong to.
 *
 * <p>The nearest annotated package counts. Where none is, the compiler options {@code -Atidemark.app} and {@code -Atidemark.schema} stand in.
 */
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.CLASS)
public @interface Database {
    /** The name of the declared schema as a whole, such as {@code orders}: lower-case letters, digits, {@code . _ -}, at most 63. */
    String app();

    /** The PostgreSQL schema of what names none itself. */
    String schema() default "public";
}
