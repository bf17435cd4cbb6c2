package dev.tidemark.bench;

import java.util.List;
import java.util.Locale;

/**
 * Curves with a legend as SVG. A position is a share of the plot's width or height, from 0 (left, bottom) to 1 (right, top); what it means is for the caller to
 * know.
 */
final class Plot {
    private static final int TOP = 20;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#2ca02c", "#d62728", "#ff7f0e", "#9467bd", "#17becf");

    private final int left;
    private final int width;
    private final int height;
    private final StringBuilder svg;
    private int curves;

    /** Where the legend begins. */
    private final int legendLeft;

    private final int legendTop;

    /** @param legend pixels from the plot's left end and from its top to the legend */
    Plot(int left, int width, int height, int right, Offset legend) {
        this.left = left;
        this.width = width;
        this.height = height;
        this.legendLeft = left + legend.right();
        this.legendTop = TOP + legend.down();
        this.svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
                left + width + right,
                TOP + height + 40));
    }

    /** Pixels to the right and down. */
    record Offset(int right, int down) {}

    /** Shares of the width and of the height. */
    record Point(double x, double y) {}

    /** A line across the plot with its value at its left end. */
    void horizontal(double share, String value) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                left,
                left + width,
                y(share),
                y(share)));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                left - 6,
                y(share) + 4,
                value));
    }

    /** A value, or a title, under the plot. */
    void under(double share, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                x(share),
                TOP + height + 22,
                text));
    }

    /** A curve in the next colour, with its name in the legend. */
    void curve(String name, List<Point> points) {
        String colour = COLOURS.get(curves % COLOURS.size());
        StringBuilder line = new StringBuilder();
        points.forEach(p -> line.append(String.format(Locale.ROOT, " %.1f,%.1f", x(p.x()), y(p.y()))));
        svg.append(String.format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>",
                colour,
                line.toString().strip()));
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n",
                legendLeft,
                legendTop + 18 * curves,
                colour,
                name));
        curves++;
    }

    String svg() {
        return svg + "</svg>\n";
    }

    private double x(double share) {
        return left + width * share;
    }

    private double y(double share) {
        return TOP + height * (1 - share);
    }
}
