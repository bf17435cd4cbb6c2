package dev.tidemark.bench;

import dev.tidemark.SyncOptions;
import dev.tidemark.Tidemark;
import dev.tidemark.testkit.ChildJvm;
import dev.tidemark.testkit.TestDatabase;
import dev.tidemark.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The price of the check in a cold JVM: fresh processes in turn, with and without it, against one embedded PostgreSQL. Prints medians and the ratio.
 * Argument: the number of pairs, 15 by default.
 */
final class ColdStartBench {
    private static final String APP = "selfcheck";

    private ColdStartBench() {}

    public static void main(String[] args) throws Exception {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 15;
        try (TestDatabase database = TestPostgres.fresh()) {
            Tidemark.open(database.dataSource(), SyncOptions.defaults().withApp(APP))
                    .sync();
            List<Double> floor = new ArrayList<>();
            List<Double> check = new ArrayList<>();
            run("floor", database);
            run("check", database);
            for (int i = 0; i < pairs; i++) {
                floor.add(run("floor", database));
                check.add(run("check", database));
            }
            print(floor, check);
        }
        System.exit(0);
    }

    private static double run(String what, TestDatabase database) throws InterruptedException {
        long begun = System.nanoTime();
        try (ChildJvm jvm = ChildJvm.of(ColdJvm.class, what, database.url())
                .env("TIDEMARK_APP", APP)
                .option("-XX:TieredStopAtLevel=1")
                .option("-XX:+UseSerialGC")
                .start()) {
            if (jvm.awaitExit(Duration.ofSeconds(60)) != 0) {
                throw new IllegalStateException(String.join("\n", jvm.output()));
            }
            if (what.equals("check") && !jvm.output().contains("status UP_TO_DATE")) {
                throw new IllegalStateException(String.join("\n", jvm.output()));
            }
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void print(List<Double> floor, List<Double> check) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < floor.size(); i++) {
            ratios.add(check.get(i) / floor.get(i));
        }
        System.out.printf(Locale.ROOT, "fresh JVM, HikariCP + SELECT 1:              median %.0f ms%n", median(floor));
        System.out.printf(Locale.ROOT, "the same and Tidemark's check:               median %.0f ms%n", median(check));
        System.out.printf(
                Locale.ROOT,
                "ratio, pair by pair (%d pairs):               median %.2f%n",
                floor.size(),
                median(ratios));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
