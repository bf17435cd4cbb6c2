package dev.tidemark;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How to plan and sync. Immutable; {@link #defaults()} and the {@code with…} methods. A value below its floor is refused, never repaired
 * ({@link TidemarkException} TDM-603).
 */
public record SyncOptions(
        @Nullable String app,
        @Nullable SchemaSource source,
        Mode mode,
        Set<Hazard> allowed,
        boolean breakingAllowed,
        boolean force,
        boolean explicit,
        Adopt adopt,
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
        SyncListener listener) {

    /** Which live objects that nobody declared are managed. */
    public enum Adopt {
        /** A declared object that exists already is adopted; undeclared ones stay and are reported. The default. */
        DECLARED,
        /** Everything in the declared schemas is managed: what is not declared is dropped (a data loss). */
        SCHEMA
    }

    /**
     * A declared schema that does not come from the class path.
     *
     * @param text SQL
     * @param origin its name in errors, such as {@code schema.sql}
     */
    public record SchemaSource(String text, String origin) {}

    private static final Duration NEVER = Duration.ZERO;

    public SyncOptions {
        Objects.requireNonNull(mode);
        allowed = allowed.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(allowed));
        runtimeRoles = List.copyOf(runtimeRoles);
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
                Mode.SAFE,
                Set.of(),
                false,
                false,
                false,
                Adopt.DECLARED,
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
                SyncListener.silent());
    }

    /** The app whose compiled schema is used; null: the only one on the class path. */
    public SyncOptions withApp(@Nullable String app) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** A declared schema that is not on the class path; then {@code app} is compulsory. */
    public SyncOptions withSource(@Nullable SchemaSource source) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** What a sync may do; SAFE by default. */
    public SyncOptions withMode(Mode mode) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** Hazards allowed by name; none by default. */
    public SyncOptions withAllowed(Set<Hazard> allowed) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** Whether what breaks running code may be applied; false by default, deploys and explicit syncs say true. */
    public SyncOptions withBreakingAllowed(boolean breakingAllowed) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** Whether to plan and verify although the recorded hash is this one; false by default. */
    public SyncOptions withForce(boolean force) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** Whether this is an explicit sync, which always makes itself current (DESIGN §4, rule 5); false by default. */
    public SyncOptions withExplicit(boolean explicit) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** Which undeclared objects are managed. */
    public SyncOptions withAdopt(Adopt adopt) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** The schema of the control tables; {@code tidemark} by default. */
    public SyncOptions withControlSchema(String controlSchema) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** The role that owns what is created (SET LOCAL ROLE); null: the connection's. */
    public SyncOptions withOwner(@Nullable String owner) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** Roles that get USAGE, DML and sequence rights on what is created, and SELECT on the hot-read table. */
    public SyncOptions withRuntimeRoles(List<String> runtimeRoles) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** What the generation counts within; null: from the environment. */
    public SyncOptions withLineage(@Nullable String lineage) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** A number that only grows; null: from the environment. */
    public SyncOptions withGeneration(@Nullable Long generation) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** How long the whole call may take; default 15 min, floor 100 ms. */
    public SyncOptions withBudget(Duration budget) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** How long to wait for another's lease; default 60 s, floor 0; capped by the budget. */
    public SyncOptions withWaitTimeout(Duration waitTimeout) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** How often a waiter looks; default 500 ms (jittered), floor 10 ms. */
    public SyncOptions withPollInterval(Duration pollInterval) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** How long a lease lives without a heartbeat; default 30 s, floor 1 s. */
    public SyncOptions withLeaseTtl(Duration leaseTtl) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** How long a statement may wait for a table lock; default 3 s, floor 10 ms. */
    public SyncOptions withLockTimeout(Duration lockTimeout) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** How often a transaction that got no lock is tried; default 5, floor 1. */
    public SyncOptions withLockAttempts(int lockAttempts) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** Connections past a transaction pooler, for what cannot run behind one; null: there is none. */
    public SyncOptions withDirect(@Nullable DataSource direct) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    /** Hears what happens; silent by default. */
    public SyncOptions withListener(SyncListener listener) {
        return new SyncOptions(
                app,
                source,
                mode,
                allowed,
                breakingAllowed,
                force,
                explicit,
                adopt,
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
                listener);
    }

    private static void floor(String name, Duration value, Duration floor) {
        if (value.compareTo(floor) < 0) {
            throw TidemarkException.of("TDM-603", name + " is " + value + ", at least " + floor + " is needed");
        }
    }
}
