package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A unique key: of the member it stands on, or on a type of the members it names. */
@Target({ElementType.TYPE, ElementType.FIELD})
@Retention(RetentionPolicy.CLASS)
@Repeatable(Unique.List.class)
public @interface Unique {
    /** The Java members, in order; only on a type. Those of an embedded record are written {@code bill.amount}. */
    String[] members() default {};

    /** The constraint's name; {@code <table>_<columns>_key} where it is left out. */
    String name() default "";

    /** Several of them. */
    @Target({ElementType.TYPE, ElementType.FIELD})
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** Each of them. */
        Unique[] value();
    }
}
