package dev.tidemark.cli;

import dev.tidemark.Consent;
import dev.tidemark.Hazard;
import dev.tidemark.Mode;
import dev.tidemark.Permission;
import dev.tidemark.Plan;
import dev.tidemark.Problem;
import dev.tidemark.StatusReport;
import dev.tidemark.SyncEvent;
import dev.tidemark.SyncOptions;
import dev.tidemark.SyncResult;
import dev.tidemark.TidemarkException;
import dev.tidemark.report.ApprovedPlan;
import dev.tidemark.report.Reports;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidemark sync}: plans, shows, asks, applies. */
@CommandLine.Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        description = "Brings the database in step: shows the plan, asks, applies it.",
        sortOptions = false)
final class SyncCommand extends Command {
    private static final int ROUNDS = 3;

    @Mixin
    final PlanningOptions planning = new PlanningOptions();

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "apply exactly this plan of plan --out, or refuse because the database or the declaration has"
                    + " moved; does not ask")
    @Nullable
    Path plan;

    @Option(names = "--dry-run", description = "the plan of these options, and no more")
    boolean dryRun;

    @Option(
            names = "--yes",
            description = "do not ask; data loss and rewrites want --drop, --rewrite or --safe besides")
    boolean yes;

    @Option(
            names = "--force",
            description = "look at the database although this version is recorded, and take nothing from the record")
    boolean force;

    @Option(
            names = "--lock-timeout",
            paramLabel = "TIME",
            description = "how long a statement waits for a lock, each try; 3s")
    @Nullable
    Duration lockTimeout;

    @Option(
            names = "--wait-timeout",
            paramLabel = "TIME",
            description = "how long to wait while another instance syncs; 60s")
    @Nullable
    Duration waitTimeout;

    @Option(names = "--budget", paramLabel = "TIME", description = "how long all of it may take; 15min")
    @Nullable
    Duration budget;

    @Option(names = "--all", description = "every change of the plan, however many")
    boolean all;

    @Option(names = "--exit-code", description = "exit 3 where something is withheld or deferred")
    boolean exitCode;

    @Option(
            names = {"--function"},
            hidden = true,
            paramLabel = "NAME")
    @Nullable
    String function;

    SyncCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        if (function != null) {
            throw TidemarkException.of(
                    "TDM-630",
                    "sync has no --function: a schema that is sent is only ever planned, so that who may invoke the"
                            + " function cannot change the database by it",
                    "plan --function " + function + "   what your schema would change",
                    "deploy it, or let the function sync the version that it has:   aws lambda invoke --function-name "
                            + function
                            + " --cli-binary-format raw-in-base64-out --payload '{\"tidemark\": \"sync\"}' out.json");
        }
        planning.check(session.env());
        if (plan != null && (planning.decides() || dryRun || schema.decides())) {
            throw TidemarkException.of(
                    "TDM-605",
                    "--plan has its options in it; --safe, --adopt, --rename, --schemas, --privileges and --dry-run"
                            + " belong to the plan command that writes it",
                    "tidemark plan --out FILE …");
        }
        options(SyncOptions.defaults());
    }

    private SyncOptions options(SyncOptions defaults) {
        SyncOptions options = lockTimeout == null ? defaults : defaults.withLockTimeout(lockTimeout);
        options = waitTimeout == null ? options : options.withWaitTimeout(waitTimeout);
        return budget == null ? options : options.withBudget(budget);
    }

    @Override
    int run(Job reached) {
        Job job = withStatus(reached);
        SyncOptions options = options(job.options());
        if (plan != null) {
            return approved(PlanFile.read(plan), job, options);
        }
        if (!dryRun && !force && isSettledByRecord(job.where(), planning)) {
            try {
                return finished(unplanned(job, planning.planning(options, session.env())), job);
            } catch (PlanChanged e) {
                // Another version was recorded meanwhile: the plan that this takes is shown first.
            }
        }
        for (int round = 1; round <= ROUNDS; round++) {
            long start = System.nanoTime();
            Plan made =
                    job.target().plan(planning.planning(options, session.env()).withForce(force));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (dryRun || made.blocked()) {
                return planOnly(made, job, took);
            }
            Optional<Set<Hazard>> allowed = confirmed(made, planning.given(), yes, job, took);
            if (allowed.isEmpty()) {
                return Exit.REFUSED;
            }
            try {
                SyncOptions applying = planning.planning(options, session.env());
                return finished(apply(made, job, planning.safe ? applying : applying.withAllowed(allowed.get())), job);
            } catch (PlanChanged e) {
                session.err().println("The plan has changed since it was shown; nothing was run.");
            }
        }
        throw TidemarkException.of(
                "TDM-218", "the plan changed " + ROUNDS + " times while it was shown. Nothing was run.", "sync again");
    }

    /** A sync that finds nothing to do by one look at the record, and runs nothing where it does not. */
    private static SyncResult unplanned(Job job, SyncOptions options) {
        return job.target().sync(options.withListener(event -> {
            if (event instanceof SyncEvent.Planned) {
                throw new PlanChanged();
            }
        }));
    }

    /** Who approved the plan has answered the question; data loss and rewrites still need approval, in the file or here. */
    private int approved(ApprovedPlan file, Job job, SyncOptions options) {
        ApprovedPlan approved = file.with(planning.consent());
        boolean safe = approved.mode() == Mode.SAFE;
        Consent given = safe ? Consent.of(Confirmation.approvable()) : approved.consent();
        Optional<Set<Hazard>> allowed = confirmed(approved.plan(), given, true, job, Duration.ZERO);
        if (allowed.isEmpty()) {
            return Exit.REFUSED;
        }
        SyncOptions exact = approved.apply(options)
                .withPermission(Permission.explicit(
                        approved.mode(),
                        approved.plan().waitingForOlderVersions().isEmpty()))
                .withForce(force || mayBeRecorded(job))
                .withApproved(approved.plan());
        try (Progress progress = new Progress(session, output.err(session), job.target())) {
            SyncOptions applying = safe ? exact : exact.withAllowed(allowed.get());
            return finished(job.target().sync(applying.withListener(progress)), job);
        }
    }

    private int planOnly(Plan plan, Job job, Duration took) {
        int exit = Exit.of(plan, exitCode);
        if (output.json) {
            json(Reports.of(plan), job.where(), exit);
        } else {
            show(
                    plan,
                    job.where(),
                    job.schema(),
                    all,
                    againForSync(job.where(), planning),
                    false,
                    took,
                    planning.given());
        }
        return exit;
    }

    /** The hazards that are allowed, empty where somebody said no. */
    private Optional<Set<Hazard>> confirmed(Plan plan, Consent given, boolean yes, Job job, Duration took) {
        boolean nothing = plan.changes(Plan.Fate.APPLY).isEmpty();
        boolean asks = !yes && !output.json && session.interactive();
        if (!output.json && !plan.isEmpty()) {
            String sync = againForSync(job.where(), planning);
            show(plan, job.where(), job.schema(), all, sync, true, took, given);
            if (asks && !session.terminal().stdout()) {
                session.err()
                        .print(new PlanPrinter(plan, job.where(), output.err(session), given).print(all, sync, true));
            }
        }
        if (nothing) {
            return Optional.of(given.hazards());
        }
        return asks
                ? new Confirmation(session, output.err(session)).ask(plan, given, job.where())
                : unasked(plan, given, yes, job);
    }

    private Optional<Set<Hazard>> unasked(Plan plan, Consent given, boolean yes, Job job) {
        List<Problem> refusals = Confirmation.refusals(plan, given, yes);
        if (refusals.isEmpty()) {
            return Optional.of(Confirmation.hazards(plan, given));
        }
        if (output.json) {
            Map<String, @Nullable Object> report = Reports.of(plan);
            report.put("status", "REFUSED");
            report.put("errors", Reports.errors(refusals, false));
            json(report, job.where(), Exit.REFUSED);
        } else {
            problems(refusals, job.schema());
        }
        return Optional.empty();
    }

    private SyncResult apply(Plan shown, Job job, SyncOptions options) {
        try (Progress progress = new Progress(session, output.err(session), job.target())) {
            SyncOptions forced = options.withForce(force || (!shown.isEmpty() && mayBeRecorded(job)));
            return job.target().sync(forced.withListener(event -> {
                if (event instanceof SyncEvent.Planned planned && !same(shown, planned.plan())) {
                    throw new PlanChanged();
                }
                progress.on(event);
            }));
        }
    }

    /** A recorded version is compared only where that is asked for. */
    private static boolean mayBeRecorded(Job job) {
        StatusReport status = job.where().status();
        return status == null || status.hash().equals(status.currentHash());
    }

    /** A plan that came to be blocked since is not "changed": its problems are the answer. */
    private static boolean same(Plan shown, Plan now) {
        return now.blocked() || sql(shown).equals(sql(now));
    }

    private static List<String> sql(Plan plan) {
        return plan.statements().stream().map(Plan.Statement::sql).toList();
    }

    private int finished(SyncResult result, Job job) {
        int exit = Exit.of(result, exitCode);
        if (output.json) {
            json(Reports.of(result), job.where(), exit);
            return exit;
        }
        session.out()
                .print(new ResultPrinter(output.out(session), this::again)
                        .sync(result, recordedAt(result, job.where().status())));
        problems(result.problems(), job.schema());
        return exit;
    }

    /** When the version that is current now was recorded, where that was known before this sync. */
    private static @Nullable Instant recordedAt(SyncResult result, @Nullable StatusReport before) {
        String current = result.currentHash();
        return before != null && current != null && current.equals(before.currentHash()) ? before.recordedAt() : null;
    }
}
