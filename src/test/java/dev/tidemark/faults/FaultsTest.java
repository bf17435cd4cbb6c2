package dev.tidemark.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults against holders: one fixed round each in every build, an hour of random ones by {@code ./mvnw -Pfaults test}. */
final class FaultsTest {
    private static final long FIXED = 9;
    private static final List<Fault> FAULTS = List.of(Fault.values());

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFixedRoundOfEach(Fault fault) throws Exception {
        assertEquals(List.of(), new FaultRound(fault, FIXED).run());
    }

    /**
     * {@code -Dtidemark.faults.time=PT1H} says for how long, {@code -Dtidemark.faults.seed} makes a round again. The table for docs/reliability.md is left in
     * {@code target/faults.md}.
     */
    @Test
    @Tag("faults")
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void randomRounds() throws Exception {
        Duration time = Duration.parse(System.getProperty("tidemark.faults.time", "PT1H"));
        Long given = Long.getLong("tidemark.faults.seed");
        long first = given == null ? ThreadLocalRandom.current().nextLong(1_000_000) * 1000 : given;
        long end = System.nanoTime() + time.toNanos();
        Map<Fault, Integer> rounds = new EnumMap<>(Fault.class);
        Map<Fault, Integer> violated = new EnumMap<>(Fault.class);
        List<String> found = new ArrayList<>();
        for (long seed = first; seed == first || (given == null && System.nanoTime() < end); seed++) {
            Fault fault = FAULTS.get(Math.floorMod(seed, FAULTS.size()));
            List<String> violations = new FaultRound(fault, seed).run();
            System.out.println("seed " + seed + " " + fault + ": " + (violations.isEmpty() ? "holds" : violations));
            rounds.merge(fault, 1, Integer::sum);
            violated.merge(fault, violations.size(), Integer::sum);
            for (String violation : violations) {
                found.add(fault + ", -Dtidemark.faults.seed=" + seed + ": " + violation);
            }
        }
        write(first, rounds, violated);
        assertTrue(rounds.size() > 0);
        assertEquals(List.of(), found);
    }

    private static void write(long first, Map<Fault, Integer> rounds, Map<Fault, Integer> violated) throws IOException {
        StringBuilder table =
                new StringBuilder("Seeds from " + first + ".\n\n| fault | rounds | violations |\n|---|---|---|\n");
        rounds.forEach((fault, count) -> table.append("| ")
                .append(fault.title())
                .append(" | ")
                .append(count)
                .append(" | ")
                .append(violated.getOrDefault(fault, 0))
                .append(" |\n"));
        Path file = Needs.basedir().resolve("target/faults.md");
        Files.createDirectories(file.getParent());
        Files.writeString(file, table);
        System.out.println(table);
    }
}
