package dev.tidemark.plan.model;

import dev.tidemark.fault.SqlStates;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Answers to {@link Questions}.
 *
 * @param answers the counts by the question's text
 * @param failures SQLSTATE and message of questions whose query failed, by its text (a cast that does not work); timeouts are in neither map
 */
public record Facts(Map<String, Long> answers, Map<String, String> failures) {
    private static final List<String> BAD_VALUES =
            List.of(SqlStates.DATA_EXCEPTIONS, SqlStates.CONSTRAINT_VIOLATIONS, SqlStates.RAISED);

    public Facts {
        answers = Map.copyOf(answers);
        failures = Map.copyOf(failures);
    }

    /** Nothing is known. */
    public static Facts none() {
        return new Facts(Map.of(), Map.of());
    }

    /** What is known of these questions. */
    public Facts only(Collection<String> questions) {
        Map<String, Long> some = new HashMap<>(answers);
        some.keySet().retainAll(questions);
        Map<String, String> failed = new HashMap<>(failures);
        failed.keySet().retainAll(questions);
        return new Facts(some, failed);
    }

    /** The answer, if there is one. */
    public OptionalLong answer(String question) {
        Long count = answers.get(question);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /** Whether a question failed because of a value in a row, and not because it cannot be asked yet. */
    public static boolean isOfValues(String failure) {
        return BAD_VALUES.stream().anyMatch(failure::startsWith);
    }
}
