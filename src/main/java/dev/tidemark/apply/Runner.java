package dev.tidemark.apply;

import dev.tidemark.LockMode;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncListener;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.fault.SqlStates;
import dev.tidemark.lease.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan's batches under a lease. A batch is sent in one go with the fence of its transaction, and then COMMIT; only when it fails is it sent again
 * statement by statement, to name the culprit. What cannot run in a transaction is sent only on the very connection that has just checked the term.
 */
final class Runner {
    private final Connection work;
    private final @Nullable BoundedSource direct;
    private final Lease lease;
    private final SyncOptions options;
    private final Deadline deadline;
    private final RunMemory memory;
    private @Nullable ScopedLook scoped;
    private int committed;
    private int started;

    Runner(
            Connection work,
            @Nullable BoundedSource direct,
            Lease lease,
            SyncOptions options,
            Deadline deadline,
            RunMemory memory) {
        this.work = work;
        this.direct = direct;
        this.lease = lease;
        this.options = options;
        this.deadline = deadline;
        this.memory = memory;
    }

    /** The look after this run, which has to ask something before the first statement changes anything. */
    Runner before(@Nullable ScopedLook look) {
        scoped = look;
        return this;
    }

    /** How many statements stand. */
    int committed() {
        return committed;
    }

    /**
     * Runs every batch, in order, until one fails or the time is up.
     *
     * @throws TidemarkException where the lease or the connection is lost
     */
    Outcome run(Plan plan) throws SQLException {
        int total = started + plan.statements().size();
        for (Plan.Batch batch : plan.batches()) {
            if (deadline.passed()) {
                return Outcome.outOfTime(committed);
            }
            Problem problem = batch.transactional() ? inTransaction(batch, total) : byItself(batch, total);
            if (problem != null) {
                return deadline.passed() ? Outcome.outOfTime(committed) : Outcome.failed(committed, problem);
            }
        }
        return Outcome.done(committed);
    }

    private @Nullable Problem inTransaction(Plan.Batch batch, int total) throws SQLException {
        SQLException last = null;
        for (int attempt = 1; attempt <= options.lockAttempts(); attempt++) {
            if (attempt > 1) {
                pause(batch, attempt, last);
            }
            try {
                attempt(batch, total);
                return null;
            } catch (SQLException e) {
                last = e;
                rollback(e);
                if (!SqlStates.LOCKED.contains(String.valueOf(e.getSQLState())) || deadline.passed()) {
                    break;
                }
            } catch (RuntimeException e) {
                // A lease that is lost, above all: autocommit would commit what is open.
                if (!work.isClosed()) {
                    work.rollback();
                }
                throw e;
            } finally {
                if (!work.isClosed()) {
                    work.setAutoCommit(true);
                }
            }
        }
        return deadline.passed() ? outOfTime(batch, last) : culprit(batch, last);
    }

    /** A connection that is gone is rolled back by the server. */
    private void rollback(SQLException why) throws SQLException {
        if (work.isClosed()) {
            throw why;
        }
        work.rollback();
    }

    /** Without asking the server again: there is no time, and what is wrong is known. */
    private static Problem outOfTime(Plan.Batch batch, @Nullable SQLException last) {
        String why = last == null ? "" : ": " + last.getMessage();
        return Problem.of(
                "TDM-307",
                batch.statements().get(0).object(),
                "the time was over" + why,
                "sync again: it is always safe");
    }

    private void attempt(Plan.Batch batch, int total) throws SQLException {
        Instant begun = Instant.now();
        work.setAutoCommit(false);
        int first = started;
        for (Plan.Statement statement : batch.statements()) {
            hear(new SyncEvent.StatementStarted(statement, ++started, total));
        }
        started = first;
        Preamble preamble = new Preamble(options, deadline, lease);
        Pipeline pipeline = new Pipeline(work);
        ScopedLook asking = committed == 0 ? scoped : null;
        List<String> settings = new ArrayList<>(preamble.begin());
        if (asking != null) {
            // As the login, as the question is asked after the run; and the first statement, which must come first, is
            // no query.
            settings.add(1, asking.question());
        }
        settings.forEach(pipeline::add);
        pipeline.add(preamble, batch.statements());
        pipeline.add(Fenced.asLogin(memory.with(batch), deadline));
        Pipeline.Split split = pipeline.sendAllButLast();
        String answer = lease.fence(work, split.last());
        if (asking != null) {
            asking.answered(split.answers().isEmpty() ? answer : split.answers().get(0));
        }
        work.commit();
        memory.committed();
        started = first + batch.statements().size();
        committed += batch.statements().size();
        done(batch, begun, first, total);
    }

    private void done(Plan.Batch batch, Instant begun, int first, int total) {
        Instant ended = Instant.now();
        int number = first;
        for (Plan.Statement statement : batch.statements()) {
            hear(new SyncEvent.StatementDone(statement, ++number, total, Duration.between(begun, ended)));
        }
    }

    /** Sends the batch once more, one by one, to learn which statement fails; nothing of it is kept. */
    private Problem culprit(Plan.Batch batch, @Nullable SQLException whole) throws SQLException {
        work.setAutoCommit(false);
        try (Statement sql = work.createStatement()) {
            sql.setEscapeProcessing(false);
            Preamble preamble = new Preamble(options, deadline, lease);
            for (String setting : preamble.begin()) {
                sql.execute(setting);
            }
            for (Plan.Statement statement : batch.statements()) {
                try {
                    for (String setting : preamble.before(statement)) {
                        sql.execute(setting);
                    }
                    sql.execute(statement.sql());
                } catch (SQLException e) {
                    work.rollback();
                    return problem(statement, e);
                }
            }
        } finally {
            work.rollback();
            work.setAutoCommit(true);
        }
        Plan.Statement last = batch.statements().get(batch.statements().size() - 1);
        return problem(last, whole == null ? new SQLException("the transaction could not be committed") : whole);
    }

    private Problem problem(Plan.Statement statement, SQLException e) throws SQLException {
        Failures failures = new Failures(work, options);
        return memory.placed(failures.of(statement, e, committed), statement);
    }

    private @Nullable Problem byItself(Plan.Batch batch, int total) throws SQLException {
        Plan.Statement statement = batch.statements().get(0);
        Instant begun = Instant.now();
        hear(new SyncEvent.StatementStarted(statement, ++started, total));
        memory.before(work, lease);
        try {
            outsideTransactions(statement);
        } catch (SQLException e) {
            if (work.isClosed()) {
                throw e;
            }
            return deadline.passed() ? outOfTime(batch, e) : problem(statement, e);
        }
        memory.after(batch, begun, work, lease);
        committed++;
        Instant ended = Instant.now();
        hear(new SyncEvent.StatementDone(statement, started, total, Duration.between(begun, ended)));
        return null;
    }

    /** On the work connection where it leads straight to the server, else past the pooler where there is a way past it. */
    private void outsideTransactions(Plan.Statement statement) throws SQLException {
        if (direct == null || Connections.isDirect(work)) {
            outsideTransactions(statement, work);
            return;
        }
        Connection straight = new Connections(direct, deadline).open();
        try {
            lease.alsoUses(straight);
            outsideTransactions(statement, straight);
        } finally {
            Connections.close(straight);
        }
    }

    private void outsideTransactions(Plan.Statement statement, Connection connection) throws SQLException {
        try (NonTransactionalSession session = NonTransactionalSession.open(connection, options, deadline)) {
            lease.confirm(connection);
            session.run(statement.sql());
        }
    }

    private void pause(Plan.Batch batch, int attempt, @Nullable SQLException last) throws SQLException {
        Plan.Statement locked = batch.statements().stream()
                .filter(s -> s.lock().compareTo(LockMode.SHARE) >= 0)
                .findFirst()
                .orElse(batch.statements().get(0));
        ObjectName object = locked.object();
        String inTheWay = last == null ? "" : new Failures(work, options).whoBlocks(object);
        hear(new SyncEvent.Retrying(locked, attempt, options.lockAttempts(), inTheWay));
        try {
            long most = Math.min(200L << attempt, 3000);
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw TidemarkException.of("TDM-305", "interrupted while waiting for a lock");
        }
    }

    private void hear(SyncEvent event) {
        SyncListener listener = options.listener();
        listener.on(event);
    }
}
