package dev.tidemark.processor;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** One of our annotations as somebody wrote it; what was not written reads as empty, zero or false. */
record Mark(Element element, AnnotationMirror mirror) {

    /** The annotation on the element, if it is there. */
    static Optional<Mark> on(Element element, Class<? extends Annotation> annotation) {
        return element.getAnnotationMirrors().stream()
                .filter(m -> isA(m, annotation))
                .map(m -> new Mark(element, m))
                .findFirst();
    }

    /** All of a repeatable annotation, in the order written. */
    static List<Mark> all(
            Element element, Class<? extends Annotation> annotation, Class<? extends Annotation> container) {
        List<Mark> marks = new ArrayList<>();
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (isA(mirror, annotation)) {
                marks.add(new Mark(element, mirror));
            } else if (isA(mirror, container)) {
                for (AnnotationValue each : new Mark(element, mirror).list("value")) {
                    if (each.getValue() instanceof AnnotationMirror inner) {
                        marks.add(new Mark(element, inner));
                    }
                }
            }
        }
        return marks;
    }

    private static boolean isA(AnnotationMirror mirror, Class<? extends Annotation> annotation) {
        return mirror.getAnnotationType().asElement() instanceof TypeElement type
                && type.getQualifiedName().contentEquals(nameOf(annotation));
    }

    private static String nameOf(Class<? extends Annotation> annotation) {
        String name = annotation.getCanonicalName();
        return name == null ? annotation.getName() : name;
    }

    /** {@code Column}; of a container, that of what it contains. */
    String simpleName() {
        Element type = mirror.getAnnotationType().asElement();
        Element around = type.getEnclosingElement();
        return around == null || !type.getSimpleName().contentEquals("List")
                ? type.getSimpleName().toString()
                : around.getSimpleName().toString();
    }

    /** Whether the value was written, be it an empty one. */
    boolean gives(String name) {
        return value(name).isPresent();
    }

    String text(String name) {
        return value(name)
                .map(AnnotationValue::getValue)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .orElse("");
    }

    Optional<String> givenText(String name) {
        return Optional.of(text(name)).filter(t -> !t.isEmpty());
    }

    boolean flag(String name) {
        return value(name)
                .map(AnnotationValue::getValue)
                .filter(Boolean.TRUE::equals)
                .isPresent();
    }

    int number(String name) {
        return value(name)
                .map(AnnotationValue::getValue)
                .filter(Integer.class::isInstance)
                .map(Integer.class::cast)
                .orElse(0);
    }

    /** The name of an enum constant, or the given one where nothing was written. */
    String constant(String name, String otherwise) {
        return value(name).map(Mark::constant).orElse(otherwise);
    }

    List<String> constants(String name) {
        return list(name).stream().map(Mark::constant).toList();
    }

    List<String> texts(String name) {
        return list(name).stream().map(v -> v.getValue().toString()).toList();
    }

    /** The type that a class literal names; empty where javac does not know it. */
    Optional<TypeElement> type(String name) {
        return value(name)
                .map(AnnotationValue::getValue)
                .filter(DeclaredType.class::isInstance)
                .map(DeclaredType.class::cast)
                .filter(t -> t.getKind() != TypeKind.ERROR)
                .map(DeclaredType::asElement)
                .filter(TypeElement.class::isInstance)
                .map(TypeElement.class::cast);
    }

    /** Whether a class literal names a type that is there but cannot be declared, such as {@code int.class}. */
    boolean namesOddType(String name) {
        return value(name)
                .map(AnnotationValue::getValue)
                .filter(v ->
                        v instanceof TypeMirror t && t.getKind() != TypeKind.DECLARED && t.getKind() != TypeKind.ERROR)
                .isPresent();
    }

    /** The elements of an array value. */
    List<AnnotationValue> list(String name) {
        List<AnnotationValue> values = new ArrayList<>();
        if (value(name).map(AnnotationValue::getValue).orElse(null) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof AnnotationValue value) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    /** The value as a list of one; of none where it is empty or was not written. */
    List<AnnotationValue> single(String name) {
        return text(name).isEmpty() ? List.of() : value(name).stream().toList();
    }

    Place place() {
        return new Place(element, mirror, null);
    }

    /** Where the value stands; the annotation itself where it was not written. */
    Place place(String name) {
        return new Place(element, mirror, value(name).orElse(null));
    }

    /** Where an element of an array value stands. */
    Place place(AnnotationValue value) {
        return new Place(element, mirror, value);
    }

    private Optional<AnnotationValue> value(String name) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> each :
                mirror.getElementValues().entrySet()) {
            if (each.getKey().getSimpleName().contentEquals(name)) {
                return Optional.of(each.getValue());
            }
        }
        return Optional.empty();
    }

    private static String constant(AnnotationValue value) {
        return value.getValue() instanceof VariableElement constant
                ? constant.getSimpleName().toString()
                : "";
    }
}
