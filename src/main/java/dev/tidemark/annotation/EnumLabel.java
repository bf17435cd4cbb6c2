package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says of an enum constant how PostgreSQL calls it. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.CLASS)
public @interface EnumLabel {
    /** The label; the constant's name where it is left out. */
    String value() default "";

    /** What the label was called before. */
    String renamedFrom() default "";
}
