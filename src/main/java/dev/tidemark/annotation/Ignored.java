package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Keeps the member out of the table. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.CLASS)
public @interface Ignored {}
