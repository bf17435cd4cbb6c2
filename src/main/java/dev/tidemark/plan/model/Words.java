package dev.tidemark.plan.model;

import dev.tidemark.catalog.Table;
import dev.tidemark.report.Figures;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Figures of a plan in words: {@code 1,500,000 rows, 146 MB}, {@code about 2 s}. How numbers look is for {@link Figures} to say. */
public final class Words {
    private Words() {}

    /** {@code 1 row}, {@code 1,500,000 rows}. */
    public static String count(long count, String noun) {
        return Figures.count(count, noun);
    }

    /** With thousands set off. */
    public static String grouped(long count) {
        return Figures.count(count);
    }

    /** A size by powers of 1024. */
    static String bytes(long bytes) {
        return Figures.bytes(bytes);
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
    public static String about(@Nullable Duration estimate) {
        return estimate == null ? "at once" : Figures.about(estimate);
    }
}
