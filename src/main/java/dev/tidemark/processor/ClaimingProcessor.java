package dev.tidemark.processor;

import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/**
 * Claims our annotations, so that {@code -Xlint:processing} does not call them unclaimed. {@link TidemarkProcessor} looks at every compilation, and whoever
 * does that can claim either nothing or everybody's annotations.
 */
public final class ClaimingProcessor extends AbstractProcessor {
    /** Made by the compiler. */
    public ClaimingProcessor() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of("dev.tidemark.annotation.*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // That is what it is for; nobody else processes ours.
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        return true;
    }
}
