package dev.tidemark.cli;

import dev.tidemark.UnlockReport;
import dev.tidemark.report.Figures;
import dev.tidemark.report.Reports;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code tidemark unlock}: takes the lease from a holder that is in the way. */
@CommandLine.Command(
        name = "unlock",
        mixinStandardHelpOptions = true,
        description = "Frees the lease of a sync that died, and ends what it still runs on the server.",
        sortOptions = false)
final class UnlockCommand extends Command {
    @Option(names = "--force", description = "also from a holder that lives; what it has committed stands")
    boolean force;

    UnlockCommand(Session session) {
        super(session);
    }

    @Override
    int run(Job job) {
        UnlockReport report = job.target().unlock(job.options(), app(job), force);
        if (output.json) {
            json(Reports.of(report), job.where(), Exit.OK);
        } else {
            Style style = output.out(session);
            session.out().println(style.show(style.wrap(style.good("✓") + " " + words(report), 2)));
        }
        return Exit.OK;
    }

    private static String words(UnlockReport report) {
        if (report.status() == UnlockReport.Status.FREE) {
            return report.app() + " is not locked: nobody holds its lease";
        }
        String ended = report.ended().isEmpty()
                ? ""
                : ", and ended " + Figures.count(report.ended().size(), "backend") + " ("
                        + String.join(
                                ", ",
                                report.ended().stream().map(String::valueOf).toList()) + ")";
        if (report.holder() == null) {
            return report.app() + ": nobody held the lease; what a former holder still ran is over" + ended;
        }
        return report.app() + ": took the lease from " + report.holder()
                + (report.heldFor() == null ? "" : ", who had it for " + Figures.time(report.heldFor())) + ended
                + ". Its term is " + report.term() + " now; a sync goes on from what is committed";
    }
}
