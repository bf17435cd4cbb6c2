package dev.tidemark.cli;

import dev.tidemark.DriftReport;
import dev.tidemark.HistoryReport;
import dev.tidemark.Plan;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.TidemarkException;
import dev.tidemark.UnlockReport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands out prepared plans; a sync announces its plan to the listener as the engine does, then ends as prepared. */
final class ScriptedTarget implements Target {
    final Deque<Plan> plans = new ArrayDeque<>();
    final List<SyncOptions> planned = new ArrayList<>();
    final List<SyncOptions> synced = new ArrayList<>();
    StatusReport status = Plans.status(SyncStatus.OUT_OF_DATE, null);
    SyncStatus outcome = SyncStatus.SYNCED;
    int withheld;

    @Nullable
    DriftReport drift;

    @Nullable
    TidemarkException failure;

    ScriptedTarget(Plan... plans) {
        this.plans.addAll(List.of(plans));
    }

    private Plan next() {
        return plans.size() > 1 ? plans.removeFirst() : plans.getFirst();
    }

    @Override
    public String reach(Consumer<String> waits) {
        if (failure != null) {
            throw failure;
        }
        return "16.4";
    }

    @Override
    public HistoryReport history(SyncOptions options, String app, int runs) {
        return new HistoryReport(app, List.of());
    }

    @Override
    public UnlockReport unlock(SyncOptions options, String app, boolean force) {
        return new UnlockReport(app, UnlockReport.Status.FREE, null, null, 0, null, null, List.of());
    }

    @Override
    public Plan plan(SyncOptions options) {
        planned.add(options);
        return next();
    }

    @Override
    public SyncResult sync(SyncOptions options) {
        Plan plan = next();
        options.listener().on(new SyncEvent.Planned(plan));
        synced.add(options);
        return Plans.result(outcome, plan, plan.statements().size(), withheld, 0, "");
    }

    @Override
    public StatusReport status(SyncOptions options) {
        return status;
    }

    @Override
    public DriftReport drift(SyncOptions options) {
        return Objects.requireNonNull(drift);
    }

    @Override
    public OptionalInt progress() {
        return OptionalInt.empty();
    }

    @Override
    public void cancel() {}

    @Override
    public TidemarkException tell(TidemarkException error) {
        return error;
    }
}
