package dev.tidemark.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A foreign key of several members; for one member {@link References} is shorter. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
@Repeatable(ForeignKey.List.class)
public @interface ForeignKey {
    /** The Java members, in order. */
    String[] members();

    /** The type that declares the other table. */
    Class<?> references();

    /** The other table's members, in the order of {@link #members()}; its primary key where it is left out. */
    String[] referencedMembers() default {};

    /** What happens when the other row is deleted. */
    Action onDelete() default Action.NO_ACTION;

    /** What happens when the other row's key changes. */
    Action onUpdate() default Action.NO_ACTION;

    /** The constraint's name; {@code <table>_<columns>_fkey} where it is left out. */
    String name() default "";

    /** Several of them. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.CLASS)
    @interface List {
        /** Each of them. */
        ForeignKey[] value();
    }
}
