package dev.tidemark.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class NullableFieldsTest {
    @SuppressWarnings("ArrayRecordComponent")
    record Sample(
            long wide,
            @Nullable String text,
            String plain,
            byte @Nullable [] bytes,
            @Nullable String[] elements,
            List<@Nullable String> list,
            Map.@Nullable Entry<String, String> nested,
            double alsoWide) {}

    @Test
    void areReadFromTheClassFile() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(Sample.class.getResourceAsStream("NullableFieldsTest$Sample.class"))) {
            assertEquals(Set.of("text", "bytes", "nested"), NullableFields.of(in.readAllBytes()));
        }
    }
}
