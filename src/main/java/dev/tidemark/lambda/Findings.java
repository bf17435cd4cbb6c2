package dev.tidemark.lambda;

import dev.tidemark.DriftReport;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Identity;
import dev.tidemark.report.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduled run found, as far as it got. The working thread adds to it; another one reads it when that is done or was given up.
 *
 * <p>Drift is told only where nobody holds the lease: what a run changes that goes on just now is its work, and the next schedule judges it.
 */
final class Findings {
    private String app;
    private @Nullable Double hotSeconds;
    private @Nullable StatusReport before;
    private @Nullable SyncResult finished;
    private String waits = "";
    private @Nullable DriftReport drift;
    private @Nullable TidemarkException failure;

    /** The app as far as it is known before anything was found. */
    Findings(String app) {
        this.app = app;
    }

    synchronized String app() {
        return app;
    }

    /** Enough of the hash of a version whose run began after the record and did not end. */
    synchronized @Nullable String unfinished() {
        String hash = drift == null ? null : drift.unfinished();
        return hash == null ? null : Identity.brief(hash);
    }

    synchronized @Nullable TidemarkException failure() {
        return failure;
    }

    /** How things stood before; and how long the hot read took, in seconds, null for a schema that has no hot path. */
    synchronized void began(@Nullable Double hotRead, StatusReport status) {
        app = status.app();
        hotSeconds = hotRead;
        before = status;
    }

    synchronized void finished(SyncResult result) {
        finished = result;
    }

    /** Why deferred changes that would break older versions still wait. */
    synchronized void waits(String why) {
        waits = why;
    }

    synchronized void looked(DriftReport report) {
        drift = report;
    }

    /** The first failure is the cause; those after it are often its consequences. */
    synchronized void failed(TidemarkException e) {
        if (failure == null) {
            failure = e;
        }
    }

    synchronized Metrics metrics(int noticesFailed) {
        Metrics metrics = new Metrics();
        DriftReport certain = certainDrift();
        if (certain != null) {
            metrics.put(Metrics.Metric.DRIFT_OBJECTS, certain.objects().size());
        }
        StatusReport status = before;
        if (status != null) {
            metrics.put(Metrics.Metric.DEFERRED, drift == null ? status.deferred() : drift.deferred());
            metrics.put(Metrics.Metric.WITHHELD, drift == null ? status.withheld() : drift.withheld());
            @Nullable Duration age = status.leaseAge();
            metrics.put(Metrics.Metric.LEASE_AGE_SECONDS, age == null ? 0 : age.toMillis() / 1000.0);
        }
        if (hotSeconds != null) {
            metrics.put(Metrics.Metric.HOT_PATH_SECONDS, hotSeconds);
        }
        if (finished != null) {
            metrics.put(Metrics.Metric.LEASE_WAITS, finished.waited().isZero() ? 0 : 1);
        }
        metrics.put(Metrics.Metric.FAILED, failure == null ? 0 : 1);
        metrics.put(Metrics.Metric.NOTICES_FAILED, noticesFailed);
        return metrics;
    }

    /** What others should hear of. */
    synchronized List<Notice> notices(Invocation invocation) {
        List<Notice> notices = new ArrayList<>();
        DriftReport certain = certainDrift();
        if (certain != null && !certain.objects().isEmpty()) {
            notices.add(Notice.of(certain, invocation));
        }
        if (failure != null) {
            notices.add(Notice.of(failure, app, invocation));
        }
        return notices;
    }

    /** The answer: how finishing ended, how the code and the database stand to what is recorded; the whole reports below them. */
    synchronized Map<String, @Nullable Object> answer() {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("format", Reports.FORMAT);
        answer.put("status", status());
        answer.put("app", app);
        answer.put("version", before == null ? null : before.hash());
        answer.put("current", drift != null ? drift.recordedHash() : before == null ? null : before.currentHash());
        answer.put("reason", finished == null ? "" : finished.reason().isEmpty() ? waits : finished.reason());
        answer.put("statements", finished == null ? 0 : finished.statements());
        answer.put("withheld", drift != null ? drift.withheld() : before == null ? 0 : before.withheld());
        answer.put("deferred", drift != null ? drift.deferred() : before == null ? 0 : before.deferred());
        answer.put("waitedMs", finished == null ? 0 : finished.waited().toMillis());
        answer.put("hotPathMs", hotSeconds == null ? null : Math.round(hotSeconds * 100_000) / 100.0);
        answer.put("leaseHolder", drift == null ? null : drift.leaseHolder());
        drift(answer);
        answer.put("errors", failure == null ? List.of() : Reports.errors(failure.problems(), failure.retriable()));
        return answer;
    }

    private void drift(Map<String, @Nullable Object> answer) {
        DriftReport report = drift;
        DriftReport certain = certainDrift();
        answer.put("codeIs", report == null ? null : report.code().name().toLowerCase(Locale.ROOT));
        answer.put("driftObjects", certain == null ? null : certain.objects().size());
        answer.put("fingerprint", certain == null || certain.objects().isEmpty() ? null : Notice.fingerprint(certain));
        answer.put("drift", report == null ? null : Answers.of(report));
    }

    private String status() {
        SyncResult result = finished;
        if (failure != null && (result == null || result.status() != SyncStatus.BLOCKED)) {
            return "ERROR";
        }
        return result == null ? "ERROR" : result.status().name();
    }

    private @Nullable DriftReport certainDrift() {
        return drift == null || drift.leaseHolder() != null ? null : drift;
    }
}
