package dev.tidemark.apply;

import dev.tidemark.Mode;
import dev.tidemark.ObjectKind;
import dev.tidemark.ObjectName;
import dev.tidemark.Plan;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.SyncStatus;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.catalog.CatalogReader;
import dev.tidemark.catalog.SchemaInfo;
import dev.tidemark.control.CatalogMark;
import dev.tidemark.control.ControlTables;
import dev.tidemark.control.Inventory;
import dev.tidemark.control.JournalRow;
import dev.tidemark.control.ObjectMoves;
import dev.tidemark.control.Script;
import dev.tidemark.diff.Change;
import dev.tidemark.identity.Identity;
import dev.tidemark.lease.Lease;
import dev.tidemark.plan.FirstPlan;
import dev.tidemark.schema.CompiledSchema;
import dev.tidemark.schema.Declared;
import dev.tidemark.schema.Hint;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A first sync into nothing: what is declared is made for real, without a shadow, and read back in the transaction that makes it, which records it, too. What
 * was read is what the declaration means, for there was nothing before, and nobody else wrote there meanwhile.
 *
 * <p>Where anything is otherwise, it rolls back and leaves the work to the way by a shadow, which says what is wrong and where.
 */
final class FirstSync {
    /** The last transaction waits while everything that was made is read and planned; all that it locks is new. */
    private static final int TIMES_IDLE = 4;

    private final Connection work;
    private final Lease lease;
    private final SyncOptions options;
    private final Identity identity;
    private final CompiledSchema schema;
    private final Surveyor surveyor;
    private final ControlTables control;
    private final Deadline deadline;
    private final Results results;
    private final Untouched untouched;
    private int committed;

    /** {@code schema}: as it is recorded. */
    FirstSync(
            Connection work,
            Lease lease,
            SyncOptions options,
            Identity identity,
            CompiledSchema schema,
            Surveyor surveyor,
            ControlTables control,
            Deadline deadline,
            Results results) {
        this.work = work;
        this.lease = lease;
        this.options = options;
        this.identity = identity;
        this.schema = schema;
        this.surveyor = surveyor;
        this.control = control;
        this.deadline = deadline;
        this.results = results;
        this.untouched = new Untouched(schema.schemas());
    }

    /** What it found before anything was made. */
    private record Start(
            Catalog live, List<Change> extensions, Surveyor.Ground ground, FirstPlan first, List<Plan.Batch> batches) {
        Plan plan() {
            return first.plan(ground.serverVersion(), batches);
        }

        int total() {
            return batches.stream().mapToInt(b -> b.statements().size()).sum();
        }
    }

    /** The result; null where the usual way has to go on from what is committed, mostly nothing. */
    @Nullable
    SyncResult run() throws SQLException {
        Start start = isDeclaredSimply() ? start() : null;
        if (start == null) {
            return null;
        }
        try {
            SyncResult result = run(start);
            if (result == null) {
                work.rollback();
                surveyor.forget();
            }
            return result;
        } catch (SQLException e) {
            if (work.isClosed()) {
                throw e;
            }
            work.rollback();
            surveyor.forget();
            if (!deadline.passed()) {
                return null;
            }
            if (committed == 0) {
                throw e;
            }
            return outOfTime(start);
        } catch (RuntimeException e) {
            // A lease that is lost, or a listener that says no: autocommit would commit what is open.
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

    /** Whether all that is declared lives in the managed schemas and has only to be made. */
    private boolean isDeclaredSimply() {
        return options.approved() == null
                && !options.force()
                && options.mode() != Mode.VERIFY
                && options.adopt() == SyncOptions.Adopt.DECLARED
                && options.schemas().isEmpty()
                && options.privileges() != SyncOptions.Privileges.ALL
                && surveyor.schema().privileges().isEmpty()
                && schema.dataSteps().isEmpty()
                && schema.lookupRows().isEmpty()
                && !schema.statements().isEmpty()
                && schema.statements().stream().noneMatch(FirstSync::needsMore);
    }

    private static boolean needsMore(Declared declared) {
        return declared.isDatabaseWide()
                || declared.hints().stream().anyMatch(h -> h instanceof Hint.External || h instanceof Hint.Columns);
    }

    private @Nullable Start start() throws SQLException {
        if (!surveyor.known().equals(Inventory.NONE)) {
            return null;
        }
        Catalog live = surveyor.live();
        if (!isNothing(live) || saysOfThere(live)) {
            return null;
        }
        List<Change> extensions = new ExtensionSurvey(schema).changes(work);
        Set<ObjectName> missing = new HashSet<>();
        for (Change change : extensions) {
            if (change instanceof Change.AddOther c) {
                missing.add(c.object().name());
            } else if (!(change instanceof Change.ChangeComment)) {
                return null;
            }
        }
        FirstPlan first = new FirstPlan(schema, live, missing, options.lockTimeout());
        List<Plan.Batch> batches = first.batches();
        return batches.isEmpty() ? null : new Start(live, extensions, surveyor.ground(live), first, batches);
    }

    private static boolean isNothing(Catalog live) {
        return live.objects().stream().allMatch(o -> o instanceof SchemaInfo schema && isPlain(schema));
    }

    private static boolean isPlain(SchemaInfo schema) {
        return schema.comment() == null || schema.name().equals("public");
    }

    /** Whether something is declared of a schema that is there. */
    private boolean saysOfThere(Catalog live) {
        return schema.statements().stream()
                .anyMatch(d -> d.creates() == null
                        && d.target() != null
                        && d.target().kind() == ObjectKind.SCHEMA
                        && live.schemas().containsKey(d.target().name()));
    }

    private @Nullable SyncResult run(Start start) throws SQLException {
        List<Plan.Batch> batches = start.batches();
        RunMemory memory = new RunMemory(
                control,
                identity,
                schema.text(),
                new ObjectMoves(List.of(), List.of()),
                surveyor.dataSteps(),
                deadline,
                lease.term());
        if (batches.size() > 1) {
            hear(new SyncEvent.Planned(start.plan()));
        }
        List<String> transactions = new ArrayList<>();
        String before = "";
        for (Plan.Batch batch : batches.subList(0, batches.size() - 1)) {
            if (deadline.passed()) {
                return outOfTime(start);
            }
            Instant begun = Instant.now();
            started(batch.statements(), start.total());
            BatchRun run = run(batch, before.isEmpty(), false);
            if (run == null) {
                return null;
            }
            before = before.isEmpty() ? run.others() : before;
            transactions.add(run.transaction());
            lease.fence(work, Fenced.asLogin(memory.with(batch), deadline));
            work.commit();
            memory.committed();
            done(batch.statements(), begun, start.total());
        }
        return last(start, before, transactions);
    }

    /** What one transaction says of itself; the digest is that of the catalogs as the last one leaves them. */
    private record BatchRun(String others, String transaction, String digest) {}

    /** Begins a transaction and makes what is new in it, in one round trip; null where it reached out. */
    private @Nullable BatchRun run(Plan.Batch batch, boolean first, boolean last) throws SQLException {
        work.setAutoCommit(false);
        Preamble preamble = new Preamble(options, deadline, lease);
        Pipeline pipeline = new Pipeline(work);
        preamble.begin(last ? TIMES_IDLE : 1).forEach(pipeline::add);
        if (first) {
            pipeline.add(untouched.others(List.of()));
        }
        pipeline.add(preamble, batch.statements());
        pipeline.add("set local search_path = ''");
        pipeline.add(untouched.locks());
        pipeline.add("select pg_catalog.pg_current_xact_id()::pg_catalog.xid");
        if (last) {
            pipeline.add(CatalogReader.digestQuery());
        }
        List<String> answers = pipeline.send();
        int at = answers.size() - (last ? 3 : 2);
        boolean reachedOut = !answers.get(at).equals("0");
        return reachedOut
                ? null
                : new BatchRun(first ? answers.get(0) : "", answers.get(at + 1), last ? answers.get(at + 2) : "");
    }

    /** The last transaction, or the only one: it makes, reads, proves and records. */
    private @Nullable SyncResult last(Start start, String sign, List<String> earlier) throws SQLException {
        Plan.Batch batch = start.batches().get(start.batches().size() - 1);
        boolean only = start.batches().size() == 1;
        Instant begun = Instant.now();
        if (!only) {
            started(batch.statements(), start.total());
        }
        BatchRun run = run(batch, only, true);
        if (run == null) {
            return null;
        }
        CatalogReader.Look look = CatalogReader.look(work, schema.schemas(), run.digest());
        Catalog made = look.catalog();
        Plan planned = surveyor.fromNothing(start.live(), made, start.extensions(), start.ground());
        List<Plan.Statement> more = planned == null ? null : beside(planned, start.batches());
        if (planned == null || more == null) {
            return null;
        }
        List<Plan.Batch> batches = new ArrayList<>(start.batches());
        List<Plan.Statement> all = new ArrayList<>(batch.statements());
        all.addAll(more);
        batches.set(batches.size() - 1, new Plan.Batch(true, all));
        Plan plan = planned.withBatches(batches);
        int total = plan.statements().size();
        if (only) {
            hear(new SyncEvent.Planned(plan));
            started(all, total);
        } else {
            started(more, total, committed + batch.statements().size());
        }
        String digest = more.isEmpty() ? run.digest() : send(more, run.digest());
        List<String> transactions = new ArrayList<>(earlier);
        transactions.add(run.transaction());
        Script script = control.script()
                .journal(
                        identity.app(),
                        identity.hash(),
                        lease.term(),
                        Instance.name(),
                        all.stream().map(s -> JournalRow.here(s.shown())).toList());
        CatalogMark.@Nullable Seen mark =
                new Marks(identity, options).of(schema, digest, ApprovedPlanCheck.fingerprint(made, Inventory.NONE));
        new Recorder(work, lease, identity, schema, options, control, deadline)
                .first(script, made, mark, more.isEmpty() ? Marks.kept(look, digest) : null);
        lease.fence(
                work,
                untouched.proof(transactions, only ? run.others() : sign) + ";\n" + Fenced.asLogin(script, deadline));
        work.commit();
        done(all, begun, total);
        return results.of(SyncStatus.SYNCED, identity.hash(), plan, committed, "", List.of());
    }

    /** What a plan does beside what is declared: rights and the like; null where it would do anything else or not at once. */
    private static @Nullable List<Plan.Statement> beside(Plan plan, List<Plan.Batch> made) {
        record Text(String sql, List<String> path) {}
        if (plan.blocked()
                || plan.changes().stream().anyMatch(c -> c.fate() != Plan.Fate.APPLY)
                || plan.batches().stream().anyMatch(b -> !b.transactional())) {
            return null;
        }
        Set<Text> texts = made.stream()
                .flatMap(b -> b.statements().stream())
                .map(s -> new Text(s.sql(), s.searchPath()))
                .collect(Collectors.toSet());
        List<Plan.Statement> more = plan.statements().stream()
                .filter(s -> !texts.contains(new Text(s.sql(), s.searchPath()))
                        && s.object().kind() != ObjectKind.FUNCTION)
                .toList();
        boolean rights = more.stream()
                .allMatch(s -> s.sql().startsWith("GRANT ") || s.sql().startsWith("COMMENT ON EXTENSION "));
        return rights ? more : null;
    }

    /** Runs more, and takes the digest again; empty where somebody else changed the catalogs since {@code before}. */
    private String send(List<Plan.Statement> statements, String before) throws SQLException {
        Pipeline pipeline = new Pipeline(work);
        pipeline.add(CatalogReader.digestQuery());
        pipeline.add(new Preamble(options, deadline, lease), statements);
        pipeline.add(CatalogReader.digestQuery());
        List<String> digests = pipeline.send();
        return digests.get(0).equals(before) ? digests.get(digests.size() - 1) : "";
    }

    private SyncResult outOfTime(Start start) {
        return results.of(
                SyncStatus.TIMED_OUT,
                null,
                start.plan(),
                committed,
                "the budget of " + options.budget().toMillis() + " ms ended; what was committed stands",
                List.of());
    }

    private void started(List<Plan.Statement> statements, int total) {
        started(statements, total, committed);
    }

    private void started(List<Plan.Statement> statements, int total, int before) {
        int number = before;
        for (Plan.Statement statement : statements) {
            hear(new SyncEvent.StatementStarted(statement, ++number, total));
        }
    }

    private void done(List<Plan.Statement> statements, Instant begun, int total) {
        Duration took = Duration.between(begun, Instant.now());
        for (Plan.Statement statement : statements) {
            hear(new SyncEvent.StatementDone(statement, ++committed, total, took));
        }
    }

    private void hear(SyncEvent event) {
        options.listener().on(event);
    }
}
