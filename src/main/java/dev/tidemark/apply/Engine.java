package dev.tidemark.apply;

import dev.tidemark.DriftReport;
import dev.tidemark.JavaExport;
import dev.tidemark.LintReport;
import dev.tidemark.Mode;
import dev.tidemark.Permission;
import dev.tidemark.Plan;
import dev.tidemark.SchemaExport;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.compare.Comparison;
import dev.tidemark.control.CatalogMark;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.HotState;
import dev.tidemark.control.Verdict;
import dev.tidemark.control.Version;
import dev.tidemark.control.VersionOrder;
import dev.tidemark.export.Exporter;
import dev.tidemark.identity.Identity;
import dev.tidemark.lease.Lease;
import dev.tidemark.lease.LeaseStatus;
import dev.tidemark.lint.Linter;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.SourceMap;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The slow path: hot read, order of versions, lease, look, plan, apply, verify, record. Stateless: a run that died half-way is finished by the
 * next one planning again. Each call ends with its budget, whatever the database and the network do.
 */
public final class Engine {
    private final DataSource source;
    private final SyncOptions options;
    private final Supplier<CompiledSchema> schema;
    private final Task task;
    private final ControlTables control;
    private final Looks looks;

    /** The text is read only where it is needed. */
    public Engine(DataSource source, SyncOptions options, Identity identity, Supplier<CompiledSchema> schema) {
        this(source, options, identity, schema, new Looks());
    }

    private Engine(
            DataSource source, SyncOptions options, Identity identity, Supplier<CompiledSchema> schema, Looks looks) {
        this.source = source;
        this.options = options;
        this.schema = schema;
        this.task = Task.own(identity, schema, options);
        this.control = new ControlTables(options.controlSchema());
        this.looks = looks;
    }

    /** The same with other options; it knows what this one has seen. */
    public Engine with(SyncOptions other) {
        return new Engine(source, other, task.identity(), schema, looks);
    }

    /** The same with other options of a call. */
    public Engine with(UnaryOperator<SyncOptions> change) {
        return with(change.apply(options));
    }

    /** One call: what it may take, and what ends it. */
    private record Call(Deadline deadline, Watchdog watchdog, BoundedSource source) {}

    private interface Work<T> {
        T on(Connection connection, Deadline deadline) throws SQLException;
    }

    /** What a sync would do now. */
    public Plan plan() {
        return reading((work, deadline) -> {
            Marks marks = new Marks(task.identity(), options);
            CatalogMark.Answer answer = marks.ask(work, control);
            Optional<Plan> inStep = marks.plan(answer, work);
            return inStep.isPresent()
                    ? inStep.get()
                    : new Surveyor(work, task.schema().get(), options, control, deadline)
                            .sharing(looks)
                            .keeping(answer.kept())
                            .take()
                            .plan();
        });
    }

    /** What the database holds, as statements. */
    public SchemaExport exportLive() {
        return reading((work, deadline) -> Exporter.export(
                work, Exporter.live(work, Set.copyOf(options.schemas()), options.controlSchema()), deadline.left()));
    }

    /** What the database holds, as annotated records. */
    public JavaExport exportLiveJava(String app, String javaPackage) {
        return reading((work, deadline) -> Exporter.java(
                Exporter.live(work, Set.copyOf(options.schemas()), options.controlSchema()), app, javaPackage));
    }

    /** What the declaration means, as statements. */
    public SchemaExport export() {
        return reading((work, deadline) ->
                Exporter.export(work, Exporter.declared(work, task.schema().get(), deadline.left()), deadline.left()));
    }

    /** What turns one declaration into another. */
    public Plan diff(CompiledSchema from, CompiledSchema to) {
        return reading((work, deadline) -> Comparison.plan(work, from, to, deadline.left(), options.lockTimeout()));
    }

    /** What is doubtful about the declaration. */
    public LintReport lint(SourceMap sources) {
        return reading((work, deadline) -> Linter.lint(work, task.schema().get(), sources, deadline.left()));
    }

    /** What the control tables say. */
    public StatusReport status() {
        return reading((work, deadline) -> {
            HotState state = control.hotRead(work, app(), task.identity().hash());
            @Nullable LeaseStatus lease = state.neverSynced() ? null : Lease.peek(control, work, app());
            return report(state, lease != null && lease.held() ? lease : null);
        });
    }

    /** What somebody changed in the database since the current version was recorded; forced, it also proves the record by a full look. */
    public DriftReport drift() {
        return reading((work, deadline) -> {
            DriftReport report = new DriftCheck(work, task, options, control, deadline).report();
            if (options.force()) {
                new RecordCheck(work, task, options, control, deadline).check();
            }
            return report;
        });
    }

    /** Brings the database in step, or says why not. */
    public SyncResult sync() {
        refuseReview();
        return heard(syncing(call -> run(call, options, task).sync()));
    }

    /** Does what an earlier run left undone: this code's announced version, else what is deferred of the recorded one; else nothing. */
    public SyncResult finish() {
        refuseReview();
        return heard(syncing(this::finish));
    }

    /** Does what is deferred of the recorded version, what breaks older versions included; nothing else. */
    public SyncResult finishDeferred() {
        refuseReview();
        return heard(syncing(this::finishDeferred));
    }

    /** What there is to finish, going by what is recorded. */
    private interface Rest {
        /** The result where there is nothing to finish, or this run may not; else null. */
        @Nullable
        SyncResult nothing(HotState state, Results results);

        Task of(Connection work, HotState state) throws SQLException;
    }

    private SyncResult finish(Call call) {
        return finish(call, options, new Rest() {
            @Override
            public @Nullable SyncResult nothing(HotState state, Results results) {
                return nothingLeft(state, results);
            }

            @Override
            public Task of(Connection work, HotState state) throws SQLException {
                return rest(work, state);
            }
        });
    }

    private SyncResult finishDeferred(Call call) {
        return finish(call, options.withBreakingAllowed(true), new Rest() {
            @Override
            public @Nullable SyncResult nothing(HotState state, Results results) {
                return isDeferred(state.current()) && options.mode() != Mode.VERIFY
                        ? null
                        : results.of(SyncStatus.UP_TO_DATE, state, "nothing that is deferred may be done");
            }

            @Override
            public Task of(Connection work, HotState state) throws SQLException {
                return deferred(work, Objects.requireNonNull(state.current()));
            }
        });
    }

    private SyncResult finish(Call call, SyncOptions allowed, Rest left) {
        Results results = new Results(task.identity(), call.deadline());
        if (options.mode() == Mode.OFF) {
            return SyncRun.off(results);
        }
        Connection first = new Connections(call.source(), call.deadline()).open();
        Task rest;
        try {
            HotState state = control.hotRead(first, app(), task.identity().hash());
            @Nullable SyncResult settled = left.nothing(state, results);
            if (settled != null) {
                return settled;
            }
            rest = left.of(first, state);
        } catch (SQLException e) {
            throw fault(e, call);
        } finally {
            Connections.close(first);
        }
        SyncOptions safe = allowed.withPermission(Permission.unattended(Mode.SAFE, allowed.breakingAllowed()))
                .withForce(false);
        return Results.as(task.identity(), run(call, safe, rest).sync());
    }

    private SyncRun run(Call call, SyncOptions options, Task task) {
        DataSource direct = options.direct();
        return new SyncRun(
                call.source(),
                direct == null ? null : new BoundedSource(direct, call.deadline(), call.watchdog()),
                options,
                task,
                control,
                call.deadline(),
                looks);
    }

    /** A call that reads on one connection; where its time is over first, it throws. */
    private <T> T reading(Work<T> work) {
        return bounded(call -> {
            Connection connection = new Connections(call.source(), call.deadline()).open();
            try {
                return work.on(connection, call.deadline());
            } catch (SQLException e) {
                throw fault(e, call);
            } finally {
                Connections.close(connection);
            }
        });
    }

    /** A sync whose time is over says so as a value: what was committed stands, and the next run goes on from there. */
    private SyncResult syncing(Function<Call, SyncResult> work) {
        Deadline deadline = Deadline.in(options.budget());
        try (Watchdog watchdog = Watchdog.start(source, deadline)) {
            Call call = new Call(deadline, watchdog, new BoundedSource(source, deadline, watchdog));
            Results results = new Results(task.identity(), deadline);
            try {
                SyncResult result = work.apply(call);
                boolean unexplained = result.status() == SyncStatus.TIMED_OUT
                        && result.problems().isEmpty();
                return watchdog.isOver() && unexplained ? results.late(result, watchdog.problem()) : result;
            } catch (TidemarkException e) {
                if (watchdog.ended(e)) {
                    return results.late(watchdog.problem());
                }
                throw e;
            }
        }
    }

    private <T> T bounded(Function<Call, T> work) {
        Deadline deadline = Deadline.in(options.budget());
        try (Watchdog watchdog = Watchdog.start(source, deadline)) {
            try {
                return work.apply(new Call(deadline, watchdog, new BoundedSource(source, deadline, watchdog)));
            } catch (TidemarkException e) {
                throw watchdog.ended(e) ? watchdog.explained(e) : e;
            }
        }
    }

    private TidemarkException fault(SQLException e, Call call) {
        return new ControlFaults(control, call.source()).of(e);
    }

    /** The result where there is nothing to finish, or this run may not, else null. */
    private @Nullable SyncResult nothingLeft(HotState state, Results results) {
        if (begun(state) || isDeferred(state.current())) {
            return options.mode() == Mode.VERIFY
                    ? results.of(SyncStatus.OUT_OF_DATE, state, "verify: what an earlier run left is not finished")
                    : null;
        }
        Verdict verdict = VersionOrder.decide(task.identity(), state, false);
        boolean unheardOf = verdict.kind() == Verdict.Kind.SYNC;
        return results.of(
                SyncRun.status(verdict),
                state,
                unheardOf
                        ? "this code's schema is not the recorded one, and no run of it has begun"
                        : verdict.reason());
    }

    private static boolean isDeferred(@Nullable Version current) {
        return current != null && current.deferred() > 0 && current.inProgress() == null;
    }

    /** Whether this code is newer than what is recorded, and a run, or a cold start that wanted one, has announced it. */
    private boolean begun(HotState state) {
        return state.own() != null
                && VersionOrder.decide(task.identity(), state, false).kind() == Verdict.Kind.SYNC;
    }

    private Task rest(Connection work, HotState state) throws SQLException {
        Version current = state.current();
        if (current == null || begun(state)) {
            return Task.own(task.identity(), task.schema(), options.withExplicit(false));
        }
        return deferred(work, current);
    }

    private Task deferred(Connection work, Version current) throws SQLException {
        CompiledSchema text = Task.recorded(app(), current.hash(), control.loadText(work, app(), current.hash()));
        return Task.deferred(app(), current, () -> text);
    }

    private void refuseReview() {
        if (options.review()) {
            throw new IllegalStateException("a review plans only");
        }
    }

    private SyncResult heard(SyncResult result) {
        options.listener().on(new SyncEvent.Finished(result));
        return result;
    }

    private String app() {
        return task.identity().app();
    }

    private StatusReport report(HotState state, @Nullable LeaseStatus lease) {
        Verdict verdict = VersionOrder.decide(task.identity(), state, false);
        Version current = state.current();
        return new StatusReport(
                SyncRun.status(verdict),
                app(),
                task.identity().hash(),
                current == null ? null : current.hash(),
                current == null ? null : current.recordedAt(),
                current == null ? null : current.recordedBy(),
                current == null ? 0 : current.withheld(),
                current == null ? 0 : current.deferred(),
                reason(verdict, current),
                lease == null ? null : lease.holder(),
                lease == null || lease.acquiredAt() == null ? null : Duration.between(lease.acquiredAt(), lease.now()));
    }

    private static @Nullable String reason(Verdict verdict, @Nullable Version current) {
        if (verdict.kind() == Verdict.Kind.UP_TO_DATE && current != null) {
            return current.reason();
        }
        if (verdict.kind() == Verdict.Kind.SYNC && current != null && current.inProgress() != null) {
            return "a run of version " + Identity.brief(current.inProgress().hash())
                    + " has applied a part of it and is not recorded; a sync goes on from what is there";
        }
        return verdict.reason().isEmpty() ? null : verdict.reason();
    }
}
