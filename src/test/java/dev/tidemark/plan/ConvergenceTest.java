package dev.tidemark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.Plan.Fate;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Pairs of a live schema and a declaration, one file each (live, rows, declared): with everything allowed the plan runs as it is, the rows of {@code t}
 * stay, and comparing again finds nothing. Each runs with its rows and without them, then in one transaction.
 */
class ConvergenceTest {
    private static final Set<String> NOT_IN_ONE_TRANSACTION = Set.of("enumLabels", "renames");

    private record Pair(String name, String live, String rows, String declared) {
        static Pair read(Path file) throws IOException {
            String text = Files.readString(file);
            int rows = text.indexOf("-- rows\n");
            int declared = text.indexOf("-- declared\n");
            return new Pair(
                    file.getFileName().toString().replace(".sql", ""),
                    text.substring("-- live\n".length(), rows),
                    text.substring(rows + "-- rows\n".length(), declared),
                    text.substring(declared + "-- declared\n".length()));
        }
    }

    private static List<Pair> pairs() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(ConvergenceTest.class.getResource("/plan/pairs"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            List<Pair> pairs = new java.util.ArrayList<>();
            for (Path file : sorted) {
                pairs.add(Pair.read(file));
            }
            return pairs;
        }
    }

    @TestFactory
    Stream<DynamicTest> convergesWithRows() throws Exception {
        return pairs().stream().map(p -> DynamicTest.dynamicTest(p.name(), () -> converges(p, true)));
    }

    @TestFactory
    Stream<DynamicTest> convergesWhenEmptyInOneTransaction() throws Exception {
        return pairs().stream()
                .map(p -> DynamicTest.dynamicTest(p.name(), () -> {
                    Plan plan = converges(p, false);
                    if (!NOT_IN_ONE_TRANSACTION.contains(p.name())) {
                        assertEquals(
                                1, plan.batches().size(), () -> Trial.sql(plan).toString());
                    }
                }));
    }

    private static Plan converges(Pair pair, boolean rows) {
        try (Trial trial = new Trial(pair.live() + (rows ? pair.rows() : ""), pair.declared())) {
            Plan plan = trial.plan(Trial.EVERYTHING);
            assertEquals(List.of(), plan.problems());
            assertTrue(plan.changes().stream().allMatch(c -> c.fate() == Fate.APPLY), plan.changes()::toString);
            String before = count(trial);
            trial.apply(plan);
            assertEquals(List.of(), trial.diff(trial.live()).changes(), () -> String.join(";\n", Trial.sql(plan)));
            assertEquals(before, count(trial));
            assertTrue(trial.plan(Trial.EVERYTHING).isEmpty());
            return plan;
        }
    }

    /** How many rows {@code t} has; none where it is not there. */
    private static String count(Trial trial) {
        boolean there = trial.database()
                .value("select to_regclass('public.t') is not null")
                .equals("t");
        return there ? trial.database().value("select count(*) from public.t") : "0";
    }
}
