package dev.tidemark.property;

import dev.tidemark.testkit.TestPostgres;
import dev.tidemark.testkit.random.RandomSchemas;
import dev.tidemark.testkit.random.RandomSchemas.Pair;
import dev.tidemark.testkit.random.Shrinker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Goes on where the test stops: runs the pairs of {@code first count [seconds to shrink each kind]}, sorts the failing ones by kind, and writes the smallest
 * of each kind to {@code target/hunt}. {@code -Dtidemark.safe=true}: a safe sync first; {@code -Dtidemark.major}: on another server.
 */
final class Hunt {
    private Hunt() {}

    public static void main(String[] args) throws IOException {
        long first = Long.parseLong(args[0]);
        long count = Long.parseLong(args[1]);
        long seconds = args.length > 2 ? Long.parseLong(args[2]) : 20;
        PairCheck checks = new PairCheck(Integer.getInteger("tidemark.major", TestPostgres.NEWEST));
        Function<Pair, Optional<PairCheck.Failure>> check =
                Boolean.getBoolean("tidemark.safe") ? checks::failureOfSafe : checks::failure;
        Map<String, List<Pair>> failing = new TreeMap<>();
        for (long seed = first; seed < first + count; seed++) {
            if ((seed - first) % 20 == 19) {
                System.out.println((seed - first) + " done, failing: " + failing.keySet());
            }
            Pair pair = RandomSchemas.pair(seed);
            Optional<PairCheck.Failure> failure = check.apply(pair);
            failure.ifPresent(f ->
                    failing.computeIfAbsent(f.kind(), k -> new ArrayList<>()).add(pair));
        }
        Path folder = Path.of("target", "hunt");
        Files.createDirectories(folder);
        List<String> kinds = failing.keySet().stream()
                .sorted(Comparator.comparingInt(
                                (String k) -> failing.getOrDefault(k, List.of()).size())
                        .reversed())
                .toList();
        for (String kind : kinds) {
            List<Pair> pairs = failing.getOrDefault(kind, List.of());
            Pair smallest = pairs.stream()
                    .min(Comparator.comparingInt(p -> p.second().sql().length()))
                    .orElseThrow();
            Pair shrunk = Shrinker.shrink(
                    smallest,
                    p -> check.apply(p).filter(f -> f.kind().equals(kind)).isPresent(),
                    Duration.ofSeconds(seconds));
            String text = kind + ", " + pairs.size() + " of " + count + ", seeds "
                    + pairs.stream().map(Pair::seed).toList() + "\n"
                    + check.apply(shrunk).map(PairCheck.Failure::detail).orElse("(it passed now)") + "\n--- v1.sql\n"
                    + shrunk.first().sql() + "\n--- v2.sql\n" + shrunk.second().sql() + "\n";
            System.out.println("=====\n" + text);
            Files.writeString(folder.resolve(kind.replaceAll("[^A-Za-z0-9]+", "-") + ".txt"), text);
        }
        System.out.println(
                (count - failing.values().stream().mapToInt(List::size).sum()) + " of " + count + " pairs are right");
        System.exit(0);
    }
}
