package dev.tidemark.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Counts, sizes and times as people read them, the same in every locale and everywhere that Tidemark says one. */
public final class Figures {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    private static final int FIRST_UNIT_WITH_DECIMALS = 2;
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final int SHORT_HASH = 8;

    private Figures() {}

    /** With thousands set off: {@code 1,500,000}. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 table}, {@code 2 tables}, {@code 3 indexes}. */
    public static String count(long number, String one) {
        return count(number) + " " + (number == 1 ? one : plural(one));
    }

    private static String plural(String one) {
        return one.endsWith("x") ? one + "es" : one + "s";
    }

    /** A size by powers of 1024: {@code 512 bytes}, {@code 48 kB}, {@code 1.5 MB}, {@code 146 MB}, {@code 1 GB}. */
    public static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        boolean decimals = size < 10 && unit >= FIRST_UNIT_WITH_DECIMALS;
        return whole(String.format(Locale.ROOT, decimals ? "%.1f" : "%.0f", size)) + " " + UNITS[unit];
    }

    /** A time that was measured or set: {@code 31 ms}, {@code 0.4 s}, {@code 18 s}, {@code 4 min}, {@code 2.5 h}. */
    public static String time(Duration time) {
        long millis = time.toMillis();
        if (millis < 100) {
            return millis + " ms";
        }
        if (millis < 10_000) {
            return whole(String.format(Locale.ROOT, "%.1f", millis / 1000.0)) + " s";
        }
        if (millis < 120_000) {
            return Math.round(millis / 1000.0) + " s";
        }
        return millis < 7_200_000
                ? Math.round(millis / 60_000.0) + " min"
                : whole(String.format(Locale.ROOT, "%.1f", millis / 3_600_000.0)) + " h";
    }

    /** A time that is estimated, no more exact than an estimate is: {@code at once}, {@code about 0.7 s}, {@code about 4 s}, {@code about 3 min}. */
    public static String about(Duration estimate) {
        if (estimate.compareTo(MOMENT) < 0) {
            return "at once";
        }
        boolean seconds = estimate.toMillis() >= 950 && estimate.toMillis() < 10_000;
        return "about " + (seconds ? Math.round(estimate.toMillis() / 1000.0) + " s" : time(estimate));
    }

    private static String whole(String digits) {
        return digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
    }

    /** {@code 0:31}, {@code 1:02:03}. */
    public static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutesPart(), time.toSecondsPart());
    }

    /** {@code 2026-11-23 06:47 UTC}. */
    public static String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** The first characters of a hash, without its version. */
    public static String shortHash(String hash) {
        String digits = hash.substring(hash.indexOf(':') + 1);
        return digits.substring(0, Math.min(SHORT_HASH, digits.length()));
    }
}
