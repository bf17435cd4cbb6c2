package dev.tidemark;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How to plan and sync. Immutable; {@link #defaults()} and the {@code with…} methods. A value below its floor is refused, never repaired
 * ({@link TidemarkException} TDM-603).
 */
public record SyncOptions(
        @Nullable String app,
        @Nullable SchemaSource source,
        Permission permission,
        Set<Hazard> allowed,
        boolean force,
        Adopt adopt,
        List<String> schemas,
        Privileges privileges,
        String controlSchema,
        @Nullable String owner,
        List<String> runtimeRoles,
        @Nullable String lineage,
        @Nullable Long generation,
        Duration budget,
        Duration waitTimeout,
        Duration pollInterval,
        Duration leaseTtl,
        Duration lockTimeout,
        int lockAttempts,
        @Nullable DataSource direct,
        SyncListener listener,
        boolean review,
        Set<String> drops,
        Set<String> rewrites,
        Set<String> runs,
        List<Rename> renames,
        @Nullable Plan approved) {

    /** Which live objects that nobody declared are managed. */
    public enum Adopt {
        /** A declared object that exists already is adopted; undeclared ones stay and are reported. The default. */
        DECLARED,
        /** Everything in the declared schemas is managed: what is not declared is dropped (a data loss). */
        SCHEMA
    }

    /** Whose privileges are compared and changed. */
    public enum Privileges {
        /** Where the declaration holds a GRANT, REVOKE or ALTER DEFAULT PRIVILEGES: those of the roles that it names, and of PUBLIC. The default. */
        DECLARED,
        /** Those of all roles on all declared objects. */
        ALL,
        /** Nobody's: GRANT and the like in the declaration are left out. */
        IGNORE
    }

    /**
     * A declared schema that does not come from the class path.
     *
     * @param text SQL
     * @param origin its name in errors, such as {@code schema.sql}
     * @param sources the Java elements behind its objects, as the annotation processor writes them beside it; empty for SQL that somebody wrote
     * @param structureOnly whether it says nothing about lookup rows and data steps: it was exported from a database
     */
    public record SchemaSource(String text, String origin, String sources, boolean structureOnly) {
        public SchemaSource {
            Objects.requireNonNull(text);
            Objects.requireNonNull(origin);
            Objects.requireNonNull(sources);
        }

        /** A declaration, which says all. */
        public SchemaSource(String text, String origin, String sources) {
            this(text, origin, sources, false);
        }

        /** SQL that somebody wrote. */
        public SchemaSource(String text, String origin) {
            this(text, origin, "", false);
        }

        /** What was exported from a database. */
        public static SchemaSource structure(String text, String origin) {
            return new SchemaSource(text, origin, "", true);
        }
    }

    private static final Duration NEVER = Duration.ZERO;

    public SyncOptions {
        Objects.requireNonNull(permission);
        allowed = allowed.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(allowed));
        runtimeRoles = List.copyOf(runtimeRoles);
        schemas = List.copyOf(schemas);
        drops = Set.copyOf(drops);
        rewrites = Set.copyOf(rewrites);
        runs = Set.copyOf(runs);
        renames = List.copyOf(renames);
        Objects.requireNonNull(privileges);
        floor("budget", budget, Duration.ofMillis(100));
        floor("waitTimeout", waitTimeout, NEVER);
        floor("pollInterval", pollInterval, Duration.ofMillis(10));
        floor("leaseTtl", leaseTtl, Duration.ofSeconds(1));
        floor("lockTimeout", lockTimeout, Duration.ofMillis(10));
        if (lockAttempts < 1) {
            throw TidemarkException.of("TDM-603", "lockAttempts is " + lockAttempts + ", at least 1 is needed");
        }
        if (controlSchema.isBlank()) {
            throw TidemarkException.of("TDM-603", "controlSchema is blank");
        }
    }

    /**
     * SAFE, nothing allowed, {@code adopt = DECLARED}, control schema {@code tidemark}, budget 15 min, waiting up to 60 s in polls of 500 ms, lease TTL
     * 30 s, lock timeout 3 s in 5 attempts.
     */
    public static SyncOptions defaults() {
        return new SyncOptions(
                null,
                null,
                Permission.unattended(Mode.SAFE, false),
                Set.of(),
                false,
                Adopt.DECLARED,
                List.of(),
                Privileges.DECLARED,
                "tidemark",
                null,
                List.of(),
                null,
                null,
                Duration.ofMinutes(15),
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3),
                5,
                null,
                SyncListener.silent(),
                false,
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(),
                null);
    }

    /** The app whose compiled schema is used; null: the only one on the class path. */
    public SyncOptions withApp(@Nullable String app) {
        return edit(draft -> draft.app = app);
    }

    /** A declared schema that is not on the class path; then {@code app} is compulsory. */
    public SyncOptions withSource(@Nullable SchemaSource source) {
        return edit(draft -> draft.source = source);
    }

    /** What a sync may do; SAFE by default. */
    public SyncOptions withMode(Mode mode) {
        return withPermission(new Permission(mode, breakingAllowed(), explicit()));
    }

    /** What a sync may do. */
    public Mode mode() {
        return permission.mode();
    }

    /** How far a sync may go: mode, breaking changes, and whether somebody asked for it, in one. */
    public SyncOptions withPermission(Permission permission) {
        return edit(draft -> draft.permission = permission);
    }

    /** Hazards allowed by name; none by default. */
    public SyncOptions withAllowed(Set<Hazard> allowed) {
        return edit(draft -> draft.allowed = allowed);
    }

    /**
     * Objects whose data may be lost, as plans call them: {@code customers.phone}, {@code shop.orders}. {@link Mode#SAFE} withholds data loss all the same.
     */
    public SyncOptions withDrops(Set<String> drops) {
        return edit(draft -> draft.drops = drops);
    }

    /** Objects that may be rewritten, or scanned under a strong lock, as plans call them: {@code orders.priority}. */
    public SyncOptions withRewrites(Set<String> rewrites) {
        return edit(draft -> draft.rewrites = rewrites);
    }

    /** Data steps that may run, by their names; those that their author calls safe need no approval. */
    public SyncOptions withRuns(Set<String> runs) {
        return edit(draft -> draft.runs = runs);
    }

    /** Renames that the declaration does not say; each is done where the old name exists and the new one does not. */
    public SyncOptions withRenames(List<Rename> renames) {
        return edit(draft -> draft.renames = renames);
    }

    /**
     * The plan that somebody approved: a sync applies exactly this one, or is BLOCKED (TDM-240) because the declaration or the database has moved since. See
     * {@link Tidemark#sync(Plan)}.
     */
    public SyncOptions withApproved(@Nullable Plan approved) {
        return edit(draft -> draft.approved = approved);
    }

    /** What is allowed: hazards wherever they occur, and what may happen to single objects. */
    public Consent consent() {
        return new Consent(allowed, drops, rewrites, runs);
    }

    /** Whether what breaks running code may be applied; false by default, deploys and explicit syncs say true. */
    public SyncOptions withBreakingAllowed(boolean breakingAllowed) {
        return withPermission(new Permission(mode(), breakingAllowed, explicit()));
    }

    /** Whether what breaks running code may be applied. */
    public boolean breakingAllowed() {
        return permission.breaking();
    }

    /** Whether to plan and verify although the recorded hash is this one; false by default. */
    public SyncOptions withForce(boolean force) {
        return edit(draft -> draft.force = force);
    }

    /** Whether this is an explicit sync, which always makes itself current; false by default. */
    public SyncOptions withExplicit(boolean explicit) {
        return withPermission(new Permission(mode(), breakingAllowed(), explicit));
    }

    /** Whether this is an explicit sync. */
    public boolean explicit() {
        return permission.explicit();
    }

    /** Which undeclared objects are managed. */
    public SyncOptions withAdopt(Adopt adopt) {
        return edit(draft -> draft.adopt = adopt);
    }

    /**
     * Schemas that are managed as a whole whatever the declaration holds: what is in them and not declared is dropped, and so are they themselves where
     * nothing of them is declared (a data loss). None by default: then the declared schemas count, as {@code adopt} says.
     */
    public SyncOptions withSchemas(List<String> schemas) {
        return edit(draft -> draft.schemas = schemas);
    }

    /** Whose privileges are compared and changed; those that the declaration speaks of by default. */
    public SyncOptions withPrivileges(Privileges privileges) {
        return edit(draft -> draft.privileges = privileges);
    }

    /** The schema of the control tables; {@code tidemark} by default. */
    public SyncOptions withControlSchema(String controlSchema) {
        return edit(draft -> draft.controlSchema = controlSchema);
    }

    /** The role that owns what is created (SET LOCAL ROLE); null: the connection's. */
    public SyncOptions withOwner(@Nullable String owner) {
        return edit(draft -> draft.owner = owner);
    }

    /** Roles that get USAGE, DML and sequence rights on what is created, and SELECT on the hot-read table. */
    public SyncOptions withRuntimeRoles(List<String> runtimeRoles) {
        return edit(draft -> draft.runtimeRoles = runtimeRoles);
    }

    /** What the generation counts within; null: from the environment. */
    public SyncOptions withLineage(@Nullable String lineage) {
        return edit(draft -> draft.lineage = lineage);
    }

    /** A number that only grows; null: from the environment. */
    public SyncOptions withGeneration(@Nullable Long generation) {
        return edit(draft -> draft.generation = generation);
    }

    /** How long the whole call may take; default 15 min, floor 100 ms. */
    public SyncOptions withBudget(Duration budget) {
        return edit(draft -> draft.budget = budget);
    }

    /** How long to wait for another's lease; default 60 s, floor 0; capped by the budget. */
    public SyncOptions withWaitTimeout(Duration waitTimeout) {
        return edit(draft -> draft.waitTimeout = waitTimeout);
    }

    /** How often a waiter looks; default 500 ms (jittered), floor 10 ms. */
    public SyncOptions withPollInterval(Duration pollInterval) {
        return edit(draft -> draft.pollInterval = pollInterval);
    }

    /** How long a lease lives without a heartbeat; default 30 s, floor 1 s. */
    public SyncOptions withLeaseTtl(Duration leaseTtl) {
        return edit(draft -> draft.leaseTtl = leaseTtl);
    }

    /** How long a statement may wait for a table lock; default 3 s, floor 10 ms. */
    public SyncOptions withLockTimeout(Duration lockTimeout) {
        return edit(draft -> draft.lockTimeout = lockTimeout);
    }

    /** How often a transaction that got no lock is tried; default 5, floor 1. */
    public SyncOptions withLockAttempts(int lockAttempts) {
        return edit(draft -> draft.lockAttempts = lockAttempts);
    }

    /** Connections past a transaction pooler, for what cannot run behind one; null: there is none. */
    public SyncOptions withDirect(@Nullable DataSource direct) {
        return edit(draft -> draft.direct = direct);
    }

    /** Hears what happens; silent by default. */
    public SyncOptions withListener(SyncListener listener) {
        return edit(draft -> draft.listener = listener);
    }

    /**
     * Plans on behalf of others, under a login that may plan and no more ({@code docs/review.md}): what is missing is judged by the rights of {@code owner},
     * else of the owner of the control schema, and what the login may not look at is said in the plan's notes. A sync is then refused. False by default.
     */
    public SyncOptions withReview(boolean review) {
        return edit(draft -> draft.review = review);
    }

    private SyncOptions edit(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    private static void floor(String name, Duration value, Duration floor) {
        if (value.compareTo(floor) < 0) {
            throw TidemarkException.of("TDM-603", name + " is " + value + ", at least " + floor + " is needed");
        }
    }

    /** A copy in which one value is being changed. */
    private static final class Draft {
        private @Nullable String app;
        private @Nullable SchemaSource source;
        private Permission permission;
        private Set<Hazard> allowed;
        private boolean force;
        private Adopt adopt;
        private List<String> schemas;
        private Privileges privileges;
        private String controlSchema;
        private @Nullable String owner;
        private List<String> runtimeRoles;
        private @Nullable String lineage;
        private @Nullable Long generation;
        private Duration budget;
        private Duration waitTimeout;
        private Duration pollInterval;
        private Duration leaseTtl;
        private Duration lockTimeout;
        private int lockAttempts;
        private @Nullable DataSource direct;
        private SyncListener listener;
        private boolean review;
        private Set<String> drops;
        private Set<String> rewrites;
        private Set<String> runs;
        private List<Rename> renames;
        private @Nullable Plan approved;

        Draft(SyncOptions options) {
            app = options.app;
            source = options.source;
            permission = options.permission;
            allowed = options.allowed;
            force = options.force;
            adopt = options.adopt;
            schemas = options.schemas;
            privileges = options.privileges;
            controlSchema = options.controlSchema;
            owner = options.owner;
            runtimeRoles = options.runtimeRoles;
            lineage = options.lineage;
            generation = options.generation;
            budget = options.budget;
            waitTimeout = options.waitTimeout;
            pollInterval = options.pollInterval;
            leaseTtl = options.leaseTtl;
            lockTimeout = options.lockTimeout;
            lockAttempts = options.lockAttempts;
            direct = options.direct;
            listener = options.listener;
            review = options.review;
            drops = options.drops;
            rewrites = options.rewrites;
            runs = options.runs;
            renames = options.renames;
            approved = options.approved;
        }

        SyncOptions done() {
            return new SyncOptions(
                    app,
                    source,
                    permission,
                    allowed,
                    force,
                    adopt,
                    schemas,
                    privileges,
                    controlSchema,
                    owner,
                    runtimeRoles,
                    lineage,
                    generation,
                    budget,
                    waitTimeout,
                    pollInterval,
                    leaseTtl,
                    lockTimeout,
                    lockAttempts,
                    direct,
                    listener,
                    review,
                    drops,
                    rewrites,
                    runs,
                    renames,
                    approved);
        }
    }
}
