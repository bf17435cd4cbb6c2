package dev.tidemark.plan.sql;

import java.util.ArrayList;
import java.util.List;

/** Parentheses and commas in deparsed text, literals and quoted names skipped. */
final class Parens {
    private Parens() {}

    /** Where the parenthesis that opens at {@code open} closes, or −1. */
    static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                i = text.indexOf(c, i + 1);
                if (i < 0) {
                    return -1;
                }
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The parts between commas that are in no parentheses. */
    static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                i = skip(text.indexOf(c, i + 1), text);
            } else if (c == '(') {
                i = skip(closing(text, i), text);
            } else if (c == ',') {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(Math.min(start, text.length())).strip());
        return parts;
    }

    private static int skip(int end, String text) {
        return end < 0 ? text.length() : end;
    }
}
