package dev.tidemark.apply;

import dev.tidemark.DriftReport.What;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.control.Inventory;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Diff;
import dev.tidemark.diff.DiffInput;
import dev.tidemark.diff.Differ;
import dev.tidemark.plan.Planner;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Hint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The plan that undoes a drift and nothing else: what the record withheld or deferred is not in it. For reading, so all is allowed. */
record WayBack(
        CompiledSchema recorded,
        Inventory inventory,
        Catalog live,
        Catalog declared,
        List<Change.AddOther> extensions,
        Map<ObjectName, What> drifted,
        RowDrift rows,
        SyncOptions options) {
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
        return new PlanInput(
                        recorded.withLookupRows(rows.differing()),
                        version,
                        diff,
                        live,
                        declared,
                        rows.facts(),
                        RowDrift.policy(options))
                .running(List.of());
    }
}
