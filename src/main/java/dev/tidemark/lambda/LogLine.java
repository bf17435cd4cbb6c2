package dev.tidemark.lambda;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.CompiledResources;
import dev.tidemark.identity.Identity;
import dev.tidemark.identity.Located;
import dev.tidemark.identity.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one log line of an invocation of the Tidemark function, in the words of its answer; docs/requests.md has the fields. */
final class LogLine {
    private static final List<String> COUNTS = List.of("statements", "withheld", "deferred");

    private static final int REASON = 2_000;

    private final Map<String, Object> line = new LinkedHashMap<>();
    private final long start;

    /** The line of what began at this nano time. */
    LogLine(String what, String requestId, long start) {
        this.start = start;
        line.put("tidemark", what);
        line.put("status", "ERROR");
        line.put("requestId", requestId);
    }

    /** One more field; a null is left out. */
    LogLine with(String field, @Nullable Object value) {
        if (value != null) {
            line.put(field, value);
        }
        return this;
    }

    /** Whose schema it is about and which version, as far as that can be told: an answer that failed does not say it. */
    LogLine about(@Nullable String app, Map<String, String> environment) {
        @Nullable String wanted = app == null ? Setting.APP.text(environment) : app;
        with("app", wanted);
        try {
            Located located = CompiledResources.find(wanted, CompiledResources.loader(), environment);
            return with("app", located.app()).with("hash", brief(located.hash()));
        } catch (TidemarkException e) {
            return this;
        }
    }

    /** The fields of an answer that a log needs. */
    LogLine of(Map<String, ?> answer) {
        with("status", answer.get("status"));
        with("app", answer.get("app"));
        with("hash", brief(answer.get("version")));
        with("current", brief(answer.get("current")));
        if (!"ERROR".equals(answer.get("status"))) {
            COUNTS.forEach(count -> with(count, answer.get(count)));
        }
        if (answer.get("waitedMs") instanceof Number waited && waited.longValue() > 0) {
            with("waitedMs", waited);
        }
        if (answer.get("errors") instanceof List<?> errors
                && !errors.isEmpty()
                && errors.get(0) instanceof Map<?, ?> first) {
            with("code", first.get("code"));
            with("reason", brief(first.get("message"), REASON));
        }
        if (answer.get("reason") instanceof String reason && !reason.isEmpty()) {
            with("reason", brief(reason, REASON));
        }
        return this;
    }

    /** How many notices were sent, and what became of those that were not. */
    LogLine of(Notices.Sent sent) {
        if (sent.sent() > 0) {
            with("notices", sent.sent());
        }
        return sent.failures().isEmpty() ? this : with("noticesFailed", sent.failures());
    }

    /** Prints it, with the time it took. */
    void print() {
        line.put("ms", Math.round((System.nanoTime() - start) / 10_000.0) / 100.0);
        JsonLine.print(line);
    }

    /** What it prints. */
    Map<String, Object> fields() {
        return line;
    }

    /** A function of a declaration may raise an error of any length; a line of CloudWatch Logs ends at 256 KB. */
    private static @Nullable String brief(@Nullable Object text, int most) {
        String all = String.valueOf(text);
        return text == null ? null : all.length() <= most ? all : all.substring(0, most) + "…";
    }

    private static @Nullable String brief(@Nullable Object hash) {
        return hash instanceof String text ? Identity.brief(text) : null;
    }
}
