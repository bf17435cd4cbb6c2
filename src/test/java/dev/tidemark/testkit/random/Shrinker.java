package dev.tidemark.testkit.random;

import dev.tidemark.testkit.random.Model.Column;
import dev.tidemark.testkit.random.Model.Form;
import dev.tidemark.testkit.random.Model.Table;
import dev.tidemark.testkit.random.RandomSchemas.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Makes a failing pair small: leaves things out of both versions, or takes back what was done to them, as long as it still fails. */
public final class Shrinker {
    private Shrinker() {}

    /** The smallest pair that was found in this time and for which {@code fails} is true, as it is for the given one. */
    public static Pair shrink(Pair pair, Predicate<Pair> fails, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Pair smallest = pair;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (Pair candidate : candidates(smallest)) {
                if (System.nanoTime() > deadline) {
                    return smallest;
                }
                if (size(candidate) < size(smallest) && fails.test(candidate)) {
                    smallest = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static int size(Pair pair) {
        return 2 * (pair.first().sql().length() + pair.second().sql().length())
                + (pair.first().equals(pair.second()) ? 0 : 1);
    }

    private static List<Pair> candidates(Pair pair) {
        List<Pair> candidates = new ArrayList<>();
        List<Integer> ids = new ArrayList<>(Pruning.ids(pair.first()));
        Pruning.ids(pair.second()).stream().filter(id -> !ids.contains(id)).forEach(ids::add);
        for (int id : ids) {
            candidates.add(both(pair, m -> Pruning.without(m, id)));
        }
        for (int id : ids) {
            candidates.add(both(pair, m -> m.eachTable(t -> plainer(t, id))));
        }
        candidates.add(both(pair, m -> m.eachTable(t -> t.commented(null))));
        return candidates;
    }

    private static Table plainer(Table table, int column) {
        return table.column(column)
                .map(c -> table.with(new Column(
                        c.id(),
                        c.name(),
                        c.type(),
                        c.notNull(),
                        c.form() == Form.GENERATED ? c.form() : Form.PLAIN,
                        c.expression(),
                        c.base(),
                        null,
                        c.renamedFrom())))
                .orElse(table);
    }

    private static Pair both(Pair pair, UnaryOperator<Model> change) {
        Model first = change.apply(pair.first());
        Model second = change.apply(pair.second());
        return new Pair(pair.seed(), Pruning.prune(first), Pruning.prune(second), pair.mutations());
    }
}
