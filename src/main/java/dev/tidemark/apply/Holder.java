package dev.tidemark.apply;

import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SecretOptions;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.Script;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Diff;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.lease.Lease;
import dev.tidemark.schema.CompiledSchema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the holder of the lease does: look, plan, apply, verify, record; every commit is fenced. */
final class Holder {
    private final Connection work;
    private final @Nullable BoundedSource direct;
    private final Lease lease;
    private final SyncOptions options;
    private final Task task;
    private final ControlTables control;
    private final Deadline deadline;
    private final Results results;
    private final Looks looks;

    /** {@code direct}: past a pooler, for what cannot run through one. */
    Holder(
            Connection work,
            @Nullable BoundedSource direct,
            Lease lease,
            SyncOptions options,
            Task task,
            ControlTables control,
            Deadline deadline,
            Results results,
            Looks looks) {
        this.work = work;
        this.direct = direct;
        this.lease = lease;
        this.options = options;
        this.task = task;
        this.control = control;
        this.deadline = deadline;
        this.results = results;
        this.looks = looks;
    }

    SyncResult run(ControlTables.Recorded recorded) throws SQLException {
        CompiledSchema schema;
        Survey survey;
        Surveyor surveyor;
        try {
            schema = task.schema().get();
            surveyor = new Surveyor(work, schema, options, control, deadline)
                    .under(lease, recorded)
                    .sharing(looks);
        } catch (TidemarkException e) {
            throw refused(e);
        }
        SyncResult first = looks.isEmpty() && !task.finishes()
                ? new FirstSync(work, lease, options, task.identity(), schema, surveyor, control, deadline, results)
                        .run()
                : null;
        if (first != null) {
            return first;
        }
        try {
            survey = surveyor.take();
        } catch (TidemarkException e) {
            throw refused(e);
        }
        Plan plan = survey.plan();
        @Nullable Plan approved = options.approved();
        @Nullable Problem moved = approved == null ? null : ApprovedPlanCheck.moved(approved, plan);
        if (moved != null) {
            return results.of(SyncStatus.BLOCKED, null, plan, 0, moved.headline(), List.of(moved));
        }
        options.listener().on(new SyncEvent.Planned(plan));
        if (plan.blocked()) {
            recordBlocked(plan.problems());
            return notRun(plan, 0);
        }
        Runner runner = new Runner(
                work,
                direct,
                lease,
                options,
                deadline,
                new RunMemory(
                        control,
                        task.identity(),
                        task.finishes() ? null : schema.text(),
                        PlannedMoves.of(survey.diff()),
                        surveyor.dataSteps(),
                        deadline,
                        lease.term()));
        List<Plan.Batch> before = surveyor.dataSteps().before(plan);
        ScopedLook scoped = before.isEmpty() ? surveyor.side().scoped(plan, survey.live(), survey.declared()) : null;
        Outcome outcome = inTime(runner.before(scoped), before.isEmpty() ? plan : plan.withBatches(before));
        if (!before.isEmpty() && outcome.isDone()) {
            survey = surveyor.compare(survey.declared(), null);
            Plan rest = survey.plan();
            survey = new Survey(
                    survey.live(), survey.declared(), survey.diff(), DataStepSurvey.together(plan, before, rest));
            moved = approved == null ? null : ApprovedPlanCheck.moved(approved, survey.plan());
            if (moved != null) {
                return results.of(
                        SyncStatus.BLOCKED, null, plan, outcome.statements(), moved.headline(), List.of(moved));
            }
            plan = survey.plan();
            if (rest.blocked()) {
                recordBlocked(rest.problems());
                return notRun(plan, outcome.statements());
            }
            outcome = inTime(runner, rest);
        }
        if (outcome.timedOut()) {
            return results.of(
                    SyncStatus.TIMED_OUT,
                    null,
                    plan,
                    outcome.statements(),
                    "the budget of " + options.budget().toMillis() + " ms ended; what was committed stands",
                    List.of());
        }
        Problem problem = outcome.problem();
        if (problem != null) {
            if (SqlStates.CANCELLED.equals(problem.sqlState())) {
                throw new TidemarkException(problem, true, null);
            }
            recordBlocked(List.of(problem));
            SyncStatus status = RunLimits.isForWantOfTime(problem) ? SyncStatus.TIMED_OUT : SyncStatus.BLOCKED;
            return results.of(status, null, plan, outcome.statements(), problem.headline(), List.of(problem));
        }
        return verifyAndRecord(schema, survey, surveyor, scoped, outcome);
    }

    private SyncResult verifyAndRecord(
            CompiledSchema schema, Survey survey, Surveyor surveyor, @Nullable ScopedLook scoped, Outcome outcome)
            throws SQLException {
        Plan plan = survey.plan();
        Catalog live = survey.live();
        Diff rest = survey.diff();
        Plan left = plan;
        if (outcome.statements() > 0) {
            Survey after = surveyor.compare(survey.declared(), scoped);
            List<Problem> unproven = unproven(plan, after.plan());
            if (!unproven.isEmpty()) {
                recordBlocked(unproven);
                return results.of(
                        SyncStatus.BLOCKED,
                        null,
                        plan,
                        outcome.statements(),
                        unproven.get(0).headline(),
                        unproven);
            }
            left = after.plan();
            live = after.live();
            rest = after.diff();
        }
        int withheld = plan.changes(Plan.Fate.WITHHELD).size();
        int deferred = plan.changes(Plan.Fate.DEFERRED).size();
        if (!task.finishes() || outcome.statements() > 0 || deferred == 0) {
            boolean untouched = scoped != null && PlannedMoves.of(survey.diff()).isEmpty();
            new Recorder(work, lease, task.identity(), schema, options, control, deadline)
                    .asKnown(untouched)
                    .current(
                            survey,
                            live,
                            surveyor.known(),
                            surveyor.fingerprints(),
                            surveyor.sources(live.major()),
                            surveyor.dataSteps().notNeeded(),
                            withheld,
                            deferred,
                            rest,
                            reason(plan, rest),
                            new Marks(task.identity(), options)
                                    .of(schema, surveyor.side().digest(), left, rest),
                            surveyor.side().kept());
        }
        SyncStatus status = deferred > 0 ? SyncStatus.DEFERRED : SyncStatus.SYNCED;
        return results.of(status, task.identity().hash(), plan, outcome.statements(), "", List.of());
    }

    /** What the second look would still apply, or is blocked by, and the first did not put off: then the first run did not do what it said. */
    private static List<Problem> unproven(Plan plan, Plan after) {
        List<Plan.Change> putOff = new ArrayList<>(plan.changes(Plan.Fate.WITHHELD));
        putOff.addAll(plan.changes(Plan.Fate.DEFERRED));
        List<Problem> left = new ArrayList<>(after.problems());
        // What blocks now what was not done is for the next plan to say.
        left.removeIf(p -> putOff.stream().anyMatch(c -> c.object().equals(p.object())));
        List<Plan.Change> applied = plan.changes(Plan.Fate.APPLY);
        boolean opened = after.changes(Plan.Fate.APPLY).stream().anyMatch(c -> isAmong(putOff, c));
        for (Plan.Change change : after.changes(Plan.Fate.APPLY)) {
            // What was put off may be possible by now, and ask for more around it: then what counts is what the plan
            // said it does.
            if (opened && (isAmong(putOff, change) || !isAmong(applied, change))) {
                continue;
            }
            left.add(Problem.of(
                    "TDM-502",
                    change.object(),
                    "after everything ran the database still differs here: " + change.summary() + " "
                            + SecretOptions.hidden(String.join("; ", change.sql())),
                    "something else changes this database at the same time, or this is a defect of Tidemark: "
                            + "tidemark plan shows it"));
        }
        return left;
    }

    private static boolean isAmong(List<Plan.Change> changes, Plan.Change change) {
        return changes.stream().anyMatch(c -> c.object().equals(change.object()) && c.action() == change.action());
    }

    /** What waits and what is only named, for {@code status}; empty where there is neither. */
    private static String reason(Plan plan, Diff rest) {
        List<Plan.Change> waiting = plan.waitingForOlderVersions();
        String named = onlyNamed(rest);
        if (waiting.isEmpty()) {
            return named;
        }
        String waits = waiting.stream()
                .map(c -> c.object().display() + " (" + c.summary() + ")")
                .collect(Collectors.joining(", ", "deferred until no older version serves: ", ""));
        return named.isEmpty() ? waits : waits + "; " + named;
    }

    /** What differs and is of a kind that Tidemark does not change, for {@code status}; empty where nothing does. */
    private static String onlyNamed(Diff rest) {
        List<String> named = new ArrayList<>();
        for (Change change : rest.changes()) {
            if (change instanceof Change.ChangeOther c) {
                named.add(c.to().name().toString());
            } else if (change instanceof Change.DropOther c) {
                named.add(c.object().name().toString());
            }
        }
        Collections.sort(named);
        return switch (named.size()) {
            case 0 -> "";
            case 1 -> "1 object differs and is only named: " + named.get(0);
            default -> named.size() + " objects differ and are only named: " + String.join(", ", named);
        };
    }

    /** Where the time is over the connection may be cut: what was committed is said all the same. */
    private Outcome inTime(Runner runner, Plan plan) throws SQLException {
        try {
            return runner.run(plan);
        } catch (SQLException e) {
            if (deadline.passed() && runner.committed() > 0) {
                return Outcome.outOfTime(runner.committed());
            }
            throw e;
        }
    }

    /** A declaration that cannot be loaded: the exception, after it was recorded where any run would meet it. */
    private TidemarkException refused(TidemarkException e) {
        if (!e.retriable()) {
            try {
                recordBlocked(e.problems());
            } catch (SQLException | TidemarkException notRecorded) {
                e.addSuppressed(notRecorded);
            }
        }
        return e;
    }

    /** A plan of which nothing, or only its first data steps, ran: it needs a human, or only more time than this run has. */
    private SyncResult notRun(Plan plan, int statements) {
        if (!plan.problems().stream().allMatch(RunLimits::isForWantOfTime)) {
            return results.of(
                    SyncStatus.BLOCKED,
                    null,
                    plan,
                    statements,
                    plan.problems().get(0).headline(),
                    plan.problems());
        }
        List<Problem> problems = plan.problems().stream()
                .map(problem -> RunLimits.retold(problem, plan, deadline.left(), options.budget()))
                .toList();
        return results.of(
                SyncStatus.TIMED_OUT, null, plan, statements, problems.get(0).headline(), problems);
    }

    /** Against the version goes only what any run would meet; for want of this one's time, connections or rights the next may do better. */
    private void recordBlocked(List<Problem> problems) throws SQLException {
        List<Problem> lasting =
                problems.stream().filter(RunLimits::concernsAnyRun).toList();
        if (lasting.isEmpty()) {
            return;
        }
        Problem first = lasting.get(0);
        String reason =
                lasting.size() == 1 ? first.headline() : first.headline() + " (and " + (lasting.size() - 1) + " more)";
        Script script = control.script().blocked(task.identity(), reason, Instance.name(), Instance.toolVersion());
        Fenced.commit(work, lease, deadline, script);
    }
}
