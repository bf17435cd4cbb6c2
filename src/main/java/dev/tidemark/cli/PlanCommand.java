package dev.tidemark.cli;

import dev.tidemark.Plan;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import dev.tidemark.page.PlanPage;
import dev.tidemark.report.ApprovedPlan;
import dev.tidemark.report.Reports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tidemark plan}: what a sync would do; changes nothing. */
@CommandLine.Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what a sync would do. Changes nothing.",
        sortOptions = false)
final class PlanCommand extends Command {
    @Mixin
    final FunctionOptions function = new FunctionOptions();

    @Mixin
    final PlanningOptions planning = new PlanningOptions();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write the plan to a file, for sync --plan once somebody has approved it")
    @Nullable
    Path out;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "write a page to look at: summary, hazards, tables before and after, steps with locks and times")
    @Nullable
    Path html;

    @Option(names = "--sql", description = "the statements only, as all of stdout")
    boolean sql;

    @Option(names = "--markdown", description = "for a comment on a pull request")
    boolean markdown;

    @Option(names = "--all", description = "every change, however many")
    boolean all;

    @Option(names = "--exit-code", description = "exit 3 where there is something to do")
    boolean exitCode;

    PlanCommand(Session session) {
        super(session);
    }

    @Override
    void check() {
        if ((sql ? 1 : 0) + (markdown ? 1 : 0) + (output.json ? 1 : 0) > 1) {
            throw TidemarkException.of("TDM-605", "--sql, --markdown and --json exclude each other");
        }
        planning.check(session.env());
        if (function.asked() && (out != null || planning.decides())) {
            throw TidemarkException.of(
                    "TDM-605",
                    "--function plans with the function's own mode, and what it plans is applied by a deploy: --out,"
                            + " --safe, --adopt and --rename are for a database that is reached from here");
        }
    }

    @Override
    FunctionOptions function() {
        return function;
    }

    @Override
    int run(Job reached) {
        long start = System.nanoTime();
        Job job = withStatus(reached);
        Plan plan = job.target().plan(planning.planning(job.options(), session.env()));
        write(plan, job.options());
        return print(plan, job.where(), job.schema(), Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    int run(RemoteFunction function, @Nullable SchemaText given) {
        long start = System.nanoTime();
        SchemaText text = given == null ? schema.fromClassPath() : given;
        RemoteFunction.Planned planned = function.plan(planning.planning(SyncOptions.defaults(), Map.of()), text);
        return print(planned.plan(), planned.where(), text, Duration.ofNanos(System.nanoTime() - start));
    }

    /** What is blocked cannot be approved. */
    private void write(Plan plan, SyncOptions options) {
        if (out != null && !plan.blocked()) {
            ApprovedPlan file = ApprovedPlan.of(
                    plan, PlanningOptions.allowing(planning.planning(options, session.env()), planning.consent()));
            PlanFile.write(out, file);
            session.err()
                    .println("plan written to " + out + ", with its fingerprints; once it is approved: " + again("sync")
                            + " --plan " + Typed.quoted(out.toString()));
        }
    }

    private int print(Plan plan, Where where, @Nullable SchemaText text, Duration took) {
        int exit = Exit.of(plan, exitCode);
        if (html != null) {
            String current = where.status() == null ? null : where.status().currentHash();
            PlanPage.Place place = new PlanPage.Place(where.database(), where.server(), current);
            PlanFile.write(html, PlanPage.html(plan, place, session.clock().instant()));
            session.err().println("page written to " + html);
        }
        if (output.json) {
            json(Reports.of(plan), where, exit);
        } else if (markdown) {
            session.out().print(new MarkdownPrinter(plan, where, session.clock().instant()).print());
        } else if (sql) {
            script(plan);
            problems(plan.problems(), text);
        } else {
            String next = function.asked() ? "tidemark sync" : againForSync(where, planning);
            show(plan, where, text, all, next, false, took, planning.given());
        }
        return exit;
    }
}
