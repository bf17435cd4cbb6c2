package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A condition that every row has to fulfil. */
@Target({ElementType.TYPE, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
@Repeatable(Check.List.class)
public @interface Check {
    /** The constraint's name; {@code <table>_<column>_check} on a member and {@code <table>_check} on a type where it is left out. */
    String name() default "";

    /** The condition, with column names. */
    String sql();

    /** Several of them. */
    @Target({ElementType.TYPE, ElementType.FIELD})
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** Each of them. */
        Check[] value();
    }
}
