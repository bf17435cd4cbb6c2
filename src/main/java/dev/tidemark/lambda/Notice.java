package dev.tidemark.lambda;

import dev.tidemark.DriftReport;
import dev.tidemark.Problem;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.Json;
import dev.tidemark.report.Reports;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the schedule tells others about, by EventBridge or SNS.
 *
 * @param kind what happened
 * @param app to whose schema
 * @param fingerprint the same for the same drift or failure of the same app: receivers can tell what they have heard already
 * @param detail the whole, as JSON; docs/requests.md has its fields
 */
record Notice(Kind kind, String app, String fingerprint, Map<String, @Nullable Object> detail) {
    private static final int MOST_OBJECTS = 200;

    /** An event may have 256 KB, an SNS message too (service quotas); the rest is for what is around the objects. */
    private static final int MOST_BYTES = 200_000;

    private static final int MOST_ERRORS = 20;

    /** A function of somebody's schema may raise an error of any length. */
    private static final int LONGEST = 2_000;

    private static final int FINGERPRINT = 16;

    /** What happened. */
    enum Kind {
        DRIFT("Tidemark drift"),
        FAILED("Tidemark schedule failed");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        /** EventBridge's {@code detail-type}, SNS's subject. */
        String title() {
            return title;
        }
    }

    /** Somebody changed the database. */
    static Notice of(DriftReport drift, Invocation invocation) {
        String fingerprint = fingerprint(drift);
        int count = drift.objects().size();
        String summary = drift.app() + ": " + count + (count == 1 ? " object has" : " objects have")
                + " been changed in the database since its schema was recorded";
        Map<String, @Nullable Object> detail = head("drift", drift.app(), fingerprint, summary, invocation);
        detail.put("current", drift.recordedHash());
        detail.put("recordedAt", drift.recordedAt());
        detail.put("codeIs", drift.code().name().toLowerCase(Locale.ROOT));
        detail.put("unfinished", drift.unfinished());
        detail.put("count", count);
        detail.put("objects", objects(drift.objects()));
        return new Notice(Kind.DRIFT, drift.app(), fingerprint, detail);
    }

    /** The schedule failed. */
    static Notice of(TidemarkException failure, String app, Invocation invocation) {
        Problem first = failure.problems().get(0);
        String fingerprint = fingerprint(List.of(
                app, first.code(), first.object() == null ? "" : first.object().display()));
        Map<String, @Nullable Object> detail =
                head("failed", app, fingerprint, app + ": the schedule failed: " + brief(first.headline()), invocation);
        List<Problem> problems = failure.problems().stream()
                .limit(MOST_ERRORS)
                .map(Notice::brief)
                .toList();
        detail.put("errors", Reports.errors(problems, failure.retriable()));
        return new Notice(Kind.FAILED, app, fingerprint, detail);
    }

    private static Problem brief(Problem problem) {
        return Problem.of(
                problem.code(),
                problem.object(),
                brief(problem.message()),
                problem.place(),
                problem.sqlState(),
                problem.wayOutTexts().stream().map(Notice::brief).toList());
    }

    private static String brief(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** The same for the same objects in the same state against the same recorded version. */
    static String fingerprint(DriftReport drift) {
        List<String> parts = new ArrayList<>(List.of(drift.app(), String.valueOf(drift.recordedHash())));
        for (DriftReport.Drifted object : drift.objects()) {
            parts.add(object.object().kind().label());
            parts.add(object.object().display());
            parts.add(object.what().name());
            parts.add(object.words());
        }
        return fingerprint(parts);
    }

    /** The first of them, as far as they fit; one whose words alone do not fit goes without them. */
    private static List<Map<String, @Nullable Object>> objects(List<DriftReport.Drifted> drifted) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        int bytes = 0;
        for (DriftReport.Drifted each : drifted.subList(0, Math.min(MOST_OBJECTS, drifted.size()))) {
            Map<String, @Nullable Object> object = Reports.drifted(each);
            if (bytes + size(object) > MOST_BYTES) {
                object.put("words", "");
            }
            bytes += size(object);
            if (bytes > MOST_BYTES) {
                return objects;
            }
            objects.add(object);
        }
        return objects;
    }

    private static int size(Map<String, @Nullable Object> object) {
        return Json.line(object).getBytes(StandardCharsets.UTF_8).length;
    }

    private static Map<String, @Nullable Object> head(
            String kind, String app, String fingerprint, String summary, Invocation invocation) {
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("format", Reports.FORMAT);
        detail.put("kind", kind);
        detail.put("app", app);
        detail.put("summary", summary);
        detail.put("fingerprint", fingerprint);
        detail.put("function", invocation.arn());
        detail.put("requestId", invocation.requestId());
        return detail;
    }

    /** The first 16 hex digits of a SHA-256 over the parts, each ended by a zero. */
    private static String fingerprint(List<String> parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                sha.update(part.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha.digest()).substring(0, FINGERPRINT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
