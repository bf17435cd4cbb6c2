package dev.tidemark.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.testkit.TestPostgres;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each kind of object, created, altered in each of its properties, dropped and made again with rows: the files of {@code src/test/resources/scenarios}, and of {@code transitions},
 * where kinds meet. A plan that a human has to mend something for is right where the file says so, and nowhere else.
 *
 * <p>{@code -Dtidemark.scenario=name} runs the files whose name begins so, {@code -Dtidemark.step="a > .*"} those steps, {@code -Dtidemark.major=14} against another server than the newest.
 */
final class ScenariosTest {
    private static final int MAJOR = Integer.getInteger("tidemark.major", TestPostgres.NEWEST);

    private static Stream<Transitions.Topic> scenarios() {
        return Transitions.topics("scenarios");
    }

    private static Stream<Transitions.Topic> all() {
        return Transitions.topics("scenarios", "transitions");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void variantsBecomeTheirNeighbours(Transitions.Topic topic) {
        assertEquals(List.of(), topic.wrong(topic.tour(), MAJOR));
    }

    /** What is withheld or deferred takes along what cannot be done without it, and leaves the rest: some steps of each file, others in each. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void aSafeSyncMayComeFirst(Transitions.Topic topic) {
        List<Transitions.Step> tour = topic.tour();
        List<Transitions.Step> some = IntStream.range(0, tour.size())
                .filter(n -> (n + topic.name().length()) % 8 == 0)
                .mapToObj(tour::get)
                .toList();
        assertEquals(List.of(), topic.wrongOfSafe(some, true, MAJOR));
    }

    @ParameterizedTest
    @MethodSource("all")
    @Tag("fuzz")
    void aSafeSyncMayComeBeforeAnyStep(Transitions.Topic topic) {
        assertEquals(List.of(), topic.wrongOfSafe(topic.steps(), true, MAJOR));
        assertEquals(List.of(), topic.wrongOfSafe(topic.steps(), false, MAJOR));
    }

    @ParameterizedTest
    @MethodSource("all")
    @Tag("fuzz")
    void anyVariantBecomesAnyOther(Transitions.Topic topic) {
        assertEquals(List.of(), topic.wrong(topic.steps(), MAJOR));
    }
}
