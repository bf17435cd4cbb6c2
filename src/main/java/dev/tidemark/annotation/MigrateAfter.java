package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * SQL that runs once in each database, after all that is added and changed, and before anything is dropped: to move values into new columns while the old ones are there.
 *
 * <p>Whether it ran is known by its name and its text. In a database without tables of this app there are no rows to change, and it is not needed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(MigrateAfter.List.class)
public @interface MigrateAfter {
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
        MigrateAfter[] value();
    }
}
