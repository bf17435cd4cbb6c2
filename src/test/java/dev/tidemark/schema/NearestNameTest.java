package dev.tidemark.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Misspelt names. */
class NearestNameTest {
    private static final List<String> TYPES = List.of("inet", "text", "integer", "timestamptz");

    @Test
    void whatIsNearIsFound() {
        assertEquals(Optional.of("text"), NearestName.of("txet", TYPES));
        assertEquals(Optional.of("timestamptz"), NearestName.of("timestmaptz", TYPES));
    }

    @Test
    void whatIsFarIsNot() {
        assertEquals(Optional.empty(), NearestName.of("nosuchtype", TYPES));
        assertEquals(Optional.empty(), NearestName.within(1, "txxet", TYPES));
    }
}
