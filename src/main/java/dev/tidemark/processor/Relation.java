package dev.tidemark.processor;

import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** A table or a view: what shares one space of names in a schema. */
sealed interface Relation permits TableDeclaration, ViewDeclaration {
    TypeElement type();

    Mark mark();

    String schema();

    String name();

    boolean external();

    Optional<String> renamedFrom();

    default String quoted() {
        return Identifiers.quote(schema(), name());
    }
}
