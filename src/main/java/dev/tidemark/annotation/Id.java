package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes the column the primary key; on several members, or on an embedded one, a composite key in the order of the members.
 *
 * <p>Such a column is NOT NULL, also where the Java member is nullable before the row exists.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.CLASS)
public @interface Id {}
