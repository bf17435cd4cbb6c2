package dev.tidemark.lambda;

import dev.tidemark.Mode;
import dev.tidemark.Problem;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.Tidemark;
import dev.tidemark.TidemarkException;
import dev.tidemark.control.ControlTables;
import dev.tidemark.deploy.OlderVersions;
import dev.tidemark.fault.ConnectionFaults;
import dev.tidemark.identity.Setting;
import dev.tidemark.report.Reports;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The scheduled run: finishes what an earlier run left undone, looks for drift, and says what it found as notices, metrics and one log line; then it throws
 * what went wrong. docs/requests.md describes all of it.
 */
final class Schedule {
    /** What finishing leaves to the look for drift: a quarter of the time, and no more than this. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);

    /** One run in so many, drawn by lot since runs remember nothing, takes a full look. */
    private static final int RUNS_A_FULL_LOOK = 24;

    private static final double NANOS = 1e9;

    /** What else was asked for is no app, and CloudWatch would take no metrics of it. */
    private static final Pattern A_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,300}");

    private final Invocation invocation;
    private final Request request;
    private final Notices notices;

    Schedule(Invocation invocation, Request request) {
        this.invocation = invocation;
        this.request = request;
        this.notices = new Notices(invocation.environment());
    }

    private interface Step {
        void take() throws SQLException;
    }

    Map<String, @Nullable Object> run(LogLine line) {
        Findings found = new Findings(appAsItIsAskedFor());
        try {
            if (LambdaMode.of(invocation.environment()) == Mode.OFF) {
                line.with("status", "OFF").with("reason", "TIDEMARK_MODE=off").print();
                return new LinkedHashMap<>(Map.of("format", Reports.FORMAT, "status", "OFF"));
            }
            Setting.METRICS.flag(invocation.environment());
            Metrics.namespace(invocation.environment());
            invocation.need(request.command().least(), request.command().word());
            Duration limit = invocation.untilCut().minus(notices.share(invocation.left()));
            invocation.watch().run(limit, () -> look(found));
        } catch (TidemarkException e) {
            found.failed(e);
        } catch (RuntimeException | LinkageError e) {
            found.failed(defect(e));
        }
        return told(found, line);
    }

    private String appAsItIsAskedFor() {
        @Nullable String set = Setting.APP.text(invocation.environment());
        @Nullable String asked = request.app();
        @Nullable String app = asked != null ? asked : set;
        return app != null && A_NAME.matcher(app).matches() ? app : "unknown";
    }

    private boolean look(Findings found) {
        Duration left = invocation.left().minus(notices.share(invocation.left()));
        Duration quarter = left.dividedBy(4);
        Duration forDrift = quarter.compareTo(LONGEST_LOOK) < 0 ? quarter : LONGEST_LOOK;
        return tried(found, () -> begin(found, left))
                && tried(found, () -> finish(found, left.minus(forDrift)))
                && tried(
                        found,
                        () -> found.looked(invocation.open(request, forDrift).drift()))
                && tried(found, this::proveRecord);
    }

    /** Once in a while the record itself is proved by a full look, where there is time for one: what is wrong with it is a defect of Tidemark. */
    private void proveRecord() {
        Duration left = invocation.left().minus(notices.share(invocation.left()));
        if (left.compareTo(LONGEST_LOOK) > 0 && ThreadLocalRandom.current().nextInt(RUNS_A_FULL_LOOK) == 0) {
            try {
                invocation.open(request, LONGEST_LOOK, true).drift();
            } catch (TidemarkException e) {
                // What else may go wrong (no time, no connection) concerns this look only; the one before has said how
                // things are.
                if (e.code().equals("TDM-505")) {
                    throw e;
                }
            }
        }
    }

    /** Whether it is worth going on: not without a connection, and not when the time was over. */
    private boolean tried(Findings found, Step step) {
        try {
            step.take();
            return true;
        } catch (SQLException e) {
            return wentWrong(found, ConnectionFaults.of(e, "the database"));
        } catch (TidemarkException e) {
            return wentWrong(found, e);
        }
    }

    private boolean wentWrong(Findings found, TidemarkException e) {
        if (invocation.watch().isOver()) {
            return false;
        }
        found.failed(e);
        return !e.code().startsWith("TDM-4");
    }

    private void begin(Findings found, Duration left) throws SQLException {
        Tidemark tidemark = invocation.open(request, left);
        found.began(hotRead(tidemark.app(), left), tidemark.status());
    }

    /** As a cold start does it: the compiled schema found, a new connection, one read. Null for a schema by hand, which has no hot path. */
    private @Nullable Double hotRead(String app, Duration left) throws SQLException {
        Map<String, String> environment = new HashMap<>(invocation.environment());
        environment.put(Setting.APP.variable(), app);
        long start = System.nanoTime();
        HotCheck hot = HotCheck.read(invocation.dataSource(left), environment, left);
        return hot.hash().isEmpty() ? null : (System.nanoTime() - start) / NANOS;
    }

    private void finish(Findings found, Duration budget) throws SQLException {
        Tidemark tidemark = invocation.open(request, budget);
        SyncResult result = tidemark.finish();
        found.finished(result);
        if (result.status() == SyncStatus.DEFERRED
                && result.plan() != null
                && !result.plan().waitingForOlderVersions().isEmpty()) {
            result = finishWaiting(found, result, budget);
        }
        if (result.status() == SyncStatus.BLOCKED || result.status() == SyncStatus.BLOCKED_BY_PEER) {
            throw blocked(result);
        }
    }

    /** What breaks older versions is done once none of them serves any more. */
    private SyncResult finishWaiting(Findings found, SyncResult deferred, Duration budget) throws SQLException {
        Duration left = budget.minus(deferred.took());
        OlderVersions.Answer answer;
        try (Connection connection = invocation.dataSource(left).getConnection()) {
            connection.setAutoCommit(true);
            ControlTables tables =
                    new ControlTables(Objects.requireNonNull(Setting.CONTROL_SCHEMA.text(invocation.environment())));
            answer = new OlderVersions(tables, invocation.environment(), invocation.routing())
                    .look(connection, deferred.app(), left);
        }
        if (!answer.may()) {
            found.waits(answer.why());
            return deferred;
        }
        SyncResult result = invocation.open(request, left).finishDeferred();
        found.finished(result);
        return result;
    }

    private static TidemarkException blocked(SyncResult result) {
        if (!result.problems().isEmpty()) {
            return new TidemarkException(result.problems(), false, null);
        }
        return TidemarkException.of(
                "TDM-612",
                result.app() + ": what an earlier run left is blocked: " + result.reason(),
                "{\"tidemark\": \"plan\"} shows what is in the way");
    }

    private Map<String, @Nullable Object> told(Findings found, LogLine line) {
        Notices.Sent sent = notices.send(found.notices(invocation), invocation.untilAnswer());
        found.metrics(sent.failures().size()).print(invocation.environment(), found.app());
        Map<String, @Nullable Object> answer = found.answer();
        line.of(answer)
                .with("driftObjects", answer.get("driftObjects"))
                .with("fingerprint", answer.get("fingerprint"))
                .with("codeIs", answer.get("codeIs"))
                .with("hotPathMs", answer.get("hotPathMs"))
                .with("leaseHolder", answer.get("leaseHolder"))
                .with("unfinished", found.unfinished())
                .of(sent)
                .print();
        @Nullable TidemarkException failure = found.failure();
        if (failure != null) {
            throw failure;
        }
        return answer;
    }

    private static TidemarkException defect(Throwable fault) {
        Problem problem = Problem.of(
                "TDM-901",
                null,
                "the schedule met an exception that it does not know: " + fault,
                null,
                null,
                List.of());
        return new TidemarkException(problem, false, fault);
    }
}
