package dev.tidemark.processor;

import dev.tidemark.annotation.Column;
import dev.tidemark.annotation.Default;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Identity;
import dev.tidemark.annotation.Json;
import dev.tidemark.processor.SqlType.Family;
import java.util.Optional;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Reads one field as a column. */
final class ColumnReader {
    private final Scope scope;
    private final TypeMapper types;

    ColumnReader(Scope scope, TypeMapper types) {
        this.scope = scope;
        this.types = types;
    }

    /** The column; empty where it has no type, which is reported. */
    Optional<ColumnDeclaration> read(VariableElement field, MemberReader.Depth depth, boolean nullable) {
        Optional<Mark> mark = Mark.on(field, Column.class);
        String name = name(field, mark, depth);
        Optional<String> renamedFrom = mark.flatMap(m -> renamedFrom(m, depth));
        Optional<SqlType> type = type(field, mark);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        boolean key = depth.key() || Mark.on(field, Id.class).isPresent();
        ColumnDeclaration.Identity identity = identity(field, type.get());
        return Optional.of(new ColumnDeclaration(
                depth.path() + field.getSimpleName(),
                mark.map(m -> m.place("name")).orElseGet(() -> Place.of(field)),
                name,
                type.get(),
                key || identity != ColumnDeclaration.Identity.NONE || !nullable,
                defaultSql(field, type.get()),
                identity,
                key,
                renamedFrom,
                mark.flatMap(m -> m.givenText("comment"))));
    }

    private String name(VariableElement field, Optional<Mark> mark, MemberReader.Depth depth) {
        Optional<Mark> given = mark.filter(m -> m.gives("name"));
        String own = given.map(m -> m.text("name")).orElseGet(() -> Identifiers.snake(field.getSimpleName()));
        String name = own.isEmpty() ? own : depth.prefix() + own;
        Place place = given.map(m -> m.place("name")).orElseGet(() -> Place.of(field));
        Identifiers.columnObjection(name).ifPresent(why -> scope.faults().report(Fault.NAME, place, name, why));
        return name;
    }

    private Optional<String> renamedFrom(Mark mark, MemberReader.Depth depth) {
        Optional<String> from = mark.givenText("renamedFrom").map(depth.prefix()::concat);
        from.flatMap(Identifiers::columnObjection)
                .ifPresent(why ->
                        scope.faults().report(Fault.NAME, mark.place("renamedFrom"), mark.text("renamedFrom"), why));
        return from;
    }

    private Optional<SqlType> type(VariableElement field, Optional<Mark> mark) {
        Sizes sizes = new Sizes(mark, scope.faults());
        Optional<Mark> given = mark.filter(m -> m.gives("type"));
        if (given.isPresent()) {
            sizes.refuseBesideType();
            String sql = given.get().text("type").strip();
            if (sql.isEmpty()) {
                scope.faults().report(Fault.SQL, given.get().place("type"), "the type is empty");
            }
            return Optional.of(SqlType.given(sql));
        }
        TypeMirror type = Nullness.unwrap(field.asType());
        if (Mark.on(field, Json.class).isPresent()) {
            return Optional.of(sizes.apply(SqlType.of("jsonb", Family.OTHER)));
        }
        if (type.getKind() == TypeKind.TYPEVAR) {
            scope.faults().report(Fault.GENERIC, Place.of(field), type);
            return Optional.empty();
        }
        return types.map(type, sizes, Place.of(field));
    }

    private Optional<String> defaultSql(VariableElement field, SqlType type) {
        Optional<Mark> mark = Mark.on(field, Default.class);
        return mark.flatMap(m -> new Defaults(scope.faults(), m).sql(type));
    }

    private ColumnDeclaration.Identity identity(VariableElement field, SqlType type) {
        Optional<Mark> mark = Mark.on(field, Identity.class);
        if (mark.isEmpty()) {
            return ColumnDeclaration.Identity.NONE;
        }
        if (!type.isIdentity() && !type.given()) {
            scope.faults().report(Fault.IDENTITY, mark.get().place(), type.sql() + " cannot number rows");
        }
        Mark.on(field, Default.class)
                .ifPresent(d -> scope.faults().report(Fault.IDENTITY, d.place(), "an identity has no default"));
        return mark.get().flag("byDefault") ? ColumnDeclaration.Identity.BY_DEFAULT : ColumnDeclaration.Identity.ALWAYS;
    }
}
