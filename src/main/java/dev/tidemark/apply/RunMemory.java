package dev.tidemark.apply;

import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.DataStepRecord;
import dev.tidemark.control.JournalRow;
import dev.tidemark.control.ObjectMoves;
import dev.tidemark.control.Script;
import dev.tidemark.identity.Identity;
import dev.tidemark.lease.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run writes to the control tables before it is recorded, so that a run which is killed is remembered: with its first commit, that it is in progress, and its text; with
 * each commit that may rename or drop something, what it renamed and dropped; with each data step, that it ran; with each commit, what ran (the journal).
 */
final class RunMemory {
    private final ControlTables control;
    private final Identity identity;
    private final @Nullable String text;
    private final ObjectMoves moves;
    private final Deadline deadline;
    private final long term;
    private final DataStepSurvey dataSteps;
    private boolean marked;

    /** @param text of the version that begins, to be kept with its first commit; null where it is kept already */
    RunMemory(
            ControlTables control,
            Identity identity,
            @Nullable String text,
            ObjectMoves moves,
            DataStepSurvey dataSteps,
            Deadline deadline,
            long term) {
        this.dataSteps = dataSteps;
        this.term = term;
        this.control = control;
        this.identity = identity;
        this.text = text;
        this.moves = moves;
        this.deadline = deadline;
    }

    /** What belongs at the end of this batch's transaction, before the fence. */
    Script with(Plan.Batch batch) {
        Script script = control.script();
        if (!marked) {
            begin(script);
        }
        return remember(
                script,
                batch,
                batch.statements().stream()
                        .map(statement -> JournalRow.here(statement.shown()))
                        .toList());
    }

    /** The transaction with the script of {@link #with} is committed. */
    void committed() {
        marked = true;
    }

    /** Before a statement that has no transaction to be remembered in: it may leave something behind whatever becomes of it. */
    void before(Connection work, Lease lease) throws SQLException {
        if (!marked) {
            Fenced.commit(work, lease, deadline, begin(control.script()));
            marked = true;
        }
    }

    /** After such a statement. */
    void after(Plan.Batch batch, Instant begun, Connection work, Lease lease) throws SQLException {
        Instant ended = Instant.now();
        List<JournalRow> rows = batch.statements().stream()
                .map(statement -> new JournalRow(statement.shown(), begun, ended, "ok"))
                .toList();
        Fenced.commit(work, lease, deadline, remember(control.script(), batch, rows));
    }

    private Script begin(Script script) {
        if (text != null) {
            script.text(identity, text);
        }
        return script.inProgress(identity)
                .dataSteps(
                        identity.app(),
                        term,
                        Instance.name(),
                        DataStepRecord.Outcome.NOT_NEEDED,
                        dataSteps.notNeeded());
    }

    /** What a failed statement means, with its place where that is known. */
    Problem placed(Problem problem, Plan.Statement statement) {
        return dataSteps.placed(problem, statement);
    }

    private Script remember(Script script, Plan.Batch batch, List<JournalRow> rows) {
        script.dataSteps(identity.app(), term, Instance.name(), DataStepRecord.Outcome.RAN, dataSteps.ranBy(batch));
        script.journal(identity.app(), identity.hash(), term, Instance.name(), rows);
        return mayMove(batch) ? script.remember(identity.app(), moves) : script;
    }

    private boolean mayMove(Plan.Batch batch) {
        return !moves.isEmpty() && PlannedMoves.mayBeIn(batch);
    }
}
