package dev.tidemark;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What would run, in order, with its hazards; computed from the live catalog and the declaration, and never changed afterwards.
 *
 * @param app the app
 * @param hash the candidate's hash
 * @param serverVersion as the server says it, such as {@code 16.4}
 * @param entries one for each object that stands by itself, in-sync ones included
 * @param batches what runs, in this order; empty where {@link #problems} is not
 * @param problems what blocks the whole plan
 * @param notes what was found and is not handled, or is worth saying, without blocking anything
 * @param fingerprint a digest of the objects that the plan was made from, for {@link Tidemark#sync(Plan)}; empty where nobody took one
 * @param diagram the tables that it changes, before and after
 */
public record Plan(
        String app,
        String hash,
        String serverVersion,
        List<Entry> entries,
        List<Batch> batches,
        List<Problem> problems,
        List<String> notes,
        String fingerprint,
        Diagram diagram) {
    /** A plan without a fingerprint, which cannot be approved, and without a diagram. */
    public Plan(
            String app,
            String hash,
            String serverVersion,
            List<Entry> entries,
            List<Batch> batches,
            List<Problem> problems,
            List<String> notes) {
        this(app, hash, serverVersion, entries, batches, problems, notes, "", Diagram.NONE);
    }

    public Plan {
        Objects.requireNonNull(fingerprint);
        Objects.requireNonNull(diagram);
        entries = List.copyOf(entries);
        batches = List.copyOf(batches);
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** The same plan with its problems told otherwise. */
    Plan withProblems(List<Problem> told) {
        return new Plan(app, hash, serverVersion, entries, batches, told, notes, fingerprint, diagram);
    }

    /** The same plan with other notes. */
    public Plan withNotes(List<String> told) {
        return new Plan(app, hash, serverVersion, entries, batches, problems, told, fingerprint, diagram);
    }

    /** The same plan with other entries, such as those with sizes. */
    public Plan withEntries(List<Entry> told) {
        return new Plan(app, hash, serverVersion, told, batches, problems, notes, fingerprint, diagram);
    }

    /** The same plan whose statements are committed otherwise. */
    public Plan withBatches(List<Batch> cut) {
        return new Plan(app, hash, serverVersion, entries, cut, problems, notes, fingerprint, diagram);
    }

    /** The same plan, made from objects with this digest. */
    public Plan withFingerprint(String digest) {
        return new Plan(app, hash, serverVersion, entries, batches, problems, notes, digest, diagram);
    }

    /** The same plan with a picture of its tables. */
    public Plan withDiagram(Diagram drawn) {
        return new Plan(app, hash, serverVersion, entries, batches, problems, notes, fingerprint, drawn);
    }

    /** What happens to an object. */
    public enum Action {
        CREATE,
        ALTER,
        DROP,
        IN_SYNC,
        /** A data step of the declaration runs. */
        RUN,
        ERROR
    }

    /** What a plan does with a change. */
    public enum Fate {
        /** It runs. */
        APPLY,
        /** Data loss, left out by safe mode; its compatible half, if it has one, runs. */
        WITHHELD,
        /** Does not fit the time or the connection; a later run does it. */
        DEFERRED,
        /** Needs a human; nothing of the plan runs. */
        BLOCKED
    }

    /**
     * One object that stands by itself: a table with all that belongs to it, a view, a type …
     *
     * @param rows the table's estimated rows, where it exists and was analysed
     * @param bytes the table's size with indexes, where it exists; of more than 200 tables only of those with changes
     */
    public record Entry(
            ObjectName object,
            Action action,
            @Nullable String renamedFrom,
            List<Change> changes,
            OptionalLong rows,
            OptionalLong bytes) {
        public Entry {
            Objects.requireNonNull(object);
            changes = List.copyOf(changes);
        }

        /** Whether a change of it that would run, or is withheld, loses data. */
        public boolean destructive() {
            return changes.stream().anyMatch(c -> c.has(Hazard.DATA_LOSS));
        }
    }

    /**
     * One change of an object, said to a reader.
     *
     * @param summary without the object's name, such as {@code integer → bigint}
     * @param estimate about how long it takes, where that can be said
     * @param sql its statements, in order
     */
    public record Change(
            ObjectName object,
            Action action,
            String summary,
            Fate fate,
            CostClass cost,
            @Nullable Duration estimate,
            List<HazardNote> hazards,
            List<String> sql) {
        public Change {
            hazards = List.copyOf(hazards);
            sql = List.copyOf(sql);
        }

        /** Whether it has this hazard. */
        public boolean has(Hazard hazard) {
            return hazards.stream().anyMatch(n -> n.hazard() == hazard);
        }
    }

    /** Statements that are committed together, or one that cannot run in a transaction. */
    public record Batch(boolean transactional, List<Statement> statements) {
        public Batch {
            statements = List.copyOf(statements);
            if (!transactional && statements.size() != 1) {
                throw new IllegalArgumentException("outside a transaction statements run one by one");
            }
        }
    }

    /**
     * One statement.
     *
     * @param sql without a trailing semicolon; every name in it is qualified, unless {@code searchPath} says otherwise
     * @param searchPath schemas that unqualified names of declared text refer to; empty for generated statements
     * @param lockTimeout how long it may wait for a lock; zero: without limit (concurrent index builds only)
     * @param statementTimeout how long it may run; zero: without limit
     * @param object what it serves
     */
    public record Statement(
            String sql,
            List<String> searchPath,
            Duration lockTimeout,
            Duration statementTimeout,
            LockMode lock,
            CostClass cost,
            ObjectName object) {
        public Statement {
            searchPath = List.copyOf(searchPath);
        }

        /** {@code sql} as it may be shown and recorded: without the values of options that may be secrets. */
        public String shown() {
            return SecretOptions.hidden(sql);
        }
    }

    /** All changes of all entries, in their order. */
    public List<Change> changes() {
        return entries.stream().flatMap(e -> e.changes().stream()).toList();
    }

    /** Changes with this fate. */
    public List<Change> changes(Fate fate) {
        return changes().stream().filter(c -> c.fate() == fate).toList();
    }

    /** What is deferred since it would break versions which still run. */
    public List<Change> waitingForOlderVersions() {
        return changes(Fate.DEFERRED).stream()
                .filter(c -> c.has(Hazard.BREAKS_RUNNING_CODE))
                .toList();
    }

    /** All statements in order, whatever their batches. */
    public List<Statement> statements() {
        return batches.stream().flatMap(b -> b.statements().stream()).toList();
    }

    /** The strongest lock that a statement which serves this change takes on an existing table. */
    public LockMode lockOf(Change change) {
        return statements().stream()
                .filter(s -> change.sql().contains(s.sql()))
                .map(Statement::lock)
                .max(Comparator.naturalOrder())
                .orElseGet(() -> lockByHazards(change));
    }

    /** What is blocked or put off has no statements here, but whoever would have to wait for it is to be told all the same. */
    private static LockMode lockByHazards(Change change) {
        boolean waits = change.hazards().stream().map(HazardNote::hazard).anyMatch(hazard -> switch (hazard) {
            case TABLE_REWRITE, TABLE_RECREATED, FULL_SCAN_UNDER_LOCK, ACCESS_EXCLUSIVE_LOCK -> true;
            case DATA_LOSS,
                    MAY_FAIL_ON_DATA,
                    BREAKS_RUNNING_CODE,
                    INDEX_BUILD,
                    INDEX_DROPPED,
                    UNTRACKED_DEPENDENCY,
                    PRIVILEGE_CHANGE,
                    DATA_CHANGE,
                    ADOPTION_CHANGE -> false;
        });
        return waits ? LockMode.ACCESS_EXCLUSIVE : LockMode.NONE;
    }

    /** Whether nothing would run and nothing is withheld, deferred or blocked. */
    public boolean isEmpty() {
        return problems.isEmpty() && changes().isEmpty();
    }

    /** Whether a human is needed. */
    public boolean blocked() {
        return !problems.isEmpty();
    }
}
