package dev.tidemark.bench;

import dev.tidemark.bench.HerdBench.Herd;
import java.util.List;
import java.util.Locale;

/** The herds as a table and as a plot: how many are ready after how many seconds. */
final class HerdReport {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 320;
    private static final int LEFT = 50;
    private static final int TOP = 20;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#2ca02c", "#9467bd", "#17becf", "#d62728", "#ff7f0e");

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

            Made by `HerdBench` and `src/bench/flyway/FlywayHerd.java`, which says how it is run.
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
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
                WIDTH + LEFT + 20,
                HEIGHT + TOP + 40));
        for (int i = 0; i <= 4; i++) {
            double y = TOP + HEIGHT * (1 - i / 4.0);
            double x = LEFT + WIDTH * (i / 4.0);
            svg.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\""
                            + " text-anchor=\"end\">%d</text><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f s"
                            + "</text>\n",
                    LEFT,
                    LEFT + WIDTH,
                    y,
                    y,
                    LEFT - 6,
                    y + 4,
                    largest * i / 4,
                    x,
                    TOP + HEIGHT + 18,
                    longest * i / 4));
        }
        for (int i = 0; i < shown.size(); i++) {
            line(svg, shown.get(i), COLOURS.get(i % COLOURS.size()), i, largest, longest);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void line(StringBuilder svg, Herd herd, String colour, int number, int largest, double longest) {
        StringBuilder points = new StringBuilder(String.format(Locale.ROOT, "%d,%d", LEFT, TOP + HEIGHT));
        List<Double> at = herd.readyAt();
        for (int i = 0; i < at.size(); i++) {
            points.append(String.format(
                    Locale.ROOT,
                    " %.1f,%.1f",
                    LEFT + WIDTH * at.get(i) / longest,
                    TOP + HEIGHT * (1 - (i + 1) / (double) largest)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/><text x=\"%d\" y=\"%d\""
                        + " fill=\"%s\">%s: %d of %d</text>\n",
                colour,
                points,
                LEFT + WIDTH / 2 + 100,
                TOP + HEIGHT - 100 + 16 * number,
                colour,
                herd.title(),
                at.size(),
                largest));
    }
}
