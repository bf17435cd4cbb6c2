package dev.tidemark.bench;

import dev.tidemark.bench.HerdBench.Herd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The herds as a table and as a plot: how many are ready after how many seconds. */
final class HerdReport {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 320;
    private static final int LEFT = 50;

    private HerdReport() {}

    static String row(Herd herd) {
        List<Double> at = herd.readyAt();
        return String.format(
                Locale.ROOT,
                "| %d | %s | %s | %s | %d | %d | %s |",
                herd.size(),
                herd.title(),
                at.isEmpty() ? "–" : seconds(at.get(at.size() / 2)),
                at.isEmpty() ? "–" : seconds(at.get(at.size() - 1)),
                herd.size() - at.size(),
                herd.connections(),
                herd.polls() < 0 ? "–" : String.valueOf(herd.polls()));
    }

    private static String seconds(double time) {
        return String.format(Locale.ROOT, "%.1f s", time);
    }

    /** The beginning of the page; its sections are written by hand. */
    static String text(List<Herd> herds) {
        StringBuilder text = new StringBuilder(
                """
                # Herds larger than the server

                Many starts at once, each with a connection of its own, against a PostgreSQL with `max_connections = %d`; or through PgBouncer in transaction mode,
                which shares %d server connections among them. *Unchanged*: the database is in step already. *Changed*: a column, a table and an index on %,d rows
                are to be made. *Failed* starts gave up; *connections* are the most that were open on the server at once, *polls* how often the starts found that
                another one was still at it. Flyway's `migrate` has `connectRetries(10)`, Tidemark a budget of %d minutes. All starts are threads of one JVM.

                | starts | | half are ready after | the last after | failed | connections | polls |
                |---|---|---|---|---|---|---|
                """.formatted(HerdBench.MAX_CONNECTIONS, HerdBench.POOL, HerdBench.ROWS, HerdBench.BUDGET.toMinutes()));
        herds.forEach(herd -> text.append(row(herd)).append('\n'));
        return text.append("""

            ![How many of the largest herd are ready after how many seconds](herd.svg)
            """).toString();
    }

    /** Of the largest herd. */
    static String plot(List<Herd> herds) {
        int largest = herds.stream().mapToInt(Herd::size).max().orElse(1);
        List<Herd> shown = herds.stream().filter(h -> h.size() == largest).toList();
        double longest = shown.stream()
                .mapToDouble(h ->
                        h.readyAt().isEmpty() ? 1 : h.readyAt().get(h.readyAt().size() - 1))
                .max()
                .orElse(1);
        Plot plot = new Plot(LEFT, WIDTH, HEIGHT, 20, new Plot.Offset(WIDTH / 2 + 100, HEIGHT - 120));
        for (int i = 0; i <= 4; i++) {
            plot.horizontal(i / 4.0, String.valueOf(largest * i / 4));
            plot.under(i / 4.0, String.format(Locale.ROOT, "%.1f s", longest * i / 4));
        }
        for (Herd herd : shown) {
            List<Plot.Point> points = new ArrayList<>(List.of(new Plot.Point(0, 0)));
            List<Double> at = herd.readyAt();
            for (int i = 0; i < at.size(); i++) {
                points.add(new Plot.Point(at.get(i) / longest, (i + 1) / (double) largest));
            }
            plot.curve(herd.title() + ": " + at.size() + " of " + largest, points);
        }
        return plot.svg();
    }
}
