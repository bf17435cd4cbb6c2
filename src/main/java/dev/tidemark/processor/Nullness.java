package dev.tidemark.processor;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaFileObject;

/**
 * Whether a member may be null: it carries an annotation with the simple name {@code Nullable}, on itself or on its type, or it is an {@code Optional}.
 *
 * <p>javac before 22 does not show type annotations of class files, and an incremental compilation meets unchanged types as class files: there, the
 * class file itself is read.
 */
final class Nullness {
    private static final Set<String> OPTIONALS =
            Set.of("java.util.Optional", "java.util.OptionalInt", "java.util.OptionalLong", "java.util.OptionalDouble");

    private final Scope scope;
    private final Map<String, Set<String>> ofClassFiles = new HashMap<>();

    Nullness(Scope scope) {
        this.scope = scope;
    }

    boolean isNullable(VariableElement field) {
        return isOptional(field.asType())
                || annotated(field).anyMatch(a -> isNullable(field, a))
                || classFile(field).contains(field.getSimpleName().toString());
    }

    /** The type inside an {@code Optional<T>}; any other type as it is. */
    static TypeMirror unwrap(TypeMirror type) {
        boolean wrapped = type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && element.getQualifiedName().contentEquals("java.util.Optional")
                && declared.getTypeArguments().size() == 1;
        return wrapped ? ((DeclaredType) type).getTypeArguments().get(0) : type;
    }

    private static boolean isOptional(TypeMirror type) {
        return type instanceof DeclaredType declared
                && declared.asElement() instanceof TypeElement element
                && OPTIONALS.contains(element.getQualifiedName().toString());
    }

    /** The field and its type; of a record also the component and its accessor, where some annotations go only. */
    private static Stream<AnnotatedConstruct> annotated(VariableElement field) {
        Stream<AnnotatedConstruct> own = Stream.of(field, field.asType());
        if (!(field.getEnclosingElement() instanceof TypeElement type)) {
            return own;
        }
        Stream<? extends RecordComponentElement> component = type.getRecordComponents().stream()
                .filter(c -> c.getSimpleName().equals(field.getSimpleName()));
        return Stream.concat(
                own,
                component.flatMap(c -> Stream.of(
                        c, c.asType(), c.getAccessor(), c.getAccessor().getReturnType())));
    }

    private boolean isNullable(VariableElement field, AnnotatedConstruct annotated) {
        for (AnnotationMirror annotation : annotated.getAnnotationMirrors()) {
            Element type = annotation.getAnnotationType().asElement();
            if (type.getSimpleName().contentEquals("Nullable")) {
                refuseSourceRetention(field, type);
                return true;
            }
        }
        return false;
    }

    private void refuseSourceRetention(VariableElement field, Element annotation) {
        Retention retention = annotation.getAnnotation(Retention.class);
        if (retention != null && retention.value() == RetentionPolicy.SOURCE) {
            scope.faults().report(Fault.NULLABLE_RETENTION, Place.of(field), annotation);
        }
    }

    private Set<String> classFile(VariableElement field) {
        if (Runtime.version().feature() >= 22 || !(field.getEnclosingElement() instanceof TypeElement type)) {
            return Set.of();
        }
        return ofClassFiles.computeIfAbsent(type.getQualifiedName().toString(), name -> read(type));
    }

    private Set<String> read(TypeElement type) {
        JavaFileObject file = scope.classFile(type);
        if (file == null) {
            return Set.of();
        }
        try (InputStream in = file.openInputStream()) {
            return NullableFields.of(in.readAllBytes());
        } catch (IOException e) {
            scope.faults().report(Fault.OUTPUT, Place.of(type), "its class file cannot be read, " + e);
            return Set.of();
        }
    }
}
