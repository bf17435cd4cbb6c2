package dev.tidemark.lambda;

import dev.tidemark.HazardNote;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncResult;
import dev.tidemark.TidemarkException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Results as JSON: the documents that the command line prints with {@code --json} too. {@code "format": 1}; fields are only ever added. */
final class Answers {
    /** Lambda's own limit of an answer is 6 MB; the rest is for whoever wraps it. */
    static final int LIMIT = 5_000_000;

    private Answers() {}

    static Map<String, Object> of(StatusReport report) {
        Map<String, Object> answer = head(report.status().name(), report.app(), report.hash());
        putIfKnown(answer, "current", report.currentHash());
        putIfKnown(answer, "recordedAt", report.recordedAt());
        putIfKnown(answer, "recordedBy", report.recordedBy());
        answer.put("withheld", report.withheld());
        answer.put("deferred", report.deferred());
        putIfKnown(answer, "reason", report.reason());
        putIfKnown(answer, "leaseHolder", report.leaseHolder());
        return answer;
    }

    static Map<String, Object> of(SyncResult result) {
        return cut(result.plan(), changes -> {
            Map<String, Object> answer = head(result.status().name(), result.app(), result.hash());
            putIfKnown(answer, "current", result.currentHash());
            putIfKnown(answer, "reason", result.reason().isEmpty() ? null : result.reason());
            answer.put("statements", result.statements());
            answer.put("changes", changes);
            answer.put("withheld", result.withheld());
            answer.put("deferred", result.deferred());
            answer.put("errors", errors(result.problems()));
            answer.put("ms", result.took().toMillis());
            return answer;
        });
    }

    static Map<String, Object> of(Plan plan) {
        return cut(plan, changes -> {
            String status = plan.blocked() ? "BLOCKED" : plan.isEmpty() ? "UP_TO_DATE" : "OUT_OF_DATE";
            Map<String, Object> answer = head(status, plan.app(), plan.hash());
            answer.put("server", plan.serverVersion());
            answer.put("changes", changes);
            answer.put("withheld", plan.changes(Plan.Fate.WITHHELD).size());
            answer.put("deferred", plan.changes(Plan.Fate.DEFERRED).size());
            answer.put("errors", errors(plan.problems()));
            answer.put("notes", plan.notes());
            return answer;
        });
    }

    static Map<String, Object> of(TidemarkException failure) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("format", 1);
        answer.put("status", "ERROR");
        List<Map<String, Object>> errors = errors(failure.problems());
        errors.get(0).put("retriable", failure.retriable());
        answer.put("errors", errors);
        return answer;
    }

    private static Map<String, Object> head(String status, String app, String hash) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("format", 1);
        answer.put("status", status);
        answer.put("app", app);
        answer.put("version", hash);
        return answer;
    }

    private interface Shape {
        Map<String, Object> with(List<Map<String, Object>> changes);
    }

    /** All of it where it fits; else without SQL; else as many changes as fit; {@code cut} says what is missing. */
    private static Map<String, Object> cut(@Nullable Plan plan, Shape shape) {
        List<Map<String, Object>> changes = changes(plan, true);
        Map<String, Object> whole = shape.with(changes);
        if (size(whole) <= LIMIT) {
            return whole;
        }
        changes = changes(plan, false);
        int all = changes.size();
        Map<String, Object> answer = shape.with(changes);
        answer.put("cut", "the SQL of the changes: the answer would be too big for Lambda");
        while (size(answer) > LIMIT && !changes.isEmpty()) {
            changes = changes.subList(0, changes.size() / 2);
            answer = shape.with(changes);
            answer.put("cut", "the SQL, and all but the first " + changes.size() + " of " + all + " changes");
        }
        return answer;
    }

    private static int size(Map<String, Object> answer) {
        return JsonLine.of(answer).getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<Map<String, Object>> changes(@Nullable Plan plan, boolean withSql) {
        List<Map<String, Object>> changes = new ArrayList<>();
        if (plan != null) {
            for (Plan.Entry entry : plan.entries()) {
                entry.changes().forEach(change -> changes.add(change(entry, change, withSql)));
            }
        }
        return changes;
    }

    private static Map<String, Object> change(Plan.Entry entry, Plan.Change change, boolean withSql) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", change.object().kind().label());
        json.put("object", change.object().display());
        json.put("change", word(change.action()));
        json.put("summary", change.summary());
        json.put("outcome", word(change.fate()));
        json.put("cost", word(change.cost()));
        if (withSql) {
            json.put("sql", change.sql());
        }
        entry.rows().ifPresent(rows -> json.put("rows", rows));
        entry.bytes().ifPresent(bytes -> json.put("bytes", bytes));
        putIfKnown(
                json,
                "estimateMs",
                change.estimate() == null ? null : change.estimate().toMillis());
        json.put("hazards", change.hazards().stream().map(Answers::hazard).toList());
        return json;
    }

    private static Map<String, Object> hazard(HazardNote note) {
        return Map.of("code", note.hazard().name(), "why", note.why(), "wayOut", note.wayOut());
    }

    private static List<Map<String, Object>> errors(List<Problem> problems) {
        List<Map<String, Object>> errors = new ArrayList<>();
        for (Problem problem : problems) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("code", problem.code());
            putIfKnown(
                    error,
                    "object",
                    problem.object() == null ? null : problem.object().display());
            error.put("message", problem.message());
            putIfKnown(error, "place", problem.place());
            putIfKnown(error, "sqlState", problem.sqlState());
            error.put("waysOut", problem.waysOut());
            errors.add(error);
        }
        return errors;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void putIfKnown(Map<String, Object> json, String field, @Nullable Object value) {
        if (value != null) {
            json.put(field, value instanceof Number ? value : value.toString());
        }
    }
}
