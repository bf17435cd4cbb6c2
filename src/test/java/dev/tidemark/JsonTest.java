package dev.tidemark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
}
