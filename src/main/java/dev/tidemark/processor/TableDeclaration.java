package dev.tidemark.processor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.TypeElement;

/** A table as its type declares it, valid in itself. */
record TableDeclaration(
        TypeElement type,
        Mark mark,
        String schema,
        String name,
        boolean external,
        Optional<String> renamedFrom,
        Optional<String> comment,
        List<Member> members,
        List<Part> parts)
        implements Relation {
    TableDeclaration {
        members = List.copyOf(members);
        parts = List.copyOf(parts);
    }

    List<ColumnDeclaration> columns() {
        return members.stream().map(Member::column).toList();
    }

    /** The columns of the primary key; none where there is no key. */
    List<ColumnDeclaration> primaryKey() {
        return columns().stream().filter(ColumnDeclaration::key).toList();
    }

    <P extends Part> Stream<P> parts(Class<P> kind) {
        return parts.stream().filter(kind::isInstance).map(kind::cast);
    }

    /** Whether these columns, in whatever order, are a key that a foreign key can refer to. */
    boolean hasKey(List<ColumnDeclaration> columns) {
        Stream<List<ColumnDeclaration>> keys = Stream.concat(
                Stream.of(primaryKey()),
                Stream.concat(
                        parts(Part.UniqueKey.class).map(Part.UniqueKey::columns),
                        parts(Part.IndexKeys.class)
                                .filter(Part.IndexKeys::isKey)
                                .map(Part.IndexKeys::columns)));
        return keys.anyMatch(key -> key.size() == columns.size() && key.containsAll(columns));
    }
}
