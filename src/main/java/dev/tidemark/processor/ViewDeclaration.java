package dev.tidemark.processor;

import java.util.List;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** A view as its type declares it, valid in itself. */
record ViewDeclaration(
        TypeElement type,
        Mark mark,
        String schema,
        String name,
        String sql,
        boolean materialized,
        boolean external,
        Optional<String> renamedFrom,
        Optional<String> comment,
        List<Member> members,
        List<Part.IndexKeys> indexes)
        implements Relation {
    ViewDeclaration {
        members = List.copyOf(members);
        indexes = List.copyOf(indexes);
    }
}
