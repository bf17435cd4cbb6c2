package dev.tidemark.processor;

import dev.tidemark.annotation.EnumType;
import dev.tidemark.annotation.Table;
import dev.tidemark.annotation.View;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/**
 * Compiles the annotated types of a module into {@code META-INF/tidemark/<app>/schema.sql}.
 *
 * <p>It looks at every compilation, annotated or not: a changed superclass, embedded record or enum changes the schema too. It claims no annotation, and
 * writes once, after the last round. Options: {@code tidemark.app} and {@code tidemark.schema}, for types whose package has no {@code @Database};
 * {@code tidemark.lint=off}: without the warnings of lint.
 */
public final class TidemarkProcessor extends AbstractProcessor {
    private static final Set<String> DECLARING =
            Set.of(Table.class.getName(), View.class.getName(), EnumType.class.getName());

    private final Set<String> handedOver = new TreeSet<>();

    /** Made by the compiler. */
    public TidemarkProcessor() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("*");
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Set.of("tidemark.app", "tidemark.schema", "tidemark.lint");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            if (DECLARING.contains(annotation.getQualifiedName().toString())) {
                for (TypeElement type : ElementFilter.typesIn(round.getElementsAnnotatedWith(annotation))) {
                    handedOver.add(type.getQualifiedName().toString());
                }
            }
        }
        if (round.processingOver() && !round.errorRaised()) {
            new Compilation(processingEnv).run(handedOver);
        }
        return false;
    }
}
