package dev.tidemark.cli;

import dev.tidemark.Reports;
import dev.tidemark.StatusReport;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code tidemark status}: what is recorded; one read. */
@CommandLine.Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says what is recorded: in sync, superseded, withheld, blocked. Reads one row.",
        sortOptions = false)
final class StatusCommand extends Command {
    @Option(names = "--exit-code", description = "exit 3 where the app is not in sync")
    boolean exitCode;

    StatusCommand(Session session) {
        super(session);
    }

    @Override
    int run(Job job) {
        StatusReport status = job.target().status(job.options());
        int exit = Exit.of(status, exitCode);
        if (output.json) {
            json(Reports.of(status), job.where(), exit);
        } else {
            session.out().print(new ResultPrinter(output.out(session)).status(status));
        }
        return exit;
    }
}
