package dev.tidemark.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tidemark.testkit.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The scenarios and transitions once more, as others meet them: a database that somebody else made is adopted, and the declaration is a dump of another one.
 *
 * <p>{@code -Dtidemark.scenario=name}, {@code -Dtidemark.step="a > .*"} and {@code -Dtidemark.major=14} as in {@link ScenariosTest}.
 */
@Tag("fuzz")
final class AdoptedDumpsTest {
    private static final int MAJOR = Integer.getInteger("tidemark.major", TestPostgres.NEWEST);
    /** Objects in no schema are nobody's to adopt: what somebody else made of them stays. */
    private static final Set<String> DATABASE_WIDE = Set.of("publications", "event-triggers", "foreign");

    private static final String STEPS = System.getProperty("tidemark.step", ".*");

    private static Stream<Transitions.Topic> topics() {
        return Transitions.topics("scenarios", "transitions").filter(topic -> !DATABASE_WIDE.contains(topic.name()));
    }

    @ParameterizedTest
    @MethodSource("topics")
    void variantsBecomeEachOther(Transitions.Topic topic) {
        List<String> seen = new ArrayList<>();
        for (Transitions.Step step : topic.steps()) {
            if (step.toString().matches(STEPS) && topic.wanted(step).equals("right")) {
                Transitions.Variant from = step.from();
                new PairCheck(MAJOR)
                        .failureOfDumps(from.sql(), from.rows(), step.to().sql())
                        .ifPresent(f -> seen.add(step + ": " + f.kind() + "\n" + f.detail()));
            }
        }
        assertEquals(List.of(), seen);
    }
}
