package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * SQL that runs once in each database, before everything else of its sync: to mend rows, such as before a column becomes NOT NULL. The rows are looked at again once it has run.
 *
 * <p>Whether it ran is known by its name and its text. In a database without tables of this app there are no rows to change, and it is not needed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(MigrateBefore.List.class)
public @interface MigrateBefore {
    /** Its name, unique in the app: lower-case letters, digits, {@code _ - .}, at most 63. */
    String name();

    /** One SQL statement each; they are committed together. Name tables with their schema. */
    String[] sql();

    /** Whether it may run without anybody's approval, also at a cold start and while older versions serve. */
    boolean safe() default false;

    /** Several of them. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** Each of them. */
        MigrateBefore[] value();
    }
}
