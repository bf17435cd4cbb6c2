package dev.tidemark.apply;

import dev.tidemark.DriftReport.What;
import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.control.Inventory;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Diff;
import dev.tidemark.diff.DiffInput;
import dev.tidemark.diff.Differ;
import dev.tidemark.plan.Facts;
import dev.tidemark.plan.PlanInput;
import dev.tidemark.plan.Planner;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Hint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The plan that undoes a drift and nothing else: what the record withheld or deferred is not in it. For reading, so all is allowed and no row is looked at. */
record WayBack(
        CompiledSchema recorded,
        Inventory inventory,
        Catalog live,
        Catalog declared,
        List<Change.AddOther> extensions,
        Map<ObjectName, What> drifted,
        SyncOptions options) {
    private static final Duration ENOUGH = Duration.ofDays(365);

    Plan plan(Connection work) throws SQLException {
        Set<ObjectName> managed = new TreeSet<>(inventory.managed().keySet());
        managed.addAll(drifted.keySet());
        List<Hint> hints = recorded.statements().stream()
                .flatMap(statement -> statement.hints().stream())
                .toList();
        Diff whole = Differ.diff(new DiffInput(live, declared, managed, hints, Map.of(), inventory.foreign()))
                .with(extensions, List.of());
        String version = Surveyor.serverVersion(work);
        List<Change> changes = Planner.about(input(version, whole), drifted::containsKey);
        return Planner.plan(input(version, new Diff(changes, whole.problems(), List.of())));
    }

    private PlanInput input(String version, Diff diff) {
        PlanInput.Policy policy = new PlanInput.Policy(
                Mode.AUTO,
                Set.of(Hazard.values()),
                true,
                true,
                ENOUGH,
                options.lockTimeout(),
                options.owner() == null ? "" : options.owner(),
                Set.copyOf(options.runtimeRoles()));
        return new PlanInput(recorded, version, diff, live, declared, Facts.none(), policy);
    }
}
