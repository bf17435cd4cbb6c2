package dev.tidemark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Numbers for people. */
class FiguresTest {
    @Test
    void sizesHaveADecimalOnlyWhereItSaysSomething() {
        assertEquals("0 bytes", Figures.bytes(0));
        assertEquals("48 kB", Figures.bytes(49_152));
        assertEquals("1.5 MB", Figures.bytes(1_572_864));
        assertEquals("146 MB", Figures.bytes(153_092_096));
        assertEquals("1 GB", Figures.bytes(1L << 30));
        assertEquals("2.4 TB", Figures.bytes((long) (2.4 * (1L << 40))));
    }

    @Test
    void measuredTimes() {
        assertEquals("31 ms", Figures.time(Duration.ofMillis(31)));
        assertEquals("3 s", Figures.time(Duration.ofSeconds(3)));
        assertEquals("1.6 s", Figures.time(Duration.ofMillis(1_620)));
        assertEquals("90 s", Figures.time(Duration.ofSeconds(90)));
        assertEquals("15 min", Figures.time(Duration.ofMinutes(15)));
        assertEquals("2.5 h", Figures.time(Duration.ofMinutes(150)));
    }

    @Test
    void estimatesAreNoMoreExactThanTheyAre() {
        assertEquals("at once", Figures.about(Duration.ofMillis(99)));
        assertEquals("about 0.7 s", Figures.about(Duration.ofMillis(720)));
        assertEquals("about 1 s", Figures.about(Duration.ofMillis(980)));
        assertEquals("about 4 s", Figures.about(Duration.ofMillis(4_120)));
        assertEquals("about 18 s", Figures.about(Duration.ofSeconds(18)));
        assertEquals("about 3 min", Figures.about(Duration.ofMinutes(3)));
    }

    @Test
    void countsAgreeWithTheirNoun() {
        assertEquals("1 index", Figures.count(1, "index"));
        assertEquals("2 indexes", Figures.count(2, "index"));
        assertEquals("1,500,000 rows", Figures.count(1_500_000, "row"));
    }
}
