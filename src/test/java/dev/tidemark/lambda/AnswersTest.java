package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.DriftReport;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an answer is measured by is what is sent. */
final class AnswersTest {
    /** Six bytes each as they are sent, one as a log line has them. */
    @Test
    void whatIsEscapedCountsAsItIsSent() {
        Map<String, @Nullable Object> answer = Answers.of(noting("\u007f".repeat(2_000_000)));
        assertTrue(answer.containsKey("cut"), answer.keySet()::toString);
        assertFits(answer);
    }

    /** Four bytes each as they are sent, twelve as a log line has them. */
    @Test
    void whatIsNotEscapedIsNotCut() {
        Map<String, @Nullable Object> answer = Answers.of(noting("😀".repeat(1_100_000)));
        assertFalse(answer.containsKey("cut"), answer.keySet()::toString);
        assertFits(answer);
    }

    @Test
    void anErrorOfAnyLengthIsAnswered() {
        Map<String, @Nullable Object> answer =
                Answers.of(TidemarkException.of("TDM-103", "because " + "x".repeat(8_000_000), "y".repeat(8_000_000)));
        assertFits(answer);
        assertTrue(Json.line(answer).contains("because xxx"));
        assertEquals("the end of long texts: the answer would be too big for Lambda", answer.get("cut"));
    }

    @Test
    void soIsAnyNumberOfDriftedObjects() {
        List<DriftReport.Drifted> many = Collections.nCopies(
                60_000,
                new DriftReport.Drifted(
                        ObjectName.of(ObjectKind.TABLE, "public", "t".repeat(60)),
                        DriftReport.What.CHANGED,
                        "column a of another type"));
        assertFits(Answers.of(new DriftReport(
                DriftReport.Status.DRIFTED,
                "shop",
                "v1:1",
                DriftReport.Code.SAME,
                "v1:1",
                Instant.EPOCH,
                "x",
                many,
                null,
                0,
                0,
                null,
                null,
                Duration.ZERO)));
    }

    private static Plan noting(String note) {
        return new Plan("shop", "v1:1", "18", List.of(), List.of(), List.of(), List.of(note));
    }

    private static void assertFits(Map<String, @Nullable Object> answer) {
        int size = Json.line(answer).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size <= Answers.LIMIT, Integer.toString(size));
    }
}
