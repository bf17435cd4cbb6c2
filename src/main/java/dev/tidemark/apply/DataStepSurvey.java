package dev.tidemark.apply;

import dev.tidemark.ObjectKind;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncOptions;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.DataStepRecord;
import dev.tidemark.control.Inventory;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.plan.model.PendingStep;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.DataStep;
import dev.tidemark.schema.LookupRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which data steps of a declaration are to run in this database, and which are not needed because there were no rows when its schema was made. */
final class DataStepSurvey {
    private final CompiledSchema schema;
    private final SyncOptions options;
    private final ControlTables control;
    private List<PendingStep> pending = List.of();
    private List<DataStepRecord.Key> notNeeded = List.of();
    private List<String> notes = List.of();

    DataStepSurvey(CompiledSchema schema, SyncOptions options, ControlTables control) {
        this.schema = schema;
        this.options = options;
        this.control = control;
    }

    /** Looks; a declaration without data steps asks the database nothing. */
    List<PendingStep> take(Connection work, Inventory known, Catalog live) throws SQLException {
        pending = List.of();
        notNeeded = List.of();
        notes = List.of();
        if (schema.dataSteps().isEmpty()) {
            return pending;
        }
        Map<String, Set<String>> recorded = recorded(work);
        List<DataStep> open = schema.dataSteps().stream()
                .filter(step -> !hashes(recorded, step).contains(step.hash()))
                .toList();
        if (known.managed().isEmpty() && live.tables().isEmpty()) {
            notNeeded = keys(open);
            if (!open.isEmpty()) {
                notes = List.of("this database holds no table of the declaration yet, so these data steps are not"
                        + " needed and will never run in it: "
                        + String.join(", ", open.stream().map(DataStep::name).toList()));
            }
        } else {
            pending = open.stream()
                    .map(step -> new PendingStep(step, !hashes(recorded, step).isEmpty()))
                    .toList();
        }
        return pending;
    }

    /** A login that only plans may lack the right to read what is recorded. */
    private Map<String, Set<String>> recorded(Connection work) throws SQLException {
        try {
            return control.dataSteps(work, schema.app());
        } catch (SQLException e) {
            if (!options.review() || !SqlStates.INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                throw e;
            }
            notes = List.of("the login that planned may not read which data steps ran: all are shown   GRANT SELECT ON "
                    + control.table("data_step") + " TO …");
            return Map.of();
        }
    }

    private static Set<String> hashes(Map<String, Set<String>> recorded, DataStep step) {
        return recorded.getOrDefault(step.name(), Set.of());
    }

    private static List<DataStepRecord.Key> keys(List<DataStep> steps) {
        return steps.stream()
                .map(step -> new DataStepRecord.Key(step.name(), step.hash()))
                .toList();
    }

    List<String> notes() {
        return notes;
    }

    /** What is to be recorded with the run's first commit, so that a run which is killed does not leave it open. */
    List<DataStepRecord.Key> notNeeded() {
        return notNeeded;
    }

    /** Whether rows are going to be changed before the plan's other statements meet them. */
    boolean changesRowsFirst() {
        return pending.stream().anyMatch(p -> p.step().when() == DataStep.When.BEFORE);
    }

    /** The transactions of a plan that run steps before everything else. */
    List<Plan.Batch> before(Plan plan) {
        return plan.batches().stream()
                .takeWhile(batch -> step(batch)
                        .filter(step -> step.when() == DataStep.When.BEFORE)
                        .isPresent())
                .toList();
    }

    /** The step that a transaction runs, as it is to be recorded; none of any other transaction. */
    List<DataStepRecord.Key> ranBy(Plan.Batch batch) {
        return step(batch).map(step -> keys(List.of(step))).orElse(List.of());
    }

    private Optional<DataStep> step(Plan.Batch batch) {
        return step(batch.statements().get(0));
    }

    private Optional<DataStep> step(Plan.Statement statement) {
        return statement.object().kind() != ObjectKind.DATA_STEP
                ? Optional.empty()
                : schema.dataSteps().stream()
                        .filter(step -> step.name().equals(statement.object().name()))
                        .findFirst();
    }

    /**
     * What ran altogether.
     *
     * @param first a plan whose steps before everything else ran
     * @param ran the transactions of those
     * @param rest the plan that was made then
     */
    static Plan together(Plan first, List<Plan.Batch> ran, Plan rest) {
        Set<String> steps = ran.stream()
                .map(batch -> batch.statements().get(0).object().name())
                .collect(Collectors.toSet());
        List<Plan.Entry> entries = new ArrayList<>(first.entries().stream()
                .filter(entry -> entry.object().kind() == ObjectKind.DATA_STEP
                        && steps.contains(entry.object().name()))
                .toList());
        entries.addAll(rest.entries());
        List<Plan.Batch> batches = new ArrayList<>(ran);
        batches.addAll(rest.batches());
        return new Plan(
                rest.app(),
                rest.hash(),
                rest.serverVersion(),
                entries,
                batches,
                rest.problems(),
                rest.notes(),
                first.fingerprint(),
                first.diagram());
    }

    /** The problem with the place of a step or of lookup rows; any other as it is. */
    Problem placed(Problem problem, Plan.Statement statement) {
        Optional<String> rows = statement.object().kind() != ObjectKind.ROWS
                ? Optional.empty()
                : schema.lookupRows().stream()
                        .filter(r -> r.schema().equals(statement.object().schema())
                                && r.table().equals(statement.object().name()))
                        .map(LookupRows::place)
                        .findFirst();
        Optional<String> place = rows.isPresent()
                ? rows
                : step(statement).stream()
                        .flatMap(step -> step.statements().stream())
                        .filter(part -> part.sql().equals(statement.sql()))
                        .map(DataStep.Part::place)
                        .findFirst();
        return place.map(at -> new Problem(
                        problem.code(), problem.object(), problem.message(), at, problem.sqlState(), problem.waysOut()))
                .orElse(problem);
    }

    /** Notes of a plan whose rows do not fit as they are now, and may once the steps have run. */
    static List<String> lookedAtAgain(List<Problem> problems) {
        return List.of("rows are looked at again once the data steps before everything else have run; as they are"
                + " now they do not fit: "
                + problems.stream().map(Problem::headline).collect(Collectors.joining("; ")));
    }
}
