package dev.tidemark.identity;

/** ASCII digits, without exceptions for what is none. */
final class Digits {
    private static final int MOST = 18;

    private Digits() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The number that {@code text[start, end)} is; -1 where it is none, or is longer than 18 digits. */
    static long parse(String text, int start, int end) {
        if (start == end || end - start > MOST) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
