package dev.tidemark.lambda;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Level and time of a log line, by Lambda's rule for the log format JSON ("Log-level filtering", AWS Lambda Developer Guide): a line passes the function's {@code
 * ApplicationLogLevel} by its field {@code level}, which counts only beside a {@code timestamp} in RFC 3339; a line without them is INFO.
 *
 * <p>On the hot path, hence without {@code java.time}'s formatters.
 */
final class LogLevel {
    private static final long MILLIS_A_DAY = 86_400_000L;

    private LogLevel() {}

    /**
     * Of a line: ERROR for what somebody has to mend, WARN for what is not as it should be but mends itself, or is told besides; metrics are WARN, so that a
     * function that logs warnings still has them.
     */
    static String of(Map<String, ?> fields) {
        if (fields.containsKey("_aws")) {
            return "WARN";
        }
        @Nullable Object status = fields.get("status");
        if (fields.containsKey("code") || "FAILED".equals(fields.get("answer")) || status == null) {
            return "ERROR";
        }
        return switch (status.toString()) {
            case "ERROR", "BLOCKED", "BLOCKED_BY_PEER" -> "ERROR";
            case "OUT_OF_DATE" -> "cold-start".equals(fields.get("tidemark")) ? "ERROR" : "WARN";
            case "TIMED_OUT", "DEFERRED", "SUPERSEDED", "DRIFTED", "NO_HOOK" -> "WARN";
            default -> "INFO";
        };
    }

    /** {@code 2026-11-30T03:02:03.004Z} of milliseconds since 1970. */
    static String timestamp(long epochMillis) {
        long day = Math.floorDiv(epochMillis, MILLIS_A_DAY);
        int rest = (int) Math.floorMod(epochMillis, MILLIS_A_DAY);
        // Days are counted from March 1st of the year 0, so that a leap day is the last of its year (H. Hinnant,
        // "chrono-Compatible Low-Level Date Algorithms").
        long shifted = day + 719_468;
        long era = Math.floorDiv(shifted, 146_097);
        int ofEra = (int) (shifted - era * 146_097);
        int year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * year + year / 4 - year / 100);
        int month = (5 * ofYear + 2) / 153;
        int dayOfMonth = ofYear - (153 * month + 2) / 5 + 1;
        long calendarYear = year + era * 400 + (month >= 10 ? 1 : 0);
        StringBuilder text = new StringBuilder(24);
        digits(text, (int) calendarYear, 4).append('-');
        digits(text, month < 10 ? month + 3 : month - 9, 2).append('-');
        digits(text, dayOfMonth, 2).append('T');
        digits(text, rest / 3_600_000, 2).append(':');
        digits(text, rest / 60_000 % 60, 2).append(':');
        digits(text, rest / 1000 % 60, 2).append('.');
        return digits(text, rest % 1000, 3).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, int number, int width) {
        int place = 1;
        for (int i = 1; i < width; i++) {
            place *= 10;
        }
        for (; place > 0; place /= 10) {
            text.append((char) ('0' + number / place % 10));
        }
        return text;
    }
}
