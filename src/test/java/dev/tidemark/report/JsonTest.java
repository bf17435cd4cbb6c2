package dev.tidemark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tidemark.Mode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void allKindsOfValues() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", List.of(1.5, true, "x", List.of(), Map.of()));
        map.put("none", null);
        map.put("when", Instant.parse("2026-11-20T09:14:00Z"));
        map.put("enum", Mode.SAFE);
        String line =
                "{\"z\":1,\"a\":[1.5,true,\"x\",[],{}],\"none\":null,\"when\":\"2026-11-20T09:14:00Z\",\"enum\":\"SAFE\"}";
        assertEquals(line, Json.line(map));
        assertEquals(
                "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}", Json.pretty(ordered("a", List.of(1), "b", Map.of())));
        List<@Nullable Object> nothing = new ArrayList<>();
        nothing.add(null);
        assertEquals("[null]", Json.line(nothing));
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }

    @Test
    void stringsAreEscaped() {
        assertEquals(
                "\"\\\"\\\\\\n\\r\\t\\u0000\\u001f\\u007f\\u2028\\u2029/\"",
                Json.line("\"\\\n\r\t\u0000\u001f\u007f\u2028\u2029/"));
        assertEquals("\"größer → 😀\"", Json.line("größer → 😀"));
        assertEquals("\"\\ud83d \\ude00\\ud83d\"", Json.line("\ud83d \ude00\ud83d"));
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.line(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.line(Float.POSITIVE_INFINITY));
    }

    @Test
    void whatWasWrittenIsReadBack() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("text", "\"\\\n\r\t\u0000\u007f\u2028/größer → 😀\ud83d");
        map.put("", List.of(Map.of("deep", List.of()), true, false));
        map.put("none", null);
        map.put("long", Long.MIN_VALUE);
        map.put("exact", new BigDecimal("12345678901234567890.5"));
        assertEquals(map, Json.read(Json.line(map)));
        assertEquals(map, Json.read(" \t\r\n" + Json.pretty(map) + "\n"));
        assertEquals(List.copyOf(map.keySet()), List.copyOf(((Map<?, ?>) read(Json.line(map))).keySet()));
    }

    private static Object read(String text) {
        return Objects.requireNonNull(Json.read(text));
    }

    @Test
    void escapesAndNumbersAreRead() {
        assertEquals("/\b\fA\u00e9\ud83d\ude00", Json.read("\"\\/\\b\\f\\u0041\\u00E9\\ud83d\\ude00\""));
        assertEquals(List.of(0L, -1L, Long.MAX_VALUE), Json.read("[0, -1, 9223372036854775807]"));
        assertEquals(
                List.of(new BigDecimal("9223372036854775808"), new BigDecimal("1.50"), new BigDecimal("1E+2")),
                Json.read("[9223372036854775808, 1.50, 1e2]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nul",
                "truE",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "'a'",
                "\"a",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\u12\"",
                "[1,]",
                "[1 2]",
                "[",
                "]",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,\"a\":2}",
                "1 1",
                "[] //",
                "\ufeff[]",
                "1e99999999999",
                "\u00a01"
            })
    void whatIsNotJsonIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Json.read(text));
    }

    @Test
    void depthAndNumbersAreBounded() {
        assertEquals(64, depth(read("[".repeat(64) + "]".repeat(64))));
        assertThrows(IllegalArgumentException.class, () -> Json.read("[".repeat(66) + "]".repeat(66)));
        assertThrows(IllegalArgumentException.class, () -> Json.read("[".repeat(100_000)));
        assertThrows(IllegalArgumentException.class, () -> Json.read("1".repeat(101)));
    }

    private static int depth(Object value) {
        return value instanceof List<?> list && !list.isEmpty() ? 1 + depth(list.get(0)) : 1;
    }

    @Test
    void aFaultSaysWhereAndRepeatsNothing() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Json.read("{\"password\": \"hunter2\", \"hunter2\" 1}"));
        assertEquals("not JSON: \":\" is wanted, at character 35", e.getMessage());
        assertNull(e.getCause());
    }
}
