package dev.tidemark.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Plan;
import dev.tidemark.Plan.Fate;
import java.util.List;
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

    @TestFactory
    Stream<DynamicTest> convergesWithRows() throws Exception {
        return Pair.all().stream().map(p -> DynamicTest.dynamicTest(p.name(), () -> converges(p, true)));
    }

    @TestFactory
    Stream<DynamicTest> convergesWhenEmptyInOneTransaction() throws Exception {
        return Pair.all().stream()
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
