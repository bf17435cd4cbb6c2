package dev.tidemark.property;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.tidemark.testkit.TestPostgres;
import dev.tidemark.testkit.random.RandomSchemas;
import dev.tidemark.testkit.random.RandomSchemas.Pair;
import dev.tidemark.testkit.random.Shrinker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random schema pairs with rows. A failing one is shrunk and printed with its seed; {@code -Dtidemark.seed=…} begins with that one. */
final class RandomPairsTest {
    private static final Duration BOX = Duration.ofSeconds(60);

    /** The same pairs every time, as many as fit the time; never fewer than these, so that a slow machine does not test nothing. */
    private static final int AT_LEAST = 10;

    @Test
    void pairsOnTheNewestServer() {
        run(TestPostgres.NEWEST, Long.getLong("tidemark.seed", 1), BOX);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 16})
    void pairsOnOlderServers(int major) {
        run(major, Long.getLong("tidemark.seed", 1000L * major), BOX.dividedBy(4));
    }

    @Test
    @Tag("fuzz")
    void pairsWithoutEnd() {
        long seed = Long.getLong("tidemark.seed", RandomGenerator.getDefault().nextLong(1_000_000_000));
        run(TestPostgres.NEWEST, seed, Duration.ofDays(365));
    }

    @Test
    void safeSyncsKeepEverythingAndAFullOneFollows() {
        PairCheck check = new PairCheck(TestPostgres.NEWEST);
        run(TestPostgres.NEWEST, Long.getLong("tidemark.seed", 5000), BOX.dividedBy(2), check::failureOfSafe);
    }

    private static void run(int major, long firstSeed, Duration box) {
        run(major, firstSeed, box, new PairCheck(major)::failure);
    }

    private static void run(
            int major, long firstSeed, Duration box, Function<Pair, Optional<PairCheck.Failure>> check) {
        long end = System.nanoTime() + box.toNanos();
        long seed = firstSeed;
        for (; System.nanoTime() < end || seed < firstSeed + AT_LEAST; seed++) {
            Pair pair = RandomSchemas.pair(seed);
            Optional<PairCheck.Failure> failure = check.apply(pair);
            if (failure.isPresent()) {
                fail(report(check, pair, failure.get()));
            }
        }
        System.out.println("PostgreSQL " + major + ": " + (seed - firstSeed) + " random pairs, seeds " + firstSeed
                + " to " + (seed - 1));
        assertTrue(seed >= firstSeed + AT_LEAST);
    }

    private static String report(
            Function<Pair, Optional<PairCheck.Failure>> check, Pair pair, PairCheck.Failure failure) {
        Pair small = Shrinker.shrink(
                pair,
                p -> check.apply(p).filter(f -> f.kind().equals(failure.kind())).isPresent(),
                Duration.ofSeconds(45));
        PairCheck.Failure last = check.apply(small).orElse(failure);
        return "seed " + pair.seed() + " (" + String.join(", ", pair.mutations()) + "): " + last.kind() + "\n"
                + last.detail() + "\n--- v1.sql\n" + small.first().sql() + "\n--- v2.sql\n"
                + small.second().sql();
    }
}
