package dev.tidemark.lambda;

import dev.tidemark.DriftReport;
import dev.tidemark.Plan;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncResult;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Json;
import dev.tidemark.report.Reports;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The documents of {@link Reports}, cut to what Lambda lets through. */
final class Answers {
    /** Lambda's own limit of an answer is 6 MB; the rest is for whoever wraps it. */
    static final int LIMIT = 5_000_000;

    /** What words of others may have of room where an answer is too big: PostgreSQL's message is as long as a function of the declaration's likes it. */
    private static final int WORDS = 2_000;

    /** What a reader can do without, longest first; a plan without batches cannot be read back, which {@code cut} says. */
    private static final List<String> DETAIL = List.of("batches", "objects", "wayBack");

    private static final List<String> LISTS = List.of("drifted", "notes", "errors");

    private Answers() {}

    static Map<String, @Nullable Object> of(StatusReport report) {
        return Reports.of(report);
    }

    static Map<String, @Nullable Object> of(SyncResult result) {
        return cut(Reports.of(result));
    }

    static Map<String, @Nullable Object> of(Plan plan) {
        return cut(Reports.of(plan));
    }

    static Map<String, @Nullable Object> of(DriftReport drift) {
        Map<String, @Nullable Object> answer = Reports.of(drift);
        if (!fits(answer)) {
            answer.put("wayBack", null);
            answer.put("cut", "the way back: the answer would be too big for Lambda");
            halved(answer);
        }
        return answer;
    }

    static Map<String, @Nullable Object> of(TidemarkException failure) {
        return cut(Reports.of(failure));
    }

    /** All of it where it fits; else without SQL; else as many changes as fit, and shorter words; {@code cut} says what is missing. */
    static Map<String, @Nullable Object> cut(Map<String, @Nullable Object> answer) {
        if (fits(answer)) {
            return answer;
        }
        DETAIL.forEach(answer::remove);
        answer.replaceAll((field, value) -> field.equals("changes") ? value : shortened(value));
        List<Object> changes = withoutSql(answer.get("changes"));
        int all = changes.size();
        answer.put("changes", changes);
        answer.put(
                "cut",
                (all == 0 ? "the end of long texts" : "the SQL of the changes")
                        + ": the answer would be too big for Lambda");
        while (!fits(answer) && !changes.isEmpty()) {
            changes = changes.subList(0, changes.size() / 2);
            answer.put("changes", changes);
            answer.put("cut", "the SQL, and all but the first " + changes.size() + " of " + all + " changes");
        }
        halved(answer);
        return answer;
    }

    /** What is left of long lists where nothing else helps. */
    private static void halved(Map<String, @Nullable Object> answer) {
        for (String list : LISTS) {
            while (!fits(answer) && answer.get(list) instanceof List<?> many && many.size() > 1) {
                answer.put(list, new ArrayList<>(many.subList(0, many.size() / 2)));
            }
        }
    }

    static boolean fits(Map<String, @Nullable Object> answer) {
        return sent(answer).length <= LIMIT;
    }

    /** An answer as it is sent, by whatever way: what is measured is what goes out. */
    static byte[] sent(Map<String, @Nullable Object> answer) {
        return Json.line(answer).getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable Object shortened(@Nullable Object value) {
        return switch (value) {
            case String text when text.length() > WORDS -> text.substring(0, WORDS) + "…";
            case List<?> list -> list.stream().map(Answers::shortened).collect(Collectors.toCollection(ArrayList::new));
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
                copy.replaceAll((field, inner) -> shortened(inner));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static List<Object> withoutSql(@Nullable Object changes) {
        List<Object> shorter = new ArrayList<>();
        if (changes instanceof List<?> list) {
            for (Object change : list) {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>((Map<?, ?>) change);
                copy.remove("sql");
                shorter.add(copy);
            }
        }
        return shorter;
    }
}
