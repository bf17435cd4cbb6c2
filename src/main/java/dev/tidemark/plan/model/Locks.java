package dev.tidemark.plan.model;

import dev.tidemark.Hazard;
import dev.tidemark.LockMode;
import dev.tidemark.catalog.QName;
import dev.tidemark.catalog.Table;
import java.time.Duration;
import java.util.regex.Pattern;

/** The words of hazards that many changes share. */
public final class Locks {
    static final String REWRITE_WAY_OUT = "add a new column, fill it in slices, move the code, drop the old one";

    /** Statements about sequences and indexes that leave the table's own lock alone. */
    private static final Pattern BESIDE_THE_TABLE = Pattern.compile("(?:ALTER|DROP) SEQUENCE |ALTER INDEX |DO ");

    private static final Pattern SETTINGS = Pattern.compile(
            "ALTER TABLE \\S.*? (?:ALTER COLUMN \\S.*? )?(?:SET STATISTICS -?\\d+|(?:SET|RESET) \\([^()]*\\))");

    private Locks() {}

    /**
     * The lock on its table that a statement takes by its form, where its rule does not say otherwise; OnlineDdlTest holds it against {@code pg_locks}.
     */
    static LockMode usual(String sql) {
        if (BESIDE_THE_TABLE.matcher(sql).lookingAt()) {
            return LockMode.NONE;
        }
        boolean setting = SETTINGS.matcher(sql).matches() && !sql.contains("user_catalog_table");
        return setting || sql.startsWith("COMMENT ON ") ? LockMode.SHARE_UPDATE_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
    }

    /** The hazard of writing a whole table again, unless it is empty. */
    public static void rewrite(Draft.Builder draft, Context ctx, QName table) {
        ctx.live(table)
                .filter(t -> !t.empty())
                .ifPresent(t -> draft.hazard(
                        Hazard.TABLE_REWRITE,
                        "rewrites the table (" + Words.size(t) + ", " + Words.about(Estimates.rewrite(t))
                                + "); meanwhile nobody reads or writes "
                                + Context.table(table).display()
                                + " (ACCESS EXCLUSIVE)",
                        REWRITE_WAY_OUT));
    }

    /** The hazard of reading a whole table under a strong lock, unless it is small. */
    public static void scan(Draft.Builder draft, Context ctx, QName table, String wayOut) {
        ctx.live(table)
                .filter(t -> !Estimates.small(t))
                .ifPresent(t -> draft.hazard(
                        Hazard.FULL_SCAN_UNDER_LOCK,
                        "reads the whole table (" + Words.size(t) + ", " + Words.about(Estimates.scan(t))
                                + ") while others wait for it",
                        wayOut));
    }

    /** The hazard of building a column's indexes again under a strong lock, unless the table is small. */
    public static void rebuiltIndexes(Draft.Builder draft, Context ctx, QName table, String column) {
        ctx.live(table)
                .filter(t -> !Estimates.small(t))
                .ifPresent(t -> draft.hazard(
                        Hazard.FULL_SCAN_UNDER_LOCK,
                        "builds the indexes on " + column + " again (" + Words.size(t) + ", "
                                + Words.about(Estimates.index(t)) + "); meanwhile nobody reads or writes "
                                + Context.table(table).display() + " (ACCESS EXCLUSIVE)",
                        "add a new column with this collation, fill it in slices, index it concurrently, move"
                                + " the code"));
    }

    /** How long a rewrite takes; nothing where the table is not there yet. */
    public static Duration rewriteTime(Context ctx, QName table) {
        return ctx.live(table).map(Estimates::rewrite).orElse(Estimates.INSTANT);
    }

    public static Duration scanTime(Context ctx, QName table) {
        return ctx.live(table).map(Estimates::scan).orElse(Estimates.INSTANT);
    }

    public static Duration indexTime(Context ctx, QName table) {
        return ctx.live(table).map(Estimates::index).orElse(Estimates.INSTANT);
    }

    public static boolean small(Context ctx, QName table) {
        return ctx.live(table).map(Estimates::small).orElse(true);
    }

    public static String rows(Context ctx, QName table) {
        return ctx.live(table).map(Words::rows).orElse("rows");
    }

    public static String size(Context ctx, QName table) {
        return ctx.live(table).map((Table t) -> Words.size(t)).orElse("");
    }
}
