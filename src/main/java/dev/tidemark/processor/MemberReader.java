package dev.tidemark.processor;

import dev.tidemark.annotation.Check;
import dev.tidemark.annotation.Column;
import dev.tidemark.annotation.Default;
import dev.tidemark.annotation.Embedded;
import dev.tidemark.annotation.Id;
import dev.tidemark.annotation.Identity;
import dev.tidemark.annotation.Ignored;
import dev.tidemark.annotation.Index;
import dev.tidemark.annotation.Json;
import dev.tidemark.annotation.References;
import dev.tidemark.annotation.Unique;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/** Finds the members of a type that are columns: those of superclasses first, embedded records taken apart. */
final class MemberReader {
    private static final List<Class<? extends Annotation>> NOT_BESIDE_EMBEDDED = List.of(
            Column.class,
            Default.class,
            Identity.class,
            Json.class,
            References.class,
            Unique.class,
            Unique.List.class,
            Index.class,
            Index.List.class,
            Check.class,
            Check.List.class);

    private final Scope scope;
    private final ColumnReader columns;
    private final Nullness nullness;

    /**
     * Where in a table we are.
     *
     * @param path before the names of members
     * @param prefix before the names of columns
     * @param inside the embedded records around
     */
    record Depth(String path, String prefix, boolean nullable, boolean key, List<String> inside) {
        Depth {
            inside = List.copyOf(inside);
        }
    }

    MemberReader(Scope scope, EnumReader enums) {
        this.scope = scope;
        this.nullness = new Nullness(scope);
        this.columns = new ColumnReader(scope, new TypeMapper(scope, enums));
    }

    /** The columns of a table or view, in order; two of one name are reported. */
    List<Member> read(TypeElement type) {
        List<Member> members = new ArrayList<>();
        walk(type, new Depth("", "", false, false, List.of()), members);
        Map<String, String> seen = new HashMap<>();
        for (Member member : members) {
            String other = seen.putIfAbsent(member.columnName(), member.path());
            if (other != null) {
                scope.faults()
                        .report(
                                Fault.DUPLICATE_COLUMN,
                                member.column().place(),
                                member.columnName(),
                                other.equals(member.path()) ? "a superclass's " + other : other);
            }
        }
        return members;
    }

    private void walk(TypeElement type, Depth depth, List<Member> members) {
        if (!type.getTypeParameters().isEmpty()) {
            scope.faults().report(Fault.GENERIC, Place.of(type), type.getSimpleName());
            return;
        }
        walkSuperclass(type, depth, members);
        for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
            if (isColumn(field)) {
                Optional<Mark> embedded = Mark.on(field, Embedded.class);
                if (embedded.isPresent()) {
                    embed(field, embedded.get(), depth, members);
                } else {
                    columns.read(field, depth, depth.nullable() || nullness.isNullable(field))
                            .ifPresent(column -> members.add(new Member(field, column)));
                }
            }
        }
    }

    private void walkSuperclass(TypeElement type, Depth depth, List<Member> members) {
        TypeMirror above = type.getSuperclass();
        if (above.getKind() == TypeKind.ERROR) {
            scope.faults().leaveToJavac();
        } else if (above instanceof DeclaredType declared && declared.asElement() instanceof TypeElement superclass) {
            String name = superclass.getQualifiedName().toString();
            if (!superclass.getTypeParameters().isEmpty()) {
                scope.faults().report(Fault.GENERIC, Place.of(type), "superclass " + superclass.getSimpleName());
            } else if (!name.equals("java.lang.Object") && !name.equals("java.lang.Record")) {
                walk(superclass, depth, members);
            }
        }
    }

    private static boolean isColumn(VariableElement field) {
        return !field.getModifiers().contains(Modifier.STATIC)
                && !field.getModifiers().contains(Modifier.TRANSIENT)
                && Mark.on(field, Ignored.class).isEmpty();
    }

    private void embed(VariableElement field, Mark mark, Depth depth, List<Member> members) {
        TypeMirror type = Nullness.unwrap(field.asType());
        if (type.getKind() == TypeKind.ERROR) {
            scope.faults().leaveToJavac();
            return;
        }
        if (!(type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement record
                && record.getKind() == ElementKind.RECORD)) {
            scope.faults().report(Fault.EMBEDDED, mark.place(), type + " is not a record");
            return;
        }
        String name = record.getQualifiedName().toString();
        if (depth.inside().contains(name) || record.equals(field.getEnclosingElement())) {
            scope.faults().report(Fault.EMBEDDED, mark.place(), record.getSimpleName() + " contains itself");
            return;
        }
        refuseOthers(field);
        List<String> inside = new ArrayList<>(depth.inside());
        inside.add(name);
        walk(
                record,
                new Depth(
                        depth.path() + field.getSimpleName() + ".",
                        depth.prefix() + mark.text("prefix"),
                        depth.nullable() || nullness.isNullable(field),
                        depth.key() || Mark.on(field, Id.class).isPresent(),
                        inside),
                members);
    }

    private void refuseOthers(VariableElement field) {
        for (Class<? extends Annotation> other : NOT_BESIDE_EMBEDDED) {
            Mark.on(field, other)
                    .ifPresent(m -> scope.faults()
                            .report(
                                    Fault.EMBEDDED,
                                    m.place(),
                                    "@" + m.simpleName() + " cannot stand beside @Embedded"));
        }
    }
}
