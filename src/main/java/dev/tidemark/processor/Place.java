package dev.tidemark.processor;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Where in the sources something stands: an element, an annotation on it, or a value in that. */
record Place(
        Element element,
        @Nullable AnnotationMirror annotation,
        @Nullable AnnotationValue value) {

    static Place of(Element element) {
        return new Place(element, null, null);
    }

    /** As a reader of the sources calls it: {@code Order}, {@code Order.customer}. */
    String display() {
        if (element instanceof PackageElement itsPackage) {
            return "package " + itsPackage.getQualifiedName();
        }
        if (element instanceof TypeElement || element.getEnclosingElement() == null) {
            return element.getSimpleName().toString();
        }
        return element.getEnclosingElement().getSimpleName() + "." + element.getSimpleName();
    }
}
