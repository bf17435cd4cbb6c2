package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Lookup rows of a small table: every sync sees that they are there. At most 1,000. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface Rows {
    /** The members that the rows have values for, in this order; all of them where it is left out. */
    String[] members() default {};

    /** The values of one row each, as SQL: {@code "'de', 'Germany'"}. */
    String[] values();

    /** What becomes of rows that are there already. */
    Mode mode() default Mode.UPSERT;

    /** The members that tell rows apart: a primary or unique key; the primary key where it is left out. */
    String[] by() default {};

    /** What becomes of rows that are there already. */
    enum Mode {
        /** Missing rows are inserted; others stay as they are. */
        INSERT,
        /** The same, and rows that differ are updated. */
        UPSERT,
        /** The same, and rows that are not declared are deleted, which is a data loss. */
        SYNC
    }
}
