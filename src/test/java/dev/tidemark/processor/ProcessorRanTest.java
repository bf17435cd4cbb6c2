package dev.tidemark.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A processor that does not run says nothing: these tests were compiled with it, or the build is broken. */
final class ProcessorRanTest {
    @Test
    void overTheTestsOfThisModule() throws IOException {
        @Nullable URL properties = getClass().getResource("/META-INF/tidemark/selfcheck/schema.properties");
        assertNotNull(properties, "the processor did not run over src/test/java");
        Properties read = new Properties();
        try (InputStream in = properties.openStream()) {
            read.load(in);
        }
        assertEquals("selfcheck", read.getProperty("app"));
        assertEquals("1", read.getProperty("format"));
    }
}
