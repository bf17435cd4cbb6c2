package dev.tidemark.property;

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
    /** The same pairs every time and on every machine: a build must not depend on how many fit a minute. More come with the profile fuzz. */
    private static final int PAIRS = 30;

    @Test
    void pairsOnTheNewestServer() {
        run(TestPostgres.NEWEST, Long.getLong("tidemark.seed", 1), PAIRS);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 16})
    void pairsOnOlderServers(int major) {
        run(major, Long.getLong("tidemark.seed", 1000L * major), PAIRS / 3);
    }

    @Test
    @Tag("fuzz")
    void pairsWithoutEnd() {
        long seed = Long.getLong("tidemark.seed", RandomGenerator.getDefault().nextLong(1_000_000_000));
        run(TestPostgres.NEWEST, seed, Integer.MAX_VALUE);
    }

    @Test
    void safeSyncsKeepEverythingAndAFullOneFollows() {
        PairCheck check = new PairCheck(TestPostgres.NEWEST);
        run(TestPostgres.NEWEST, Long.getLong("tidemark.seed", 5000), PAIRS / 2, check::failureOfSafe);
    }

    private static void run(int major, long firstSeed, int pairs) {
        run(major, firstSeed, pairs, new PairCheck(major)::failure);
    }

    private static void run(
            int major, long firstSeed, int pairs, Function<Pair, Optional<PairCheck.Failure>> check) {
        for (long seed = firstSeed; seed < firstSeed + pairs; seed++) {
            Pair pair = RandomSchemas.pair(seed);
            Optional<PairCheck.Failure> failure = check.apply(pair);
            if (failure.isPresent()) {
                fail(report(check, pair, failure.get()));
            }
        }
        System.out.println("PostgreSQL " + major + ": " + pairs + " random pairs from seed " + firstSeed + " on");
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
