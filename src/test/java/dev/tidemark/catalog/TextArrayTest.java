package dev.tidemark.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrays as the server prints them. */
final class TextArrayTest {
    @Test
    void elementsAreReadAsTheyAre() {
        assertEquals(List.of(), TextArray.parse("{}"));
        assertEquals(List.of("a", "b c", ""), TextArray.parse("{a,\"b c\",\"\"}"));
        assertEquals(Arrays.asList(null, "NULL", "null"), TextArray.parse("{NULL,\"NULL\",\"null\"}"));
        assertEquals(
                List.of("say \"x\"", "back\\slash", "{x,y}"),
                TextArray.parse("{\"say \\\"x\\\"\",\"back\\\\slash\",\"{x,y}\"}"));
    }

    @Test
    void otherTextIsNoArray() {
        assertThrows(IllegalArgumentException.class, () -> TextArray.parse("a"));
    }
}
