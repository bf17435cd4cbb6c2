package dev.tidemark.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
final class Figures {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};
    private static final int SHORT_HASH = 8;

    private Figures() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 1 table}, {@code 2 tables}. */
    static String count(long number, String one) {
        return count(number) + " " + (number == 1 ? one : plural(one));
    }

    private static String plural(String one) {
        return one.endsWith("x") ? one + "es" : one + "s";
    }

    static String bytes(long bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, size < 10 && unit > 2 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
    }

    /** {@code 31 ms}, {@code 0.4 s}, {@code 18 s}, {@code 4 min}, {@code 2.5 h}. */
    static String time(Duration time) {
        long millis = time.toMillis();
        if (millis < 100) {
            return millis + " ms";
        }
        if (millis < 10_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0).replace(".0 s", " s");
        }
        if (millis < 120_000) {
            return Math.round(millis / 1000.0) + " s";
        }
        return millis < 7_200_000
                ? Math.round(millis / 60_000.0) + " min"
                : String.format(Locale.ROOT, "%.1f h", millis / 3_600_000.0).replace(".0 h", " h");
    }

    /** {@code 0:31}, {@code 1:02:03}. */
    static String clock(Duration time) {
        return time.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", time.toMinutesPart(), time.toSecondsPart());
    }

    static String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** The first characters of a hash, without its version. */
    static String shortHash(String hash) {
        String digits = hash.substring(hash.indexOf(':') + 1);
        return digits.substring(0, Math.min(SHORT_HASH, digits.length()));
    }
}
