package dev.tidemark.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What random pairs do not make: domains, functions, partitions, policies, exclusions … in several variants, each of which becomes another one with its
 * rows. A plan that a human has to mend something for is right where the topic says so, and nowhere else.
 */
@Tag("fuzz")
final class TransitionsTest {
    private static Stream<Transitions.Topic> topics() {
        return Transitions.read(Needs.basedir().resolve("src/test/resources/transitions")).stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void anyVariantBecomesAnyOther(Transitions.Topic topic) {
        List<String> seen = new ArrayList<>();
        for (Transitions.Step step : topic.steps()) {
            seen(topic, step).ifPresent(seen::add);
        }
        assertEquals(List.of(), seen);
    }

    /** What is not as it should be. */
    private static Optional<String> seen(Transitions.Topic topic, Transitions.Step step) {
        Transitions.Variant from = step.from();
        Optional<PairCheck.Failure> failure = new PairCheck(TestPostgres.NEWEST)
                .failureOfTexts(from.sql(), from.rows(), step.to().sql());
        String kind = failure.map(PairCheck.Failure::kind).orElse("right");
        String wanted = topic.wanted(step);
        return kind.equals(wanted)
                ? Optional.empty()
                : Optional.of(step + ": " + kind + ", not " + wanted + "\n"
                        + failure.map(PairCheck.Failure::detail).orElse(""));
    }
}
