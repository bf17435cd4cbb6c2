package dev.tidemark.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.CostClass;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.report.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class JsonLineTest {
    @Test
    void everyTextComesOutAsValidJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("a\"b", "back\\slash\nline\ttab\r\u0001 é 😀 \ud800");
        fields.put("n", Arrays.asList(1, 2.5, true, null, Double.NaN));
        assertEquals(
                "{\"a\\\"b\":\"back\\\\slash\\n"
                        + "line\\ttab\\r"
                        + "\\u0001 é \\ud83d\\ude00 \\ud800\",\"n\":[1,2.5,true,null,\"NaN\"]}",
                JsonLine.of(fields));
    }

    @Test
    void numbersArePrintedAsJavaDoes() {
        for (double number :
                new double[] {0, 0.01, 0.1, 1, 17.7, 306.89, 1.005, 99.999, 9999999.99, 1e7, 1e300, -2.5}) {
            assertEquals(Double.toString(number), JsonLine.of(number));
        }
        assertEquals("\"Infinity\"", JsonLine.of(Double.POSITIVE_INFINITY));
    }

    /** What CloudWatch Logs cuts is no JSON any more, and metric filters pass it over. */
    @Test
    void aLogLineIsShortHoweverLongItsTextsAre() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            JsonLine.print(Map.of("reason", "x".repeat(3_000_000), "errors", List.of("y".repeat(3_000_000))));
        } finally {
            System.setOut(before);
        }
        String line = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(line.length() < 200_000, Integer.toString(line.length()));
        Map<?, ?> read = (Map<?, ?>) Objects.requireNonNull(Json.read(line));
        assertTrue(String.valueOf(read.get("reason")).matches("x{1000,}…"), "the beginning is what counts");
    }

    @Test
    void theTraceOfAHeaderIsItsRoot() {
        assertEquals("1-57-ab", JsonLine.trace("Root=1-57-ab;Parent=53;Sampled=1"));
        assertEquals("1-57-ab", JsonLine.trace("Sampled=0;Root=1-57-ab"));
        assertEquals("", JsonLine.trace("Sampled=0"));
        assertEquals("", JsonLine.trace(null));
    }

    @Test
    void anAnswerThatIsTooBigForLambdaIsCutAndSaysSo() {
        Map<String, @Nullable Object> whole = Answers.of(plan(10, 1000));
        assertTrue(!whole.containsKey("cut") && JsonLine.of(whole).contains("xxx"));
        Map<String, @Nullable Object> withoutSql = Answers.of(plan(1000, 10_000));
        assertEquals("the SQL of the changes: the answer would be too big for Lambda", withoutSql.get("cut"));
        Map<String, @Nullable Object> shorter = Answers.of(plan(60_000, 10));
        assertTrue(String.valueOf(shorter.get("cut")).contains("of 60000 changes"), String.valueOf(shorter.get("cut")));
        for (Map<String, @Nullable Object> answer : List.of(withoutSql, shorter)) {
            int size = JsonLine.of(answer).getBytes(StandardCharsets.UTF_8).length;
            assertTrue(size > 100_000 && size <= Answers.LIMIT, Integer.toString(size));
        }
    }

    private static Plan plan(int changes, int sqlLength) {
        ObjectName table = ObjectName.of(ObjectKind.TABLE, "public", "t");
        List<Plan.Change> all = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            all.add(new Plan.Change(
                    table.member(ObjectKind.COLUMN, "column_" + i),
                    Plan.Action.CREATE,
                    "integer",
                    Plan.Fate.APPLY,
                    CostClass.INSTANT,
                    null,
                    List.of(),
                    List.of("x".repeat(sqlLength))));
        }
        Plan.Entry entry =
                new Plan.Entry(table, Plan.Action.ALTER, null, all, OptionalLong.of(3), OptionalLong.empty());
        return new Plan("app", "v1:00", "18.0", List.of(entry), List.of(), List.of(), List.of());
    }
}
