package dev.tidemark.bench;

import dev.tidemark.bench.CostBench.Traffic;
import dev.tidemark.report.Figures;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The costs as a table in Markdown and as a plot with logarithmic axes, where a straight line at 45° is linear. */
final class CostReport {
    private static final int SIZE = 360;
    private static final int LEFT = 60;

    private final List<String> rows = new ArrayList<>();
    /** Seconds by tables, by what took them. */
    private final Map<String, TreeMap<Integer, Double>> curves = new LinkedHashMap<>();

    /** What the others are compared with. */
    void reference(int tables, String what, CostProcesses.Ran ran) {
        row(tables, "`" + what + "`", ran.wall(), "1", millis(ran.cpu()), "", "", "", memory(ran));
        point(what, tables, ran.wall());
    }

    /** A process of its own. */
    void cold(int tables, String what, CostProcesses.Ran ran, CostProcesses.Ran reference) {
        String ratio = ratio(ran.wall(), reference.wall());
        row(tables, what + ", cold", ran.wall(), ratio, millis(ran.cpu()), "", "", "", memory(ran));
        point(what + ", cold", tables, ran.wall());
    }

    /** In a JVM that has done the like before. */
    void warm(int tables, String what, Duration took, Traffic traffic, CostProcesses.Ran reference) {
        row(
                tables,
                what + ", warm",
                took,
                ratio(took, reference.wall()),
                "",
                String.valueOf(traffic.roundTrips()),
                String.valueOf(traffic.statements()),
                Figures.bytes(traffic.wal()),
                "");
    }

    private void row(int tables, String what, Duration wall, String... cells) {
        rows.add("| " + tables + " | " + what + " | " + millis(wall) + " | " + String.join(" | ", cells) + " |");
    }

    private void point(String what, int tables, Duration wall) {
        curves.computeIfAbsent(what, w -> new TreeMap<>()).put(tables, wall.toNanos() / 1e9);
    }

    private static String millis(Duration time) {
        return String.valueOf(time.toMillis());
    }

    private static String memory(CostProcesses.Ran ran) {
        return String.valueOf(ran.memory() / 1024);
    }

    private static String ratio(Duration took, Duration reference) {
        return String.format(Locale.ROOT, "%.2f", took.toNanos() / (double) Math.max(1, reference.toNanos()));
    }

    /** The table, and how the costs grow from the smallest to the largest size. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| tables | | ms | × `pg_dump` or `psql` | CPU, ms | round trips | statements | WAL | most memory,"
                + " MB |");
        lines.add("|---|---|---|---|---|---|---|---|---|");
        lines.addAll(rows);
        lines.add("");
        lines.add("Taken " + LocalDate.now(ZoneOffset.UTC) + " on "
                + Runtime.getRuntime().availableProcessors() + " cores that other work shares: read the ratios. WAL is"
                + " the whole server's.");
        curves.forEach((what, points) -> {
            if (points.size() > 1) {
                lines.add("Time of " + what + " against tables, slope of the log-log line: "
                        + String.format(Locale.ROOT, "%.2f", slope(points)) + ".");
            }
        });
        return lines;
    }

    private static double slope(NavigableMap<Integer, Double> points) {
        double time =
                Math.log(points.lastEntry().getValue() / points.firstEntry().getValue());
        return time / Math.log(points.lastKey() / (double) points.firstKey());
    }

    String plot() {
        double least = extreme(false);
        double most = extreme(true);
        int from = curves.values().stream().mapToInt(TreeMap::firstKey).min().orElse(1);
        int to = curves.values().stream().mapToInt(TreeMap::lastKey).max().orElse(10);
        Plot plot = new Plot(LEFT, SIZE, SIZE, 200, new Plot.Offset(SIZE + 10, 20));
        for (double time = Math.pow(10, Math.ceil(Math.log10(least))); time <= most; time *= 10) {
            String label = time < 1 ? String.format(Locale.ROOT, "%.2f", time) : String.valueOf(Math.round(time));
            plot.horizontal(share(time, least, most), label + " s");
        }
        curves.forEach((what, points) -> plot.curve(
                what,
                points.entrySet().stream()
                        .map(p -> new Plot.Point(share(p.getKey(), from, to), share(p.getValue(), least, most)))
                        .toList()));
        plot.under(0.5, from + " to " + to + " tables, both axes logarithmic");
        return plot.svg();
    }

    private double extreme(boolean most) {
        var times = curves.values().stream().flatMap(c -> c.values().stream()).mapToDouble(Double::doubleValue);
        return (most ? times.max() : times.min()).orElse(1);
    }

    /** Where a value lies between two others, by its logarithm. */
    private static double share(double value, double least, double most) {
        return most <= least ? 0 : Math.log(value / least) / Math.log(most / least);
    }
}
