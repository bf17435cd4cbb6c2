package dev.tidemark.apply;

import dev.tidemark.ObjectName;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.Inventory;
import dev.tidemark.control.Version;
import dev.tidemark.diff.Change;
import dev.tidemark.diff.Changed;
import dev.tidemark.diff.Diff;
import dev.tidemark.diff.DiffInput;
import dev.tidemark.diff.Differ;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Hint;
import dev.tidemark.shadow.Shadow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether what the record proves is so: what it says is in step must be in step for a full look, too. */
record RecordCheck(Connection work, Task task, SyncOptions options, ControlTables control, Deadline deadline) {
    /**
     * Compares the recorded version with the database in a full look.
     *
     * @throws TidemarkException TDM-505 where the record says otherwise
     */
    void check() throws SQLException {
        String app = task.identity().app();
        Version current = control.hotRead(work, app, task.identity().hash()).current();
        if (current == null || current.inProgress() != null) {
            return;
        }
        CompiledSchema recorded = Task.recorded(app, current.hash(), control.loadText(work, app, current.hash()));
        Inventory inventory = control.inventory(work, app);
        Set<String> schemas = new TreeSet<>(recorded.schemas());
        inventory.managed().keySet().forEach(object -> schemas.add(object.schema()));
        Catalog live = CatalogReader.readAlone(work, schemas);
        InStep inStep = new InStep(recorded, inventory, live);
        if (inStep.isNothing()) {
            return;
        }
        Catalog declared = Shadow.load(work, recorded, deadline.left(), false).catalog();
        List<Hint> hints =
                recorded.statements().stream().flatMap(s -> s.hints().stream()).toList();
        Diff diff = Differ.diff(
                new DiffInput(live, declared, inventory.managed().keySet(), hints, Map.of(), inventory.foreign()));
        List<Problem> disagreements = disagreements(inStep, diff, live);
        if (!disagreements.isEmpty()) {
            throw new TidemarkException(disagreements, false, null);
        }
    }

    /** One for each object that differs although the record proves it to be in step. */
    static List<Problem> disagreements(InStep inStep, Diff diff, Catalog live) {
        Set<ObjectName> wrong = new TreeSet<>();
        for (Change change : diff.changes()) {
            if (!(change instanceof Change.ChangePrivileges)) {
                Changed.by(change).stream()
                        .filter(object -> inStep.proves(object, live))
                        .forEach(wrong::add);
            }
        }
        List<Problem> problems = new ArrayList<>();
        for (ObjectName object : wrong) {
            problems.add(Problem.of(
                    "TDM-505",
                    object,
                    "the record says that it is as it is declared, and a full look finds a difference",
                    "a defect of Tidemark: report it with the statements about this object",
                    "tidemark sync --force   compares everything, and mends it"));
        }
        return problems;
    }
}
