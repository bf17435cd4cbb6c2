package dev.tidemark.processor;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.tools.Diagnostic;
import org.jspecify.annotations.Nullable;

/**
 * Reports at a repeated annotation. javac wraps repeated annotations into a container that nobody wrote and then no longer finds where they stand; its
 * trees know. Where there are no trees (another compiler, a wrapped environment) the element has to do.
 */
final class Repeated {
    private final @Nullable Trees trees;

    Repeated(ProcessingEnvironment environment) {
        trees = trees(environment);
    }

    private static @Nullable Trees trees(ProcessingEnvironment environment) {
        try {
            return Trees.instance(environment);
        } catch (IllegalArgumentException | LinkageError e) {
            return null;
        }
    }

    /** Reports at the tree of the place; false where that is not to be found, or no repeated annotation. */
    boolean report(Diagnostic.Kind kind, String message, Place place) {
        AnnotationMirror mirror = place.annotation();
        if (trees == null
                || mirror == null
                || place.element().getAnnotationMirrors().contains(mirror)) {
            return false;
        }
        TreePath path = trees.getPath(place.element());
        Optional<AnnotationTree> annotation =
                path == null ? Optional.empty() : find(path.getLeaf(), mirror, place.element());
        if (path == null || annotation.isEmpty()) {
            return false;
        }
        Tree at = value(annotation.get(), mirror, place.value()).orElse(annotation.get());
        trees.printMessage(kind, message, at, path.getCompilationUnit());
        return true;
    }

    private static Optional<AnnotationTree> find(Tree declaration, AnnotationMirror mirror, Element element) {
        ModifiersTree modifiers = switch (declaration) {
            case ClassTree type -> type.getModifiers();
            case VariableTree field -> field.getModifiers();
            default -> null;
        };
        if (modifiers == null) {
            return Optional.empty();
        }
        String name = mirror.getAnnotationType().asElement().getSimpleName().toString();
        List<AnnotationTree> same = modifiers.getAnnotations().stream()
                .<AnnotationTree>map(a -> a)
                .filter(a -> simpleName(a.getAnnotationType()).equals(name))
                .toList();
        int index = index(mirror, element);
        return index >= 0 && index < same.size() ? Optional.of(same.get(index)) : Optional.empty();
    }

    /** Which of its siblings in the container it is. */
    private static int index(AnnotationMirror mirror, Element element) {
        for (AnnotationMirror container : element.getAnnotationMirrors()) {
            List<AnnotationValue> inside = new Mark(element, container).list("value");
            for (int i = 0; i < inside.size(); i++) {
                if (mirror.equals(inside.get(i).getValue())) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static Optional<Tree> value(
            AnnotationTree tree, AnnotationMirror mirror, @Nullable AnnotationValue wanted) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> each :
                mirror.getElementValues().entrySet()) {
            Optional<ExpressionTree> written =
                    argument(tree, each.getKey().getSimpleName().toString());
            if (each.getValue().equals(wanted)) {
                return written.map(t -> t);
            }
            if (written.isPresent() && each.getValue().getValue() instanceof List<?> list && list.contains(wanted)) {
                boolean array = written.get() instanceof NewArrayTree;
                return Optional.of(
                        array
                                ? ((NewArrayTree) written.get())
                                        .getInitializers()
                                        .get(list.indexOf(wanted))
                                : written.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<ExpressionTree> argument(AnnotationTree tree, String name) {
        return tree.getArguments().stream()
                .filter(AssignmentTree.class::isInstance)
                .map(AssignmentTree.class::cast)
                .filter(a -> a.getVariable() instanceof IdentifierTree i
                        && i.getName().contentEquals(name))
                .<ExpressionTree>map(AssignmentTree::getExpression)
                .findFirst();
    }

    private static String simpleName(Tree type) {
        return switch (type) {
            case IdentifierTree identifier -> identifier.getName().toString();
            case MemberSelectTree select -> select.getIdentifier().toString();
            default -> "";
        };
    }
}
