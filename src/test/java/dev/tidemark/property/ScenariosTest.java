package dev.tidemark.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.testkit.Needs;
import dev.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of object, created, altered in each of its properties, dropped and made again: the files of {@code src/test/resources/scenarios}.
 *
 * <p>{@code -Dtidemark.scenario=name} runs the files whose name begins so, {@code -Dtidemark.step="a > .*"} those steps, {@code -Dtidemark.major=14} against another server than the newest.
 */
final class ScenariosTest {
    private static final int MAJOR = Integer.getInteger("tidemark.major", TestPostgres.NEWEST);

    private static final String STEPS = System.getProperty("tidemark.step", ".*");

    private static Stream<Transitions.Topic> topics() {
        String prefix = System.getProperty("tidemark.scenario", "");
        return Transitions.read(Needs.basedir().resolve("src/test/resources/scenarios")).stream()
                .filter(topic -> topic.name().startsWith(prefix));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void variantsBecomeEachOther(Transitions.Topic topic) {
        List<String> seen = new ArrayList<>();
        for (Transitions.Step step : topic.steps()) {
            if (step.toString().matches(STEPS)) {
                seen(topic, step).ifPresent(seen::add);
            }
        }
        assertEquals(List.of(), seen);
    }

    private static Optional<String> seen(Transitions.Topic topic, Transitions.Step step) {
        Transitions.Variant from = step.from();
        Optional<PairCheck.Failure> failure = new PairCheck(MAJOR)
                .failureOfTexts(from.sql(), from.rows(), step.to().sql());
        String kind = failure.map(PairCheck.Failure::kind).orElse("right");
        String wanted = topic.wanted(step);
        return kind.equals(wanted)
                ? Optional.empty()
                : Optional.of(step + ": " + kind + ", not " + wanted + "\n"
                        + failure.map(PairCheck.Failure::detail).orElse(""));
    }
}
