package dev.tidemark.apply;

import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.ObjectName;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.diff.Diff;
import dev.tidemark.plan.Planner;
import dev.tidemark.plan.model.Facts;
import dev.tidemark.plan.model.PlanInput;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.LookupRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Lookup rows that somebody changed since they were recorded. Rows that the login may not read, and those of tables that are not as recorded, are not looked at.
 *
 * @param looked the rows that were looked at
 * @param facts what the server said of all rows
 * @param words what would bring them back, by their names in a plan
 */
record RowDrift(List<LookupRows> looked, Facts facts, SortedMap<ObjectName, String> words) {
    private static final Duration ENOUGH = Duration.ofDays(365);

    static RowDrift none() {
        return new RowDrift(List.of(), Facts.none(), new TreeMap<>());
    }

    /**
     * Asks the server.
     *
     * @param withheld whether the record withholds changes: rows that a sync was not allowed to delete are no drift
     */
    static RowDrift of(
            Connection work,
            CompiledSchema recorded,
            Catalog live,
            boolean withheld,
            SyncOptions options,
            Deadline deadline)
            throws SQLException {
        if (recorded.lookupRows().isEmpty()) {
            return none();
        }
        List<LookupRows> looked = recorded.lookupRows().stream()
                .map(rows -> withheld ? rows.keepingOthers() : rows)
                .toList();
        CompiledSchema schema = recorded.withLookupRows(looked);
        Diff nothing = new Diff(List.of(), List.of(), List.of());
        String version = Surveyor.serverVersion(work);
        PlanInput input =
                new PlanInput(schema, version, nothing, live, live, Facts.none(), policy(options)).running(List.of());
        Facts facts = new Asker(work, deadline).ask(Planner.questions(input));
        return new RowDrift(looked, facts, Planner.differingRows(input.knowing(facts)));
    }

    /** Without those that another declaration, whose run began and did not end, has otherwise. */
    RowDrift without(CompiledSchema recorded, CompiledSchema begun) {
        SortedMap<ObjectName, String> left = new TreeMap<>(words);
        left.keySet().removeIf(object -> !values(recorded, object).equals(values(begun, object)));
        return new RowDrift(looked, facts, left);
    }

    private static List<Object> values(CompiledSchema schema, ObjectName object) {
        return schema.lookupRows().stream()
                .filter(rows ->
                        rows.schema().equals(object.schema()) && rows.table().equals(object.name()))
                .<Object>map(rows -> List.of(rows.mode(), rows.columns(), rows.by(), rows.values()))
                .toList();
    }

    /** The rows that differ. */
    List<LookupRows> differing() {
        return looked.stream().filter(rows -> words.containsKey(rows.object())).toList();
    }

    /** For reading, so all is allowed. */
    static PlanInput.Policy policy(SyncOptions options) {
        return new PlanInput.Policy(
                Mode.AUTO,
                Set.of(Hazard.values()),
                true,
                true,
                ENOUGH,
                options.lockTimeout(),
                options.owner() == null ? "" : options.owner(),
                Set.copyOf(options.runtimeRoles()));
    }
}
