package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Stores the member, whatever its Java type, as {@code jsonb}. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.CLASS)
public @interface Json {}
