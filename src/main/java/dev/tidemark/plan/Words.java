package dev.tidemark.plan;

import dev.tidemark.catalog.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them: {@code 1,500,000 rows, 146 MB}, {@code about 2 s}. */
final class Words {
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");

    private Words() {}

    /** {@code 1 row}, {@code 1,500,000 rows}. */
    static String count(long count, String noun) {
        return grouped(count) + " " + (count == 1 ? noun : noun + "s");
    }

    /** With thousands set off. */
    static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A size by powers of 1024, two digits at least. */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.size() - 1) {
            value /= 1024;
            unit++;
        }
        String digits = unit > 0 && value < 10 ? String.format(Locale.ROOT, "%.1f", value) : grouped(Math.round(value));
        return (digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits) + " " + UNITS.get(unit);
    }

    /** A table's rows and size, as far as they are known. */
    static String size(Table table) {
        String size = bytes(table.bytes());
        return table.estimatedRows() < 0 ? size : count(table.estimatedRows(), "row") + ", " + size;
    }

    /** A table's rows for a sentence: {@code 1,500,000 rows}, or {@code rows} where nobody counted. */
    static String rows(Table table) {
        return table.estimatedRows() > 0 ? count(table.estimatedRows(), "row") : "rows";
    }

    /** {@code about 2 s}; what takes less than a tenth of a second is {@code at once}. */
    static String about(@Nullable Duration estimate) {
        if (estimate == null || estimate.toMillis() < 100) {
            return "at once";
        }
        long seconds = estimate.toSeconds();
        if (seconds >= 7200) {
            return "about " + Math.round(seconds / 3600.0) + " h";
        }
        if (seconds >= 120) {
            return "about " + Math.round(seconds / 60.0) + " min";
        }
        return seconds >= 1
                ? "about " + Math.round(estimate.toMillis() / 1000.0) + " s"
                : String.format(Locale.ROOT, "about %.1f s", estimate.toMillis() / 1000.0);
    }
}
