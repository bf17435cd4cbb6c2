package dev.tidemark.lambda;

import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.CompiledResources;
import dev.tidemark.identity.Identity;
import dev.tidemark.identity.Located;
import dev.tidemark.identity.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a check ended.
 *
 * @param status how; null where it failed with an exception, or where checks are off
 * @param app whose schema; empty where that was not found out
 * @param hash this code's; empty where that was not found out
 * @param current the recorded one, if any
 * @param reason one sentence; empty where the status says all
 * @param detail counts for the log line: statements, withheld, deferred
 * @param failure what it failed with
 * @param unfinished whether the next invocation goes on at once, without waiting for the time of the next check
 */
record Outcome(
        @Nullable SyncStatus status,
        String app,
        String hash,
        @Nullable String current,
        String reason,
        Map<String, Integer> detail,
        @Nullable Throwable failure,
        boolean unfinished) {

    /** Checks are off. */
    static Outcome off() {
        return new Outcome(null, "", "", null, "TIDEMARK_MODE=off", Map.of(), null, false);
    }

    /** What the hot read alone says. */
    static Outcome of(HotCheck hot, SyncStatus status, String reason) {
        return new Outcome(status, hot.app(), hot.hash(), hot.current(), reason, Map.of(), null, false);
    }

    /** Not begun, for lack of time; the invocation does it. */
    static Outcome later(HotCheck hot, String reason) {
        return new Outcome(SyncStatus.TIMED_OUT, hot.app(), hot.hash(), hot.current(), reason, Map.of(), null, true);
    }

    /** It failed; what failed in the init phase is tried again in the first invocation. */
    static Outcome failed(Throwable failure, boolean unfinished) {
        String message = failure.getMessage();
        return new Outcome(
                null, "", "", null, message == null ? failure.toString() : message, Map.of(), failure, unfinished);
    }

    /** Whether the function can serve: the database holds what this code needs, or this code is the older one of two that are served. */
    boolean serves() {
        if (status == null) {
            return failure == null;
        }
        // Without a switch over an enum, which loads MatchException; what is new does not serve until it is named here.
        return status == SyncStatus.UP_TO_DATE
                || status == SyncStatus.SYNCED
                || status == SyncStatus.SYNCED_BY_PEER
                || status == SyncStatus.SUPERSEDED
                || status == SyncStatus.DEFERRED;
    }

    /**
     * The log line.
     *
     * @param environment the function's, which says whose schema it is where the check did not get as far as to find that out
     */
    Map<String, Object> line(String phase, long nanos, long connectNanos, Map<String, String> environment) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("tidemark", "cold-start");
        line.put("status", status != null ? status.name() : failure != null ? "ERROR" : "OFF");
        @Nullable String wanted = app.isEmpty() ? Setting.APP.text(environment) : app;
        @Nullable Located own = app.isEmpty() ? found(wanted, environment) : null;
        line.put("app", own != null ? own.app() : wanted == null ? "" : wanted);
        line.put("hash", Identity.brief(own == null || own.hash() == null ? hash : own.hash()));
        line.put("current", current == null ? "" : Identity.brief(current));
        line.put("ms", millis(nanos));
        line.put("phase", phase);
        if (connectNanos > 0) {
            line.put("connectMs", millis(connectNanos));
        }
        line.putAll(detail);
        if (failure instanceof TidemarkException known) {
            line.put("code", known.code());
            line.put("reason", known.problems().get(0).message());
        } else if (!reason.isEmpty()) {
            line.put("reason", reason);
        }
        return line;
    }

    /** This code's; null where there is none. */
    private static @Nullable Located found(@Nullable String app, Map<String, String> environment) {
        try {
            return CompiledResources.find(app, CompiledResources.loader(), environment);
        } catch (TidemarkException | LinkageError e) {
            return null;
        }
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 10_000.0) / 100.0;
    }
}
