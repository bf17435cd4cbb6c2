package dev.tidemark.report;

import dev.tidemark.DriftReport;
import dev.tidemark.HazardNote;
import dev.tidemark.HistoryReport;
import dev.tidemark.LintReport;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SecretOptions;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.UnlockReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plans, results, reports and errors as the maps that {@link Json} writes: the documents of {@code --json}, of the handlers and of the log.
 *
 * <p>Every document has {@code format} (1), {@code status}, {@code app}, {@code version}, {@code changes}, {@code withheld}, {@code deferred} and
 * {@code errors}. Fields are only ever added. The maps are fresh, mutable and in a fixed order. {@link ReportReader} makes plans, reports and errors of
 * them again, nothing lost.
 */
public final class Reports {
    /** The format that the documents name. */
    public static final int FORMAT = 1;

    private static final Pattern PLACE = Pattern.compile("(.+?):(\\d+)(?::(\\d+))?(?: \\((.+)\\))?");

    private Reports() {}

    /** A plan: status {@code UP_TO_DATE}, {@code PLANNED} or {@code BLOCKED}. */
    public static Map<String, @Nullable Object> of(Plan plan) {
        String status = plan.blocked() ? "BLOCKED" : plan.isEmpty() ? "UP_TO_DATE" : "PLANNED";
        Map<String, @Nullable Object> report = document(status, plan.app(), plan.hash());
        report.put("serverVersion", plan.serverVersion());
        plan(report, plan, null);
        report.put("batches", plan.batches().stream().map(Reports::batch).toList());
        report.put("fingerprint", plan.fingerprint());
        report.put("diagram", DiagramReports.of(plan.diagram()));
        report.put("withheld", plan.changes(Plan.Fate.WITHHELD).size());
        report.put("deferred", plan.changes(Plan.Fate.DEFERRED).size());
        report.put("errors", errors(plan.problems(), false));
        return report;
    }

    /** A result: status is its {@link SyncStatus}. */
    public static Map<String, @Nullable Object> of(SyncResult result) {
        Map<String, @Nullable Object> report = document(result.status().name(), result.app(), result.hash());
        report.put("current", result.currentHash());
        report.put("reason", result.reason());
        Plan plan = result.plan();
        if (plan == null) {
            report.put("changes", List.of());
        } else {
            report.put("serverVersion", plan.serverVersion());
            plan(report, plan, result.status());
        }
        report.put("statements", result.statements());
        report.put("withheld", result.withheld());
        report.put("deferred", result.deferred());
        report.put("errors", errors(result.problems(), result.status() == SyncStatus.TIMED_OUT));
        report.put("tookMs", result.took().toMillis());
        report.put("waitedMs", result.waited().toMillis());
        return report;
    }

    /** A status report. */
    public static Map<String, @Nullable Object> of(StatusReport status) {
        Map<String, @Nullable Object> report = document(status.status().name(), status.app(), status.hash());
        report.put("current", status.currentHash());
        report.put("recordedAt", text(status.recordedAt()));
        report.put("recordedBy", status.recordedBy());
        report.put("reason", status.reason());
        report.put("leaseHolder", status.leaseHolder());
        report.put(
                "leaseAgeMs",
                status.leaseAge() == null ? null : status.leaseAge().toMillis());
        report.put("changes", List.of());
        report.put("withheld", status.withheld());
        report.put("deferred", status.deferred());
        report.put("errors", List.of());
        return report;
    }

    /** A drift report: status is {@code NEVER_SYNCED}, {@code IN_STEP} or {@code DRIFTED}; the way back is a plan's document. */
    public static Map<String, @Nullable Object> of(DriftReport drift) {
        Map<String, @Nullable Object> report = document(drift.status().name(), drift.app(), drift.hash());
        report.put("codeIs", word(drift.code()));
        report.put("current", drift.recordedHash());
        report.put("recordedAt", text(drift.recordedAt()));
        report.put("recordedBy", drift.recordedBy());
        report.put("drifted", drift.objects().stream().map(Reports::drifted).toList());
        Plan wayBack = drift.wayBack();
        report.put("wayBack", wayBack == null ? null : of(wayBack));
        report.put("unfinished", drift.unfinished());
        report.put("leaseHolder", drift.leaseHolder());
        report.put("changes", List.of());
        report.put("withheld", drift.withheld());
        report.put("deferred", drift.deferred());
        report.put("errors", List.of());
        report.put("tookMs", drift.took().toMillis());
        return report;
    }

    /** What is doubtful: status {@code CLEAN} or {@code DOUBTFUL}; a finding is as an error, with {@code severity}. */
    public static Map<String, @Nullable Object> of(LintReport lint) {
        Map<String, @Nullable Object> report =
                document(lint.findings().isEmpty() ? "CLEAN" : "DOUBTFUL", lint.app(), lint.hash());
        report.put("findings", lint.findings().stream().map(Reports::finding).toList());
        report.put("ignored", lint.ignored());
        report.put("changes", List.of());
        report.put("withheld", 0);
        report.put("deferred", 0);
        report.put("errors", List.of());
        return report;
    }

    private static Map<String, @Nullable Object> finding(LintReport.Finding finding) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("severity", word(finding.severity()));
        report.putAll(error(finding.problem(), false));
        report.remove("sqlState");
        report.remove("retry");
        return report;
    }

    /** What was done: status {@code HISTORY}, {@code runs} with their {@code statements}. */
    public static Map<String, @Nullable Object> of(HistoryReport history) {
        Map<String, @Nullable Object> report = document("HISTORY", history.app(), null);
        report.put("runs", history.runs().stream().map(Reports::run).toList());
        report.put("changes", List.of());
        report.put("withheld", 0);
        report.put("deferred", 0);
        report.put("errors", List.of());
        return report;
    }

    private static Map<String, @Nullable Object> run(HistoryReport.Run run) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("version", run.hash());
        report.put("term", run.term());
        report.put("by", run.by());
        report.put("startedAt", text(run.startedAt()));
        report.put("tookMs", run.took().toMillis());
        report.put("statements", run.steps().stream().map(Reports::step).toList());
        return report;
    }

    private static Map<String, @Nullable Object> step(HistoryReport.Step step) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("sql", step.sql());
        report.put("startedAt", text(step.startedAt()));
        report.put("tookMs", step.took().toMillis());
        report.put("outcome", step.outcome());
        return report;
    }

    /** What became of a lease: status {@code FREE} or {@code RELEASED}; {@code version} is what its holder was applying. */
    public static Map<String, @Nullable Object> of(UnlockReport unlock) {
        Map<String, @Nullable Object> report = document(unlock.status().name(), unlock.app(), unlock.hash());
        report.put("holder", unlock.holder());
        report.put("term", unlock.term());
        report.put("heldForMs", millis(unlock.heldFor()));
        report.put("renewedAgoMs", millis(unlock.renewedAgo()));
        report.put("ended", unlock.ended());
        report.put("changes", List.of());
        report.put("withheld", 0);
        report.put("deferred", 0);
        report.put("errors", List.of());
        return report;
    }

    private static @Nullable Long millis(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis();
    }

    /** An object that drifted: {@code kind}, {@code object}, {@code id}, {@code what}, {@code words}. */
    public static Map<String, @Nullable Object> drifted(DriftReport.Drifted drifted) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("kind", drifted.object().kind().label());
        report.put("object", drifted.object().display());
        report.put("id", id(drifted.object()));
        report.put("what", word(drifted.what()));
        report.put("words", drifted.words());
        return report;
    }

    /** An error: status {@code ERROR}. */
    public static Map<String, @Nullable Object> of(TidemarkException error) {
        Map<String, @Nullable Object> report = document("ERROR", null, null);
        report.put("changes", List.of());
        report.put("withheld", 0);
        report.put("deferred", 0);
        report.put("errors", errors(error.problems(), error.retriable()));
        return report;
    }

    /** Problems as the {@code errors} of a document. */
    public static List<Map<String, @Nullable Object>> errors(List<Problem> problems, boolean retry) {
        return problems.stream().map(p -> error(p, retry)).toList();
    }

    private static Map<String, @Nullable Object> document(
            String status, @Nullable String app, @Nullable String version) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("format", FORMAT);
        report.put("status", status);
        report.put("app", app);
        report.put("version", version);
        return report;
    }

    private static void plan(Map<String, @Nullable Object> report, Plan plan, @Nullable SyncStatus status) {
        report.put("objects", plan.entries().stream().map(Reports::object).toList());
        List<Map<String, @Nullable Object>> changes = new ArrayList<>();
        for (Plan.Entry entry : plan.entries()) {
            entry.changes().forEach(change -> changes.add(change(plan, entry, change, status)));
        }
        report.put("changes", changes);
        report.put("notes", plan.notes());
    }

    private static Map<String, @Nullable Object> object(Plan.Entry entry) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("kind", entry.object().kind().label());
        report.put("object", entry.object().display());
        report.put("id", id(entry.object()));
        report.put("action", word(entry.action()));
        report.put("renamedFrom", entry.renamedFrom());
        report.put("destructive", entry.destructive());
        report.put("rows", number(entry.rows()));
        report.put("bytes", number(entry.bytes()));
        report.put("changes", entry.changes().size());
        return report;
    }

    private static Map<String, @Nullable Object> change(
            Plan plan, Plan.Entry entry, Plan.Change change, @Nullable SyncStatus status) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("kind", change.object().kind().label());
        report.put("object", change.object().display());
        report.put("id", id(change.object()));
        report.put("action", word(change.action()));
        report.put("change", change.summary());
        report.put("sql", change.sql().stream().map(SecretOptions::hidden).toList());
        report.put("cost", word(change.cost()));
        report.put("lock", word(plan.lockOf(change)));
        report.put("rows", number(entry.rows()));
        report.put("bytes", number(entry.bytes()));
        report.put(
                "estimateMs",
                change.estimate() == null ? null : change.estimate().toMillis());
        report.put("hazards", change.hazards().stream().map(Reports::hazard).toList());
        report.put("outcome", outcome(change.fate(), status));
        return report;
    }

    private static Map<String, @Nullable Object> hazard(HazardNote note) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("code", note.hazard().name());
        report.put("why", note.why());
        report.put("wayOut", note.wayOut());
        report.put("requiresApproval", note.requiresApproval());
        return report;
    }

    private static Map<String, @Nullable Object> batch(Plan.Batch batch) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("transactional", batch.transactional());
        report.put(
                "statements",
                batch.statements().stream().map(Reports::statement).toList());
        return report;
    }

    private static Map<String, @Nullable Object> statement(Plan.Statement statement) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("id", id(statement.object()));
        report.put("sql", statement.shown());
        report.put("searchPath", statement.searchPath());
        report.put("lockTimeoutMs", statement.lockTimeout().toMillis());
        report.put("statementTimeoutMs", statement.statementTimeout().toMillis());
        report.put("lock", word(statement.lock()));
        report.put("cost", word(statement.cost()));
        return report;
    }

    /** The parts of a name: kind, schema, name, member. */
    private static List<String> id(ObjectName object) {
        return List.of(object.kind().label(), object.schema(), object.name(), object.member());
    }

    private static String outcome(Plan.Fate fate, @Nullable SyncStatus status) {
        boolean ran = status == SyncStatus.SYNCED || status == SyncStatus.DEFERRED;
        return switch (fate) {
            case APPLY -> ran ? "applied" : "planned";
            case WITHHELD -> "withheld";
            case DEFERRED -> "deferred";
            case BLOCKED -> "blocked";
        };
    }

    private static Map<String, @Nullable Object> error(Problem problem, boolean retry) {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("code", problem.code());
        report.put("object", problem.object() == null ? null : problem.object().display());
        report.put("id", problem.object() == null ? null : id(problem.object()));
        String place = problem.place();
        Matcher at = PLACE.matcher(place == null ? "" : place);
        boolean found = at.matches();
        report.put("file", found ? at.group(1) : null);
        report.put("line", found ? Integer.valueOf(at.group(2)) : null);
        report.put("column", found && at.group(3) != null ? Integer.valueOf(at.group(3)) : null);
        report.put("element", found ? at.group(4) : null);
        report.put("place", place);
        report.put("message", problem.message());
        report.put("wayOut", problem.wayOutTexts());
        report.put("sqlState", problem.sqlState());
        report.put("retry", retry);
        return report;
    }

    /** As a string and nothing else: Lambda writes an answer by a serializer of its own, which makes a number of an instant. */
    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    /** An enum's constant as documents write it: {@code access-exclusive}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
