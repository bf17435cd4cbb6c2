package dev.tidemark.processor;

import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** The name, schema and former name of what stands by itself: a table, a view, an enum type. */
record Names(Scope scope, Optional<Mark> mark, TypeElement type) {

    /** The given name, else the snake case of the type's own. */
    String name() {
        String name = mark.filter(m -> m.gives("name"))
                .map(m -> m.text("name"))
                .orElseGet(() -> Identifiers.snake(type.getSimpleName()));
        Identifiers.objection(name).ifPresent(why -> scope.faults().report(Fault.NAME, place("name"), name, why));
        return name;
    }

    /** The given schema, else the other one. */
    String schema(String otherwise) {
        String schema =
                mark.filter(m -> m.gives("schema")).map(m -> m.text("schema")).orElse(otherwise);
        if (mark.filter(m -> m.gives("schema")).isPresent()) {
            Identifiers.schemaObjection(schema)
                    .ifPresent(why -> scope.faults().report(Fault.NAME, place("schema"), schema, why));
        }
        return schema;
    }

    /** What it was called before; reported where that is its own name. */
    Optional<String> renamedFrom() {
        Optional<String> from = mark.flatMap(m -> m.givenText("renamedFrom"));
        if (from.isPresent()) {
            Identifiers.objection(from.get())
                    .ifPresent(why -> scope.faults().report(Fault.NAME, place("renamedFrom"), from.get(), why));
        }
        return from;
    }

    /** Where a value of the annotation stands, or the type where there is no annotation. */
    Place place(String value) {
        return mark.map(m -> m.place(value)).orElseGet(() -> Place.of(type));
    }
}
