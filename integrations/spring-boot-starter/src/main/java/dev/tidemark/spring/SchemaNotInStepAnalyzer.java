package dev.tidemark.spring;

import dev.tidemark.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What a failed start says in the place of a stack of bean names. */
final class SchemaNotInStepAnalyzer extends AbstractFailureAnalyzer<SchemaNotInStepException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SchemaNotInStepException cause) {
        String problems = cause.problems().stream()
                .map(problem -> "\n  " + problem.headline())
                .collect(Collectors.joining());
        List<String> waysOut = cause.problems().stream()
                .map(Problem::wayOutTexts)
                .flatMap(List::stream)
                .distinct()
                .toList();
        String action = waysOut.isEmpty() ? "See what would run: tidemark plan." : String.join("\n", waysOut);
        return new FailureAnalysis(cause.getMessage() + problems, action, cause);
    }
}
