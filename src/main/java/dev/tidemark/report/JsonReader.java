package dev.tidemark.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One reading of a JSON text; its faults name a place and never what stands there, which may be secret. */
final class JsonReader {
    /** How deep arrays and objects may nest. */
    static final int DEEPEST = 64;

    /** How many characters a number may have. */
    static final int LONGEST_NUMBER = 100;

    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    @Nullable
    Object document() {
        @Nullable Object value = value(0);
        blanks();
        if (at < text.length()) {
            throw fault("the text goes on after the value");
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        if (depth > DEEPEST) {
            throw fault("nested deeper than " + DEEPEST);
        }
        blanks();
        char c = at < text.length() ? text.charAt(at) : '\0';
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        at++;
        if (next('}')) {
            return map;
        }
        do {
            blanks();
            if (at >= text.length() || text.charAt(at) != '"') {
                throw fault("a name in quotes is wanted");
            }
            String name = string();
            if (map.containsKey(name)) {
                throw fault("a name stands there twice");
            }
            expect(':');
            map.put(name, value(depth + 1));
        } while (next(','));
        expect('}');
        return map;
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        at++;
        if (next(']')) {
            return list;
        }
        do {
            list.add(value(depth + 1));
        } while (next(','));
        expect(']');
        return Collections.unmodifiableList(list);
    }

    private String string() {
        at++;
        int plain = at;
        StringBuilder out = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                out.append(text, plain, at++);
                return out.toString();
            }
            if (c < 0x20) {
                throw fault("a control character in a string");
            }
            if (c == '\\') {
                out.append(text, plain, at++).append(escape());
                plain = at;
            } else {
                at++;
            }
        }
        throw fault("a string does not end");
    }

    private char escape() {
        char c = at < text.length() ? text.charAt(at++) : '\0';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw fault("an escape that there is not");
        };
    }

    private char unicode() {
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw fault("four hexadecimal digits are wanted");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    /** Whole numbers of 64 bits are a Long, all others a BigDecimal. */
    private Number number() {
        int start = at;
        boolean whole = true;
        at += has('-') ? 1 : 0;
        if (has('0')) {
            at++;
        } else {
            digits();
        }
        if (has('.')) {
            whole = false;
            at++;
            digits();
        }
        if (has('e') || has('E')) {
            whole = false;
            at++;
            at += has('+') || has('-') ? 1 : 0;
            digits();
        }
        if (at - start > LONGEST_NUMBER) {
            throw fault("a number longer than " + LONGEST_NUMBER + " characters");
        }
        return number(text.substring(start, at), whole);
    }

    private Number number(String digits, boolean whole) {
        try {
            BigDecimal exact = new BigDecimal(digits);
            // "-0" is no whole number: its sign would be lost.
            boolean fits = whole && exact.toBigInteger().bitLength() < Long.SIZE && !digits.equals("-0");
            return fits ? (Number) exact.longValueExact() : exact;
        } catch (NumberFormatException e) {
            // Without the cause, whose message has the number.
            throw fault("a number whose exponent is too big");
        }
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw fault(at == text.length() ? "the text ends too early" : "no value");
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw fault("no value");
        }
        at += word.length();
        return value;
    }

    private boolean has(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private boolean next(char c) {
        blanks();
        if (!has(c)) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        if (!next(c)) {
            throw fault("\"" + c + "\" is wanted");
        }
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException fault(String why) {
        return new IllegalArgumentException("not JSON: " + why + ", at character " + (at + 1));
    }
}
