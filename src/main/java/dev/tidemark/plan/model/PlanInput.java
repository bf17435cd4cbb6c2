package dev.tidemark.plan.model;

import dev.tidemark.Consent;
import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.ObjectName;
import dev.tidemark.catalog.AccessList;
import dev.tidemark.catalog.Catalog;
import dev.tidemark.diff.Diff;
import dev.tidemark.schema.CompiledSchema;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that a plan depends on.
 *
 * @param schema the declaration; new objects run its statements verbatim
 * @param serverVersion as the server says it, such as {@code 16.4}
 * @param diff what differs
 * @param live what is there
 * @param declared what should be
 * @param facts answers to questions about rows ({@link Questions}), asked before planning
 * @param policy what may run
 * @param rights what the role that runs statements may do
 * @param access who owns and may use what is dropped and made again ({@link Planner.Planned#madeAgain}); empty where nobody asked
 * @param steps data steps of the declaration that did not run in this database yet
 * @param writesRows whether lookup rows of the declaration are written
 * @param unrecorded what is there and no app has recorded: where it is declared, it is adopted
 */
public record PlanInput(
        CompiledSchema schema,
        String serverVersion,
        Diff diff,
        Catalog live,
        Catalog declared,
        Facts facts,
        Policy policy,
        Rights rights,
        SortedMap<ObjectName, AccessList> access,
        List<PendingStep> steps,
        boolean writesRows,
        Set<ObjectName> unrecorded) {
    public PlanInput {
        unrecorded = Set.copyOf(unrecorded);
        steps = List.copyOf(steps);
    }

    /** The input of a plan that makes nothing again and runs no data step. */
    public PlanInput(
            CompiledSchema schema,
            String serverVersion,
            Diff diff,
            Catalog live,
            Catalog declared,
            Facts facts,
            Policy policy,
            Rights rights) {
        this(
                schema,
                serverVersion,
                diff,
                live,
                declared,
                facts,
                policy,
                rights,
                new TreeMap<>(),
                List.of(),
                false,
                Set.of());
    }

    /** The same; no app has recorded these objects, which are there. */
    public PlanInput adopting(Set<ObjectName> there) {
        return new PlanInput(
                schema, serverVersion, diff, live, declared, facts, policy, rights, access, steps, writesRows, there);
    }

    /** The same; who may do what is known. */
    public PlanInput with(SortedMap<ObjectName, AccessList> known) {
        return new PlanInput(
                schema,
                serverVersion,
                diff,
                live,
                declared,
                facts,
                policy,
                rights,
                known,
                steps,
                writesRows,
                unrecorded);
    }

    /** The same with these data steps, and with the lookup rows of the declaration. */
    public PlanInput running(List<PendingStep> pending) {
        return new PlanInput(
                schema, serverVersion, diff, live, declared, facts, policy, rights, access, pending, true, unrecorded);
    }

    /** The same with these answers about rows. */
    public PlanInput knowing(Facts answers) {
        return new PlanInput(
                schema,
                serverVersion,
                diff,
                live,
                declared,
                answers,
                policy,
                rights,
                access,
                steps,
                writesRows,
                unrecorded);
    }

    /** The input of a plan for which nobody asked the server about rights. */
    public PlanInput(
            CompiledSchema schema,
            String serverVersion,
            Diff diff,
            Catalog live,
            Catalog declared,
            Facts facts,
            Policy policy) {
        this(schema, serverVersion, diff, live, declared, facts, policy, Rights.unknown());
    }

    /**
     * What may run.
     *
     * @param mode SAFE withholds data loss; AUTO applies it only where {@code consent} covers it
     * @param consent what somebody allowed: hazards by name, or what happens to single objects
     * @param breakingAllowed whether what breaks running code may be applied (explicit syncs and deploys, not cold starts)
     * @param online whether statements outside transactions may be sent on this connection (false behind a transaction pooler)
     * @param time how long there is; BLOCKING and ONLINE work that is estimated longer is deferred, or refused where the code depends on it
     * @param lockTimeout for everything that takes a strong lock
     * @param owner role that owns what is created, empty: the connection's
     * @param runtimeRoles roles that get USAGE, DML and sequence rights on what is created
     */
    public record Policy(
            Mode mode,
            Consent consent,
            boolean breakingAllowed,
            boolean online,
            Duration time,
            Duration lockTimeout,
            String owner,
            Set<String> runtimeRoles) {
        /** Hazards alone are allowed, wherever they occur. */
        public Policy(
                Mode mode,
                Set<Hazard> allowed,
                boolean breakingAllowed,
                boolean online,
                Duration time,
                Duration lockTimeout,
                String owner,
                Set<String> runtimeRoles) {
            this(mode, Consent.of(allowed), breakingAllowed, online, time, lockTimeout, owner, runtimeRoles);
        }

        public Policy {
            runtimeRoles = Set.copyOf(runtimeRoles);
        }
    }
}
